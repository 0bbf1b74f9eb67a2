"""Which cohorts there are, who takes part in them, and whom somebody may see when people are matched."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tot.accounts.models import Person
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort, Enrolment, Import
from tot.db import db

# ------------------------------------------------------------------------------------------------------------- cohorts


def cohort_by_id(cohort_id: int) -> Cohort | None:
    """A cohort with its place and trainer."""
    return db.session.scalar(
        select(Cohort).where(Cohort.id == cohort_id).options(joinedload(Cohort.place), joinedload(Cohort.led_by))
    )


def cohort_of_request(request_key: str) -> Cohort | None:
    """The cohort that this form already opened."""
    return db.session.scalar(select(Cohort).where(Cohort.request_key == request_key))


def in_sight(person: Any) -> ColumnElement[bool]:
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
    person: Any, *, is_open: bool | None = None, limit: int | None = None, offset: int = 0
) -> list[Cohort]:
    """Cohorts that somebody may see, with place and trainer, the latest first; all, or only open or closed ones."""
    wanted = select(Cohort).where(in_sight(person)).options(joinedload(Cohort.place), joinedload(Cohort.led_by))
    wanted = wanted.order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(limit).offset(offset)
    return list(db.session.scalars(_with_state(wanted, is_open)))


def count_of_cohorts_seen_by(person: Any, *, is_open: bool) -> int:
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
    return dict(rows.tuples().all())


# ---------------------------------------------------------------------------------------------------------- enrolments


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
    return list(db.session.scalars(wanted.order_by(Enrolment.ended_at.is_not(None), Person.name_key, Enrolment.id)))


def enrolments_of_person(person_id: int) -> list[Enrolment]:
    """What somebody takes part in or took part in, with cohorts and places, the latest first."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .join(Enrolment.cohort)
            .where(Enrolment.person_id == person_id)
            .options(contains_eager(Enrolment.cohort).joinedload(Cohort.place))
            .order_by(Enrolment.ended_at.is_not(None), Cohort.starts_on.desc(), Enrolment.id.desc())
        )
    )


def enrolment_of(cohort_id: int, person_id: int) -> Enrolment | None:
    """This person's enrolment in this cohort, ended or not."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person_id)
    )


def persons_of_cohort(cohort_id: int) -> dict[int, bool]:
    """Person → whether she still takes part, for everybody who ever was in the cohort."""
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.ended_at.is_(None)).where(Enrolment.cohort_id == cohort_id)
    )
    return {person_id: bool(is_active) for person_id, is_active in rows}


# -------------------------------------------------------------------------------------------------- people in sight


def people_in_sight(person: Any) -> ColumnElement[bool]:
    """The condition under which people may be shown to somebody who enrols: those of her cohorts, line and place."""
    in_cohorts = select(Enrolment.person_id).join(Enrolment.cohort).where(in_sight(person))
    places = [beneath(Person.place_path, role.place_path) for role in person.roles if role.kind == "coordinator"]
    return Person.is_active & or_(Person.id.in_(in_cohorts), *places)


def names_in_sight(person: Any) -> list[tuple[int, str, str | None]]:
    """(id, name key, e-mail address) of everybody in somebody's sight: for matching, so plain columns only."""
    rows = db.session.execute(select(Person.id, Person.name_key, Person.email).where(people_in_sight(person)))
    return list(rows.tuples().all())


def person_in_sight(person: Any, wanted_id: int) -> Person | None:
    """Somebody by number, but only within sight."""
    return db.session.scalar(select(Person).where(Person.id == wanted_id, people_in_sight(person)))


def people_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """People with agency and place."""
    wanted = set(ids)
    if not wanted:
        return {}
    people = db.session.scalars(
        select(Person).where(Person.id.in_(wanted)).options(joinedload(Person.agency), joinedload(Person.place))
    )
    return {person.id: person for person in people}


def emails_in_use(emails: Iterable[str]) -> set[str]:
    """Which of these addresses belong to an account, in sight or not."""
    return set(db.session.scalars(select(Person.email).where(Person.email.in_(set(emails)))))


# ------------------------------------------------------------------------------------------------------------- imports


def import_by_id(import_id: int) -> Import | None:
    """An uploaded file with its cohort."""
    return db.session.scalar(
        select(Import).where(Import.id == import_id).options(joinedload(Import.cohort).joinedload(Cohort.place))
    )


def waiting_import(cohort_id: int, digest: str, person_id: int) -> Import | None:
    """The same file, uploaded by the same person and not yet confirmed."""
    return db.session.scalar(
        select(Import).where(
            Import.cohort_id == cohort_id,
            Import.digest == digest,
            Import.made_by_id == person_id,
            Import.confirmed_at.is_(None),
        )
    )


def confirmed_imports(cohort_id: int) -> list[Import]:
    """Files that were imported into a cohort, the latest first."""
    return list(
        db.session.scalars(
            select(Import)
            .where(Import.cohort_id == cohort_id, Import.confirmed_at.is_not(None))
            .order_by(Import.confirmed_at.desc(), Import.id.desc())
        )
    )
