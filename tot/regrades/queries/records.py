"""Regrades that were made, and what each of them changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tot.cohorts.models import Enrolment
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Marking, Regrade
from tot.quizzes.queries import decisions, points_before
from tot.quizzes.standing import modes_in


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that a regrade changed."""

    attempt_id: int
    enrolment_id: int
    person_id: int
    cohort_id: int
    quiz_key: str
    course_version_id: int
    before: float | None
    after: float | None


def regrade_by_id(regrade_id: int) -> Regrade | None:
    """A regrade with whoever made it."""
    return db.session.scalar(select(Regrade).where(Regrade.id == regrade_id).options(joinedload(Regrade.made_by)))


def regrade_of_request(request_key: str) -> Regrade | None:
    """The regrade that this form already made."""
    return db.session.scalar(select(Regrade).where(Regrade.request_key == request_key))


def undoing_of(regrade_id: int) -> int | None:
    """The regrade that took this one back."""
    return db.session.scalar(select(Regrade.id).where(Regrade.undoes_id == regrade_id))


def is_decided(question_key: str, version_id: int | None, place_path: str) -> bool:
    """Whether something was decided by this version for this place, or for one above it, that was not undone since."""
    return bool(modes_in(decisions([question_key]), question_key, version_id, place_path))


def count_of_changes(regrade_id: int) -> int:
    """How many answers it changed."""
    return db.session.scalar(select(func.count()).select_from(Marking).where(Marking.regrade_id == regrade_id)) or 0


def changes_made(regrade_id: int, *, limit: int | None = None, offset: int = 0) -> list[Changed]:
    """The answers it changed, cohort by cohort."""
    rows = db.session.execute(
        select(
            Attempt.id, Attempt.enrolment_id, Enrolment.person_id, Enrolment.cohort_id, Attempt.quiz_key,
            Attempt.course_version_id, points_before(), Marking.points,
        )
        .select_from(Marking)
        .join(Answer, Answer.id == Marking.answer_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Marking.regrade_id == regrade_id)
        .order_by(Enrolment.cohort_id, Enrolment.id, Attempt.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [Changed(*row) for row in rows]
