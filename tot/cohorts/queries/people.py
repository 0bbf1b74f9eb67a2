"""Whom somebody who enrols may see: a name outside one's sight is never shown, matched or guessed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from tot.accounts.models import Person, Place
from tot.accounts.rules import name_key
from tot.cascade.queries import beneath
from tot.cohorts.models import Enrolment
from tot.cohorts.queries.cohorts import in_sight
from tot.db import db


def people_in_sight(person: Person) -> ColumnElement[bool]:
    """The condition under which people may be shown to somebody who enrols: those of her cohorts, line and place."""
    in_cohorts = select(Enrolment.person_id).join(Enrolment.cohort).where(in_sight(person))
    places = [beneath(Person.place_path, role.place_path) for role in person.roles if role.kind == "coordinator"]
    return Person.is_active & or_(Person.id.in_(in_cohorts), *places)


def names_in_sight(person: Person) -> list[tuple[int, str, str | None]]:
    """(id, name key, e-mail address) of everybody in somebody's sight: for matching, so plain columns only."""
    rows = db.session.execute(select(Person.id, Person.name_key, Person.email).where(people_in_sight(person)))
    return [(number, key, email) for number, key, email in rows]


def person_in_sight(person: Person, wanted_id: int) -> Person | None:
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


def places_by_id(ids: Iterable[int | None]) -> list[Place]:
    """Places by their numbers."""
    return list(db.session.scalars(select(Place).where(Place.id.in_(set(ids) - {None}))))


def search_in_sight(person: Person, text: str, limit: int = 20) -> list[Person]:
    """People within sight whose names hold all these words or their beginnings, in any alphabet."""
    words = name_key(text).split()
    if not words:
        return []
    alike = [Person.name_key.contains(word, autoescape=True) for word in words]
    wanted = select(Person).where(people_in_sight(person), *alike).order_by(Person.name_order, Person.id).limit(limit)
    return list(db.session.scalars(wanted.options(joinedload(Person.agency), joinedload(Person.place))))
