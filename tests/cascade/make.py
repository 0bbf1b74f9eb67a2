"""Makers for places, trainers and licences of a small fictional country."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from tests.progress.make import course, module
from tot.accounts.models import Person, Place, Role
from tot.accounts.rules import name_key
from tot.cascade.models import Licence
from tot.courses.actions import publish
from tot.courses.models import Version
from tot.db import db

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
_serial = count(1)


def place(path: str = "/UZ/", name: str | None = None) -> Place:
    """The place with this path, made with everything above it where it is not there yet."""
    known = db.session.scalar(select(Place).where(Place.path == path))
    if known is not None:
        return known
    codes = path.strip("/").split("/")
    above = place("/" + "/".join(codes[:-1]) + "/") if len(codes) > 1 else None
    names = {"en": name or f"{codes[-1]} (fictional)"}
    kind = ("country", "region", "district")[len(codes) - 1]
    return _added(Place(code=codes[-1], kind=kind, path=path, parent_id=above and above.id, names=names))


def person(name: str = "Dilfuza Fictional", at: Place | None = None, **changes: Any) -> Person:
    """Somebody new; every call another account. Has joined unless `password_hash` is None."""
    number = next(_serial)
    values = {
        "name": name, "name_key": name_key(name), "sign_in_name": f"fictional{number}", "sign_in_key": f"k{number}",
        "made_at": AT, "password_hash": "not a hash", "place_id": at and at.id, "place_path": at and at.path,
    }  # fmt: skip
    return _added(Person(**{**values, **changes}))


def role(holder: Person, kind: str, at: Place) -> Role:
    """An office of this person, known to the person at once."""
    added = _added(Role(person_id=holder.id, kind=kind, place_id=at.id, place_path=at.path, granted_at=AT))
    db.session.refresh(holder, ["roles"])
    return added


def coordinator(at: Place, name: str = "Nigora Fictional") -> Person:
    """A coordinator of this place."""
    holder = person(name, at)
    role(holder, "coordinator", at)
    return holder


def licence(
    holder: Person, at: Place, above: Licence | None = None, course_key: str = "TST", **changes: Any
) -> Licence:
    """A licence of this person: a master trainer's, or a national trainer's beneath `above`."""
    values = {
        "person_id": holder.id, "course_key": course_key, "level": "national trainer" if above else "master trainer",
        "place_id": at.id, "place_path": at.path, "parent_id": above and above.id, "path": "",
        "generation": above.generation + 1 if above else 1, "granted_at": AT, "granted_by_id": holder.id,
        "valid_until": date(2029, 3, 1),
    }  # fmt: skip
    added = _added(Licence(**{**values, **changes}))
    added.path = added.path or f"{above.path if above else '/'}{added.id}/"
    db.session.flush()
    db.session.refresh(holder, ["licences"])
    return added


def trainer(at: Place, above: Licence | None = None, name: str = "Malika Fictional", **changes: Any) -> Person:
    """Somebody with a licence for the course TST."""
    holder = person(name, at)
    licence(holder, at, above, **changes)
    return holder


def published(key: str = "TST") -> Version:
    """The course TST (or one like it), published once."""
    known = db.session.scalar(select(Version).where(Version.thing_key == key))
    if known is not None:
        return known
    value = course(module(f"{key}-1", scenario=False, check=False), module(f"{key}-2", is_ready=False))
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
    languages = ("en", "ru", "uz")
    publish([type(value)(**{**fields, "id": key, "languages": languages})], AT)
    return db.session.scalars(select(Version).where(Version.thing_key == key)).one()


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
