"""Which cohorts there are, and which of them somebody may see."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload, load_only

from tot.accounts.models import Person
from tot.accounts.rules import name_order
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.models import Version
from tot.db import db


def cohort_by_id(cohort_id: int) -> Cohort | None:
    """A cohort with its place and trainer."""
    return db.session.scalar(
        select(Cohort).where(Cohort.id == cohort_id).options(joinedload(Cohort.place), joinedload(Cohort.led_by))
    )


def cohort_of_request(request_key: str, person_id: int) -> Cohort | None:
    """The cohort that this form of hers already opened."""
    return db.session.scalar(select(Cohort).where(Cohort.request_key == request_key, Cohort.led_by_id == person_id))


def versions_of_course(course_key: str) -> list[Version]:
    """Every version of a course that was published, the newest first, without its content."""
    return list(
        db.session.scalars(
            select(Version)
            .where(Version.thing_key == course_key)
            .order_by(Version.number.desc())
            .options(load_only(Version.thing_key, Version.number, Version.published_at))
        )
    )


def in_sight(person: Person) -> ColumnElement[bool]:
    """The condition under which a cohort is one that somebody may see: agrees with Can.SEE_COHORT."""
    if not person.is_active:
        return false()
    beneath_her = [
        beneath(Cohort.licence_path, licence.path) & (Cohort.licence_path != licence.path)
        for licence in person.licences
        if licence.is_valid
    ]
    places = [beneath(Cohort.place_path, role.place_path) for role in person.roles if role.kind == "coordinator"]
    return or_(Cohort.led_by_id == person.id, *beneath_her, *places)


def cohorts_seen_by(
    person: Person, *, is_open: bool | None = None, limit: int | None = None, offset: int = 0
) -> list[Cohort]:
    """Cohorts that somebody may see, with place and trainer, the latest first; all, or only open or closed ones."""
    wanted = select(Cohort).where(in_sight(person)).options(joinedload(Cohort.place), joinedload(Cohort.led_by))
    wanted = wanted.order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(limit).offset(offset)
    return list(db.session.scalars(_with_state(wanted, is_open)))


def count_of_cohorts_seen_by(person: Person, *, is_open: bool) -> int:
    """How many cohorts somebody may see that are open, or closed."""
    return db.session.scalar(_with_state(select(func.count(Cohort.id)).where(in_sight(person)), is_open)) or 0


def _with_state(query: Any, is_open: bool | None) -> Any:
    if is_open is None:
        return query
    return query.where(Cohort.closed_at.is_(None) if is_open else Cohort.closed_at.is_not(None))


def participants_in(cohort_ids: Collection[int]) -> dict[int, int]:
    """Cohort → how many take part now."""
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.ended_at.is_(None))
        .group_by(Enrolment.cohort_id)
    )
    return dict(rows.all())


def names_staying_behind(course_key: str, version_id: int) -> list[str]:
    """The open cohorts of this course that keep another version than this one, in the order of names."""
    names = select(Cohort.name).where(
        Cohort.course_key == course_key, Cohort.course_version_id != version_id, Cohort.closed_at.is_(None)
    )
    return sorted(db.session.scalars(names), key=name_order)
