"""What a first page gathers from all over the house, one query for each kind of thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, distinct, func, select

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import in_sight
from tot.db import db, rows
from tot.quizzes.queries import count_waiting
from tot.seminars.models import Session


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next session of a cohort."""

    title: str
    begins_at: datetime
    venue: str


@dataclass(frozen=True, slots=True)
class Led:
    """One cohort that somebody leads, and what it needs."""

    cohort_id: int
    name: str
    starts_on: date
    ends_on: date
    participants: int
    to_mark: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a coordinator looks after, in numbers."""

    open_cohorts: int
    participants: int  # people, each counted once


def led_by(person_id: int) -> list[Led]:
    """The open cohorts that somebody leads, the latest first."""
    participants = (
        select(func.count(Enrolment.id))
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.ended_at.is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Cohort.id, Cohort.name, Cohort.starts_on, Cohort.ends_on, participants, count_waiting())
        .where(Cohort.led_by_id == person_id, Cohort.closed_at.is_(None))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return [Led(*row) for row in found]


def next_sessions(cohort_ids: Collection[int], now: datetime) -> dict[int, Upcoming]:
    """Cohort → its next session that has not ended; a cohort without any is missing."""
    if not cohort_ids:
        return {}
    found = rows(_UPCOMING, cohort_ids=list(cohort_ids), now=now)
    return {row.cohort_id: Upcoming(*row[1:]) for row in found}  # the earliest comes last and stays


def counts_for(person: Person) -> Counts:
    """The open cohorts that somebody may see, and how many people take part in them."""
    row = db.session.execute(
        select(func.count(distinct(Cohort.id)), func.count(distinct(Enrolment.person_id)))
        .select_from(Cohort)
        .outerjoin(Enrolment, (Enrolment.cohort_id == Cohort.id) & Enrolment.ended_at.is_(None))
        .where(in_sight(person), Cohort.closed_at.is_(None))
    ).one()
    return Counts(*row)


# Made once: to put a statement together takes longer than to run it.
_UPCOMING = (
    select(Session.cohort_id, Session.title, Session.begins_at, Session.venue)
    .where(
        Session.cohort_id.in_(bindparam("cohort_ids", expanding=True)),
        Session.ends_at > bindparam("now"),
        Session.cancelled_at.is_(None),
    )
    .order_by(Session.begins_at.desc(), Session.id.desc())
)
