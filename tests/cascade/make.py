"""Trainers, their licences and a published course for tests; other slices use these makers too."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from tests.accounts.make import make_person, make_place
from tests.progress.make import course, module
from tot.accounts.models import Person, Place
from tot.cascade.models import Licence
from tot.courses.actions import publish
from tot.courses.models import Version
from tot.db import db

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def make_licence(
    holder: Person, place: Place | None = None, above: Licence | None = None, course_key: str = "TST", **changes: Any
) -> Licence:
    """A licence of this person: a master trainer's, or a national trainer's beneath `above`."""
    here = place or make_place("UZ-TO")
    values = {
        "person_id": holder.id, "course_key": course_key, "level": "national trainer" if above else "master trainer",
        "place_id": here.id, "place_path": here.path, "parent_id": above and above.id, "path": "",
        "generation": above.generation + 1 if above else 1, "granted_at": AT, "granted_by_id": holder.id,
        "valid_until": date(2029, 3, 1),
    }  # fmt: skip
    licence = Licence(**{**values, **changes})
    db.session.add(licence)
    db.session.flush()
    licence.path = licence.path or f"{above.path if above else '/'}{licence.id}/"
    db.session.flush()
    db.session.refresh(holder, ["licences"])
    return licence


def make_trainer(
    place: Place | None = None, above: Licence | None = None, name: str = "Fictional Trainer", **changes: Any
) -> Person:
    """Somebody who has joined and holds a licence for the course TST."""
    holder = make_person(name, place, password_hash="not a hash")
    make_licence(holder, place, above, **changes)
    return holder


def make_course(key: str = "TST") -> Version:
    """A course in three languages, published once."""
    known = db.session.scalar(select(Version).where(Version.thing_key == key))
    if known is not None:
        return known
    value = course(module(f"{key}-1", scenario=False, check=False), module(f"{key}-2", is_ready=False))
    publish([replace(value, id=key, languages=("en", "ru", "uz"))], AT)
    return db.session.scalars(select(Version).where(Version.thing_key == key)).one()
