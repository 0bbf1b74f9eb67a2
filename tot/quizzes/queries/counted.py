"""Answers to chosen questions as they count now, with how they came to, over many attempts at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select

from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Marking, Rating

AT_ONCE = 5000  # numbers that one statement asks for; databases set limits


class Marked(NamedTuple):
    """One marking of an answer."""

    number: int
    points: float | None
    regrade_id: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The newest answer to a question in a finished attempt, and its markings in their order."""

    markings: tuple[Marked, ...]
    answer_id: int
    question_key: str
    version_id: int  # of the question
    response: Any
    points: float | None  # as it was marked when it was given
    attempt_id: int
    quiz_key: str
    course_version_id: int
    form: str | None
    seed: int
    enrolment_id: int
    cohort_id: int
    place_path: str  # of the cohort
    is_rated: bool  # one of two markers has read it already

    @property
    def now(self) -> float | None:
        """The points that count; None while it waits for a marker."""
        return self.markings[-1].points if self.markings else self.points

    @property
    def is_read(self) -> bool:
        """Whether a person has read it."""
        return self.is_rated or any(marked.regrade_id is None for marked in self.markings)

    @property
    def is_regraded(self) -> bool:
        """Whether it was ever marked again by rule."""
        return any(marked.regrade_id is not None for marked in self.markings)

    @property
    def next_number(self) -> int:
        """Of the marking to come."""
        return self.markings[-1].number + 1 if self.markings else 1


def answers_to(question_keys: Collection[str], where: ColumnElement[bool]) -> Iterator[Counted]:
    """What counts of every finished attempt, in the cohorts of `where`. One query."""
    found = db.session.execute(
        select(
            Answer.id, Answer.question_key, Answer.version_id, Answer.response, Answer.points, Answer.attempt_id,
            Attempt.quiz_key, Attempt.course_version_id, Attempt.form, Attempt.seed, Enrolment.id, Enrolment.cohort_id,
            Cohort.place_path, exists().where(Rating.answer_id == Answer.id),
            Marking.number, Marking.points, Marking.regrade_id,
        )
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Marking, Marking.answer_id == Answer.id)
        .where(where, Answer.question_key.in_(question_keys), Attempt.submitted_at.is_not(None))
        .order_by(Answer.attempt_id, Answer.question_key, Answer.revision, Answer.id, Marking.number)
    )  # fmt: skip
    for _asked, rows in groupby(found, lambda row: (row[5], row[1])):
        of_each = list(rows)
        newest = [row for row in of_each if row[0] == of_each[-1][0]]
        if newest[0][3] is None:  # typed in from paper and taken back
            continue
        markings = tuple(Marked(*row[14:]) for row in newest if row[14] is not None)
        yield Counted(markings, *newest[0][:14])


def points_in(attempt_ids: Collection[int]) -> dict[int, dict[str, float | None]]:
    """Attempt → question → the points that count. One query for some thousands of attempts."""
    found: dict[int, dict[str, float | None]] = defaultdict(dict)
    for numbers in _portions(attempt_ids):
        answers: Any = (  # a marking may be missing, which the types of an outer join do not say
            select(Answer.attempt_id, Answer.question_key, Answer.response, Answer.points, Marking.points)
            .outerjoin(Marking, Marking.answer_id == Answer.id)
            .where(Answer.attempt_id.in_(numbers))
            .order_by(Answer.revision, Answer.id, Marking.number)
        )
        for attempt, question, response, points, marked in db.session.execute(answers):
            if response is None:  # typed in from paper and taken back
                found[attempt].pop(question, None)
            else:
                found[attempt][question] = points if marked is None else marked
    return found


def _portions(numbers: Collection[int]) -> Iterator[list[int]]:
    left = iter(sorted(numbers))
    while portion := list(islice(left, AT_ONCE)):
        yield portion
