"""Places, which lie beneath each other, and agencies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from tot.accounts.models import Agency, Person, Place
from tot.db import db


def under(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a column's path lies at or beneath a place."""
    beneath: ColumnElement[bool] = column.startswith(path, autoescape=True)
    return beneath


def places_under(path: str) -> list[Place]:
    """A place and all beneath it, parents before children."""
    return _parents_first(under(Place.path, path))


def _parents_first(wanted: ColumnElement[bool]) -> list[Place]:
    # Sorted here: a database may leave the slashes out of its order.
    return sorted(db.session.scalars(select(Place).where(wanted)), key=lambda place: place.path)


def places_of(person: Person) -> list[Place]:
    """The places that a person looks after as a coordinator, with all beneath; every place for an administrator."""
    if any(role.kind == "administrator" for role in person.roles):
        return places_under("/")
    paths = [role.place_path for role in person.roles if role.kind == "coordinator"]
    return _parents_first(or_(false(), *(under(Place.path, path) for path in paths)))


def places_with_way(person: Person) -> list[Place]:
    """The places that a person looks after, and those on the way down to them."""
    here = places_of(person)
    above = {step for place in here for step in _steps(place.path)} - {place.path for place in here}
    return sorted([*here, *db.session.scalars(select(Place).where(Place.path.in_(above)))], key=lambda p: p.path)


def _steps(path: str) -> list[str]:
    """ "/UZ/UZ-TO/" → ["/UZ/", "/UZ/UZ-TO/"]"""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


def places_beneath(parent: Place | None) -> Sequence[Place]:
    """The places one step beneath another; the countries, without one."""
    return db.session.scalars(select(Place).where(Place.parent_id == (parent.id if parent else None))).all()


def place_by_id(place_id: int) -> Place | None:
    """One place."""
    return db.session.get(Place, place_id)


def place_by_code(code: str) -> Place | None:
    """The place of a code."""
    return db.session.scalars(select(Place).where(Place.code == code.upper())).one_or_none()


def agencies() -> list[Agency]:
    """All agencies, those of one kind together."""
    return list(db.session.scalars(select(Agency).order_by(Agency.kind, Agency.id)))


def agency_by_id(agency_id: int) -> Agency | None:
    """One agency."""
    return db.session.get(Agency, agency_id)


def agency_by_code(code: str) -> Agency | None:
    """The agency of a code."""
    return db.session.scalars(select(Agency).where(Agency.code == code)).one_or_none()
