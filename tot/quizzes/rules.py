"""What follows from answers: when a question is right, when a quiz is passed, in which order options are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tot.courses.rules import Course, Module, Question, Quiz


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of quiz is taken. A new kind is a line in WAYS."""

    is_told_at_once: bool  # each answer is followed by what is right and why
    may_change: bool  # an answer may be replaced until the attempt is finished


# After the right answer was shown, changing one's own would only copy it: in a knowledge check the first answer stands,
# and whoever wants to do better begins another attempt, as often as she likes.
WAYS = {"knowledge check": Way(is_told_at_once=True, may_change=False)}


def way_of(quiz: Quiz) -> Way:
    """How this quiz is taken."""
    return WAYS[quiz.kind]


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


def in_order_of(seed: int, question: Question, entries: Sequence[str]) -> tuple[str, ...]:
    """The entries shuffled by the attempt's seed: the same for ever, on every machine and Python."""

    def place(entry: str) -> bytes:
        return sha256(f"{seed} {question.id} {entry}".encode()).digest()

    return tuple(sorted(entries, key=place))


def quiz_in(course: Course, quiz_key: str) -> tuple[Module, Quiz] | None:
    """The quiz with the module it belongs to; None when the course has no such quiz."""
    for module in course.ready_modules:
        if module.check is not None and module.check.id == quiz_key:
            return module, module.check
    return None


def points_of_marking(question: Question, criteria: Sequence[str]) -> float:
    """One point for each criterion that was met, never more than the question has."""
    met = {criterion.id for criterion in question.criteria} & set(criteria)
    return float(min(len(met), question.points))
