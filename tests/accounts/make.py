"""People, places, agencies and offices for tests; other slices use these makers too."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from tot.accounts import actions, passwords, rules
from tot.accounts.models import Agency, Person, Place
from tot.db import db

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PASSWORD = "tulpor qaynar choynak"
_numbers = count(1)
_hashes: dict[str, str] = {}


def make_place(code: str = "UZ", parent: Place | None = None, **changes: Any) -> Place:
    """A place; the same code twice gives the same place. "UZ-TO" makes its country when no parent is given."""
    if known := db.session.scalars(select(Place).where(Place.code == code)).one_or_none():
        return known
    if parent is None and "-" in code:
        parent = make_place(code.rpartition("-")[0])
    kind = ("country", "region", "district")[code.count("-")]
    path = f"{parent.path if parent else '/'}{code}/"
    names = {language: f"{code} ({language})" for language in ("en", "ru", "uz")}
    place = Place(code=code, kind=kind, parent=parent, path=path, **{"names": names, **changes})
    db.session.add(place)
    db.session.flush()
    return place


def make_agency(code: str = "border service", **changes: Any) -> Agency:
    """An agency; the same code twice gives the same."""
    if known := db.session.scalars(select(Agency).where(Agency.code == code)).one_or_none():
        return known
    names = {"en": "Border service", "ru": "Пограничная служба", "uz": "Chegara xizmati"}
    agency = Agency(code=code, kind=code, **{"names": names, **changes})
    db.session.add(agency)
    db.session.flush()
    return agency


def make_person(
    name: str = "Fictional Participant", place: Place | None = None, password: str | None = None, **changes: Any
) -> Person:
    """A person of a place (Tashkent region unless another is given). `password` costs 45 ms once per run."""
    here = place or make_place("UZ-TO")
    values: dict[str, Any] = {
        "name": name,
        "name_key": rules.name_key(name),
        "name_order": rules.name_order(name),
        "sign_in_name": f"person{next(_numbers)}",
        "sign_in_key": "key",
        "language": "en",
        "sex": "female",
        "place": here,
        "place_path": here.path,
        "made_at": NOW,
    }
    if password is not None:
        _hashes.setdefault(password, passwords.hash_of(password))
        values["password_hash"] = _hashes[password]
    person = Person(**{**values, **changes})
    db.session.add(person)
    db.session.flush()
    return person


def make_coordinator(place: Place | None = None, name: str = "Fictional Coordinator", **changes: Any) -> Person:
    """A coordinator of a place (the whole country unless another is given)."""
    return make_official("coordinator", place, name, **changes)


def make_official(kind: str, place: Place | None = None, name: str = "Fictional Official", **changes: Any) -> Person:
    """A person with one office for a place."""
    here = place or make_place("UZ")
    person = make_person(name, here, **changes)
    actions.grant_role(person, kind, here, None, NOW)
    return person
