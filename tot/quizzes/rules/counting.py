"""What answers are worth: when a question is right, how an attempt stands, what a marking gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from tot.courses.rules import Question, Quiz


@dataclass(frozen=True, slots=True)
class Tally:
    """How an attempt stands, counted in questions.

    A question counts as right only with all of its points; with a part of them it counts as not right. A quiz is
    passed when at least `pass_mark` of its questions are right. An open answer counts once somebody has marked it,
    so until then a quiz may be not passed *yet*.
    """

    of: int
    answered: int
    right: int
    waiting: int
    pass_mark: int

    @property
    def is_passed(self) -> bool:
        return self.right >= self.pass_mark

    @property
    def may_still_pass(self) -> bool:
        """Not passed, and the answers that wait for a marker could be enough."""
        return not self.is_passed and self.right + self.waiting >= self.pass_mark

    @property
    def left(self) -> int:
        """How many questions have no answer."""
        return self.of - self.answered


def is_right(question: Question, points: float | None) -> bool:
    """Whether the question counts as right with these points."""
    return points is not None and points >= question.points


def tally(quiz: Quiz, points: Mapping[str, float | None]) -> Tally:
    """Question id → points of its answer, None while it waits for a marker; a question without an answer is missing."""
    answered = [question for question in quiz.questions if question.id in points]
    return Tally(
        of=len(quiz.questions),
        answered=len(answered),
        right=sum(is_right(question, points[question.id]) for question in answered),
        waiting=sum(points[question.id] is None for question in answered),
        pass_mark=quiz.pass_mark,
    )


def as_marked(question: Question, said: Mapping[str, int]) -> dict[str, int]:
    """Every criterion of the question → the points of the level that was given, 0 where nothing was said."""
    return {criterion.id: criterion.reached(said.get(criterion.id, 0)) for criterion in question.criteria}


def points_of_marking(question: Question, marked: Mapping[str, int]) -> float:
    """The points of all criteria together, never below zero and never more than the question has."""
    return float(min(sum(as_marked(question, marked).values()), question.points))
