"""The tests of a course as reports look at them: what was asked, which answers are chosen from a list, who passed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from tot.courses.rules import Course, Module, Question, Quiz
from tot.quizzes.rules import drawn, is_right, quiz_in, quizzes_of
from tot.reports.rules.taken import NOTHING, Item, Outcome

CHOICES = ("single", "branch", "multi")
PRETEST = "pre-test"
LONGEST_PAUSE = 30 * 60  # seconds; whoever took longer between two answers was away


@dataclass(frozen=True, slots=True)
class Test:
    """A test as it was published, in one form."""

    __test__ = False  # pytest takes every Test for its own

    quiz: Quiz
    module: Module | None

    @property
    def key(self) -> str:
        return self.quiz.id

    @property
    def kind(self) -> str:
        return self.quiz.kind

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that may be asked, in the author's order."""
        return self.quiz.questions

    def blank(self, seed: int) -> list[Outcome | None]:
        """Nothing answered yet in an attempt with this seed; None for what was not drawn for it."""
        if not self.quiz.draw:
            return [NOTHING] * len(self.questions)
        asked = {question.id for question in drawn(self.quiz, seed).questions}
        return [NOTHING if question.id in asked else None for question in self.questions]

    @property
    def is_mastery(self) -> bool:
        """After teaching, nearly everybody is hoped to be right (F-TOT-14)."""
        return self.kind != PRETEST


def published_test(course: Course, quiz_key: str, form: str) -> Test | None:
    """The test with this key; None where the course has none."""
    found = quiz_in(course, quiz_key, form)
    return None if found is None else Test(found.quiz, found.module)


def published_tests(course: Course) -> tuple[Test, ...]:
    """The tests themselves; of a paired test its first form."""
    return tuple(Test(one.quiz, one.module) for one in quizzes_of(course))


def item_of(question: Question) -> Item:
    """The question as item analysis sees it."""
    if question.type == "tf":
        return Item(question.id, ("true", "false"), frozenset({"true" if question.key else "false"}))
    if question.type not in CHOICES:
        return Item(question.id)
    key = question.key if isinstance(question.key, (list, tuple)) else [question.key]
    return Item(question.id, question.options, frozenset(str(one) for one in key))


def chosen_in(question: Question, response: str) -> tuple[str, ...]:
    """The options in a response, as it is stored (JSON); none where nothing is chosen from a list."""
    if question.type != "tf" and question.type not in CHOICES:
        return ()
    said = json.loads(response)
    if said is None:  # typed in from paper first, and left out there as it turned out
        return ()
    if isinstance(said, bool):
        return ("true" if said else "false",)
    return tuple(said) if isinstance(said, list) else (str(said),)


def share_of(question: Question, points: float) -> float:
    """What an answer with these points was worth: all or nothing, as the test counts it, or a part by a rubric."""
    if not question.criteria:
        return float(is_right(question, points))
    return max(0.0, min(1.0, points / question.points)) if question.points else 0.0


def times_taken(began: int, answered: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Question → seconds from the answer before (or the beginning) to the first answer to it.

    Pauses are left out, and so is what was saved together: that is how paper is keyed in.
    """
    found, before = {}, began
    for at, question in sorted(answered):
        if 0 < at - before <= LONGEST_PAUSE:
            found[question] = at - before
        before = at
    return found
