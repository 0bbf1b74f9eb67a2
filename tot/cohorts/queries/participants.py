"""Who takes part in what."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db, rows


def enrolment_by_id(enrolment_id: int) -> Enrolment | None:
    """An enrolment with its cohort and person (her offices too, as permissions ask for them)."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .options(
            joinedload(Enrolment.cohort).joinedload(Cohort.place),
            joinedload(Enrolment.person).options(selectinload(Person.roles), selectinload(Person.licences)),
        )
    )


@dataclass(frozen=True, slots=True)
class OwnEnrolment:
    """An enrolment as the pages of its participant need it: plain columns, because these pages are asked for most."""

    id: int
    person_id: int
    is_active: bool
    cohort_id: int
    cohort_name: str
    language: str  # of the cohort
    course_version_id: int
    starts_on: date
    ends_on: date


def own_enrolment(enrolment_id: int) -> OwnEnrolment | None:
    """An enrolment for its participant's pages."""
    row = rows(_OWN, enrolment_id=enrolment_id).one_or_none()
    return None if row is None else OwnEnrolment(*row)


def own_enrolments(person_id: int) -> list[OwnEnrolment]:
    """What somebody takes part in now, the latest first."""
    return [OwnEnrolment(*row) for row in rows(_ALL_OWN, person_id=person_id)]


def is_active(enrolment_id: int, *, until_commit: bool = False) -> bool:
    """Whether its person still takes part now; `until_commit` lets nobody else decide about the enrolment till then."""
    wanted = select(Enrolment.ended_at).where(Enrolment.id == enrolment_id)
    return db.session.execute(wanted.with_for_update() if until_commit else wanted).scalar_one() is None


# Made once: to put a statement together takes longer than to run one of these.
_COLUMNS = select(
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.ended_at.is_(None),
    Enrolment.cohort_id,
    Cohort.name,
    Cohort.language,
    Cohort.course_version_id,
    Cohort.starts_on,
    Cohort.ends_on,
).join(Cohort, Cohort.id == Enrolment.cohort_id)
_OWN = _COLUMNS.where(Enrolment.id == bindparam("enrolment_id"))
_ALL_OWN = _COLUMNS.where(Enrolment.person_id == bindparam("person_id"), Enrolment.ended_at.is_(None)).order_by(
    Cohort.starts_on.desc(), Enrolment.id.desc()
)


def enrolments_of_cohort(cohort_id: int, *, with_ended: bool = False, with_offices: bool = False) -> list[Enrolment]:
    """Who takes part, with persons, agencies and places, by name; those who left come last.

    `with_offices` loads roles and licences too, for questions such as Can.MAKE_SLIP about each.
    """
    person = contains_eager(Enrolment.person)
    loads = [person.joinedload(Person.agency), person.joinedload(Person.place), joinedload(Enrolment.cohort)]
    if with_offices:
        loads += [person.selectinload(Person.roles), person.selectinload(Person.licences)]
    wanted = select(Enrolment).join(Enrolment.person).where(Enrolment.cohort_id == cohort_id).options(*loads)
    if not with_ended:
        wanted = wanted.where(Enrolment.ended_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Enrolment.ended_at.is_not(None), Person.name_order, Enrolment.id)))


def enrolment_of(cohort_id: int, person_id: int) -> Enrolment | None:
    """This person's enrolment in this cohort, ended or not."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person_id)
    )


def persons_of_cohort(cohort_id: int) -> dict[int, bool]:
    """Person → whether she still takes part, for everybody who ever was in the cohort."""
    found = db.session.execute(
        select(Enrolment.person_id, Enrolment.ended_at.is_(None)).where(Enrolment.cohort_id == cohort_id)
    )
    return {person_id: bool(is_active) for person_id, is_active in found}
