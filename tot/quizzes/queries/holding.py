"""Tests that are held for a cohort: who has which form, who has more time, and how far everybody is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tot.accounts.models import Person
from tot.cohorts.models import Enrolment
from tot.db import db
from tot.quizzes.models import Attempt, ExtraTime, FormGiven


@dataclass(frozen=True, slots=True)
class Sat:
    """Where one participant stands at one test; nothing is begun while `began_at` is None."""

    began_at: datetime | None = None
    ends_at: datetime | None = None
    submitted_at: datetime | None = None
    ended_by: str | None = None
    attempt_id: int | None = None
    extra_minutes: int = 0
    paper_on: date | None = None  # the day on which it was taken on paper

    @property
    def state(self) -> str:
        """Not begun, answering or handed in."""
        if self.began_at is None:
            return "not begun"
        return "answering" if self.submitted_at is None else "handed in"


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant and where she stands at each test that was asked for."""

    enrolment_id: int
    name: str
    tests: dict[str, Sat]


def first_form(enrolment_id: int, test_key: str) -> str | None:
    """The form that this person has before the course; None while none was given."""
    return db.session.scalar(
        select(FormGiven.first)
        .where(FormGiven.enrolment_id == enrolment_id, FormGiven.test_key == test_key)
        .order_by(FormGiven.number.desc())
        .limit(1)
    )


def first_forms(cohort_id: int, test_key: str) -> dict[int, tuple[str, int]]:
    """Enrolment → the form that it has first, and the number of that decision; whoever has none yet is missing."""
    given = db.session.execute(
        select(FormGiven.enrolment_id, FormGiven.first, FormGiven.number)
        .join(Enrolment, Enrolment.id == FormGiven.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, FormGiven.test_key == test_key)
        .order_by(FormGiven.number)
    )
    return {enrolment_id: (first, number) for enrolment_id, first, number in given}  # later ones replace earlier ones


def forms_given(cohort_id: int, test_key: str) -> dict[str, int]:
    """Form → how many in the cohort begin with it."""
    return Counter(first for first, _number in first_forms(cohort_id, test_key).values())


def extra_minutes(enrolment_id: int, quiz_key: str) -> int:
    """How much more time somebody has for a test than others."""
    latest = (
        select(ExtraTime.minutes)
        .where(ExtraTime.enrolment_id == enrolment_id, ExtraTime.quiz_key == quiz_key)
        .order_by(ExtraTime.number.desc())
        .limit(1)
    )
    return db.session.scalar(latest) or 0


def participants_at(cohort_id: int, quiz_keys: list[str]) -> list[Participant]:
    """Everybody who takes part, by name, with the latest attempt at each of these tests. Three queries for all."""
    people = db.session.execute(
        select(Enrolment.id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .order_by(Person.name_order, Enrolment.id)
    ).all()
    numbers = [row.id for row in people]
    extra = {
        (row.enrolment_id, row.quiz_key): row.minutes
        for row in db.session.scalars(
            select(ExtraTime)
            .where(ExtraTime.enrolment_id.in_(numbers), ExtraTime.quiz_key.in_(quiz_keys))
            .order_by(ExtraTime.number)
        )
    }
    attempts = {
        (one.enrolment_id, one.quiz_key): one
        for one in db.session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id.in_(numbers), Attempt.quiz_key.in_(quiz_keys))
            .order_by(Attempt.number)
        )
    }
    return [
        Participant(
            row.id,
            row.name,
            {key: _sat(attempts.get((row.id, key)), extra.get((row.id, key), 0)) for key in quiz_keys},
        )
        for row in people
    ]


def _sat(attempt: Attempt | None, extra: int) -> Sat:
    if attempt is None:
        return Sat(extra_minutes=extra)
    moments = (attempt.began_at, attempt.ends_at, attempt.submitted_at)
    return Sat(*moments, attempt.ended_by, attempt.id, extra, attempt.paper_on)
