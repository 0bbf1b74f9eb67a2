"""Who may train what, where, and who stands above whom."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tot.accounts.models import Person
from tot.cascade.models import Licence
from tot.db import db


def beneath(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a path begins with another, letter by letter (LIKE would take large and small letters for the same)."""
    return func.substr(column, 1, len(path)) == path


def held_licence(person_id: int, course_key: str) -> Licence | None:
    """The licence that was not ended, whether or not its date has passed; there is at most one."""
    return db.session.scalar(
        select(Licence).where(
            Licence.person_id == person_id, Licence.course_key == course_key, Licence.ended_at.is_(None)
        )
    )


def licence_for(person: Person, course_key: str, today: date) -> Licence | None:
    """The licence with which somebody may open a cohort of this course today."""
    licence = held_licence(person.id, course_key)
    return licence if licence is not None and licence.is_valid_on(today) else None


def licences_for(person: Person, today: date) -> list[Licence]:
    """All licences with which somebody may open a cohort today, with their places."""
    return list(
        db.session.scalars(
            select(Licence)
            .where(Licence.person_id == person.id, Licence.ended_at.is_(None), Licence.valid_until >= today)
            .options(joinedload(Licence.place))
            .order_by(Licence.course_key)
        )
    )


def licence_by_id(licence_id: int) -> Licence | None:
    """A licence with its holder (roles and licences too, as permissions ask for them), place and parent."""
    return (
        db.session.scalars(
            select(Licence)
            .where(Licence.id == licence_id)
            .options(
                joinedload(Licence.place),
                joinedload(Licence.parent).joinedload(Licence.person),
                joinedload(Licence.person).options(
                    joinedload(Person.agency),
                    joinedload(Person.place),
                    joinedload(Person.roles),
                    joinedload(Person.licences),
                ),
            )
        )
        .unique()
        .one_or_none()
    )


def licence_of_request(request_key: str, person_id: int) -> Licence | None:
    """The licence that this form of hers already led to."""
    mine = Licence.granted_by_id == person_id
    return db.session.scalar(select(Licence).where(Licence.request_key == request_key, mine))


def in_sight(person: Person) -> ColumnElement[bool]:
    """The condition under which a licence is one that somebody may see: agrees with Can.SEE_LICENCE."""
    own = [beneath(Licence.path, licence.path) for licence in person.licences if licence.is_valid]
    places = [beneath(Licence.place_path, role.place_path) for role in person.roles if role.kind == "coordinator"]
    return or_(false(), *own, *places)


def licences_seen_by(person: Person, limit: int | None = None, offset: int = 0) -> list[Licence]:
    """Licences in somebody's sight with holder and place, those that were ended last, then by the holder's name."""
    return list(
        db.session.scalars(
            select(Licence)
            .join(Licence.person)
            .where(in_sight(person))
            .options(contains_eager(Licence.person), joinedload(Licence.place))
            .order_by(Licence.ended_at.is_not(None), Person.name_order, Licence.course_key, Licence.id)
            .limit(limit)
            .offset(offset)
        )
    )


def count_of_licences_seen_by(person: Person) -> int:
    """How many licences are in somebody's sight, those that were ended too."""
    return db.session.scalar(select(func.count(Licence.id)).where(in_sight(person))) or 0
