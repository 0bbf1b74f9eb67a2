"""Open answers that wait for a marker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import aliased

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes import rules
from tot.quizzes.models import Answer, Attempt, Marking


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a marker."""

    answer_id: int
    question_key: str
    course_version_id: int
    person_name: str
    answered_at: datetime


def waiting_in(cohort_id: int) -> list[Waiting]:
    """The answers of finished attempts that wait for a marker, the oldest first."""
    rows = db.session.execute(
        _joined(select(Answer.id, Answer.question_key, Attempt.course_version_id, Person.name, Answer.answered_at))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, *_waits())
        .order_by(Attempt.submitted_at, Answer.id)
    )
    return [Waiting(*row) for row in rows]


def question_of(waiting: Waiting) -> Question:
    """The question as it was published when the attempt began."""
    found = rules.question_in(book(waiting.course_version_id), waiting.question_key)
    assert found is not None  # noqa: S101 it was asked from this very book
    return found


def count_waiting() -> ScalarSelect[int]:
    """How many answers wait in a cohort, as a column beside the cohort's own."""
    counted = _joined(select(func.count(Answer.id))).where(Enrolment.cohort_id == Cohort.id, *_waits())
    column: ScalarSelect[int] = counted.correlate(Cohort).scalar_subquery()
    return column


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    )


def _waits() -> tuple[ColumnElement[bool], ...]:
    """In a finished attempt, without points, not marked (or the marking undone), and not replaced by a later answer."""
    later, undone = aliased(Answer), aliased(Marking)
    return (
        Attempt.submitted_at.is_not(None),
        Answer.points.is_(None),
        ~exists().where(
            Marking.answer_id == Answer.id,
            Marking.points.is_not(None),
            ~exists().where(
                undone.answer_id == Marking.answer_id, undone.number > Marking.number, undone.points.is_(None)
            ),
        ),
        ~exists().where(
            later.attempt_id == Answer.attempt_id,
            later.question_key == Answer.question_key,
            later.revision > Answer.revision,
        ),
    )
