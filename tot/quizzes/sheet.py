"""An attempt with its questions and answers, as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tot.courses.rules import Course, Module, Question, Quiz
from tot.quizzes import queries, rules
from tot.quizzes.models import Attempt
from tot.quizzes.queries import Given, Sitting
from tot.quizzes.types import QuestionType, recognised, type_of


@dataclass(frozen=True)
class Row:
    """One question of the attempt with its answer, if there is one."""

    number: int
    question: Question
    given: Given | None
    seed: int
    is_on_paper: bool = False
    is_own: bool = True  # shown to whoever answered, else to her trainer

    @property
    def kind(self) -> QuestionType:
        """How the question is asked and marked."""
        return type_of(self.question)

    @property
    def shown(self) -> tuple[str, ...]:
        """What there is to choose from, as it stood on paper or as it is shuffled for this attempt."""
        if self.is_on_paper:
            return tuple(self.kind.lettered(self.question))
        return rules.in_order_of(self.seed, self.question, self.question.right or self.question.options)

    @property
    def state(self) -> str:
        """Left, waiting, right, partly or wrong."""
        if self.given is None:
            return "left"
        if self.given.points is None:
            return "waiting"
        if rules.is_right(self.question, self.given.points):
            return "right"
        return "partly" if self.given.points else "wrong"

    @cached_property
    def criteria(self) -> Mapping[str, int]:
        """Criterion → points of an open answer: as marked, else one for each that is recognised."""
        if self.given is None or not self.question.criteria:
            return {}
        if self.given.criteria is not None:
            return self.given.criteria
        return dict.fromkeys(recognised(self.question, self.given.response), 1)


@dataclass(frozen=True)
class Sheet:
    """Everything about an attempt, pinned to what it began with."""

    attempt: Attempt | Sitting
    course: Course
    module: Module | None
    quiz: Quiz
    rows: tuple[Row, ...]

    @cached_property
    def tally(self) -> rules.Tally:
        """How it stands."""
        return rules.tally(self.quiz, {row.question.id: row.given.points for row in self.rows if row.given is not None})

    @property
    def waiting(self) -> frozenset[str]:
        """The questions whose answers wait for a marker."""
        return frozenset(row.question.id for row in self.rows if row.state == "waiting")

    @property
    def cohort_id(self) -> int:
        """The cohort it belongs to."""
        return self.attempt.cohort_id if isinstance(self.attempt, Sitting) else self.attempt.cohort.id

    @property
    def way(self) -> rules.Way:
        """How it is taken."""
        return rules.way_of(self.quiz)

    def for_others(self) -> Sheet:
        """The same, not spoken to whoever answered."""
        return replace(self, rows=tuple(replace(row, is_own=False) for row in self.rows))

    def row(self, number: int) -> Row | None:
        """The question with this number, counted from 1."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else None

    def next_left(self, after: int = 0) -> int | None:
        """The number of the next question without an answer, looking on from there and then from the beginning."""
        left = [row.number for row in self.rows if row.given is None]
        return next((number for number in left if number > after), left[0] if left else None)


def sheet_of(attempt: Attempt | Sitting) -> Sheet:
    """The sheet of an attempt; while it goes on nothing in it is marked. One query; the course comes from its book."""
    course, (module, quiz) = queries.pinned(attempt)
    is_going_on = isinstance(attempt, Sitting) and attempt.submitted_at is None
    given = queries.answers_so_far(attempt.id) if is_going_on else queries.answers_of(attempt.id)
    is_on_paper = isinstance(attempt, Attempt) and attempt.paper_on is not None
    return Sheet(
        attempt=attempt,
        course=course,
        module=module,
        quiz=quiz,
        rows=tuple(
            Row(number, question, given.get(question.id), attempt.seed, is_on_paper)
            for number, question in enumerate(quiz.questions, 1)
        ),
    )
