"""The places for whose cohorts somebody may mark again."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from tot.accounts.models import Person, Place
from tot.db import db
from tot.regrades.rules import scopes


def places_of(person: Person) -> dict[str, Mapping[str, str]]:
    """Path → its names, in the order of the paths. One query."""
    paths = scopes(person.roles)
    rows = db.session.execute(select(Place.path, Place.names).where(Place.path.in_(paths)))
    names: dict[str, Mapping[str, str]] = dict(rows.all())
    return {path: names.get(path, {"en": path}) for path in paths}
