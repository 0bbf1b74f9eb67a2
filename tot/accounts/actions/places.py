"""Places and agencies are added, named in every language, and seeded on a new installation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tot.accounts import gazetteer, queries, rules
from tot.accounts.models import PLACE_KINDS, Agency, Person, Place
from tot.audit import Did, remember
from tot.db import db, is_repeat
from tot.refusals import Refused

LANGUAGES = ("en", "ru", "uz")


def add_place(
    actor: Person, now: datetime, *, parent: Place | None, names: Mapping[str, str], is_demo: bool = False
) -> Place:
    """Adds a place beneath another: a region beneath a country, a district beneath a region."""
    level = 0 if parent is None else PLACE_KINDS.index(parent.kind) + 1
    if level == len(PLACE_KINDS):
        raise Refused(_l("A district has no places beneath it. Choose a region or a country."), "parent")
    words = _named(names)
    beside = queries.places_beneath(parent)
    _refuse_known(words, [place.names for place in beside], _l("A place with this name is there already."))
    place = Place(
        code=_free_code(words, parent, {p.code for p in beside}),
        kind=PLACE_KINDS[level],
        parent_id=parent.id if parent else None,
        names=words,
        is_demo=is_demo,
        path="",
    )
    place.path = f"{parent.path if parent else '/'}{place.code}/"
    _add_or_refuse(place, _l("A place with this name is there already."))
    remember(Did.ADDED_PLACE, actor=actor, now=now, about=place, place=place.code)
    return place


def rename_place(place: Place, actor: Person, now: datetime, names: Mapping[str, str]) -> None:
    """Names a place anew; its code and everything that hangs on it stay."""
    words = _named(names)
    others = [other.names for other in queries.places_beneath(place.parent) if other.id != place.id]
    _refuse_known(words, others, _l("A place with this name is there already."))
    if words != place.names:
        place.names = words
        remember(Did.CHANGED_PLACE, actor=actor, now=now, about=place, place=place.code, names=words)


def add_agency(actor: Person, now: datetime, *, kind: str, names: Mapping[str, str], is_demo: bool = False) -> Agency:
    """Adds a body that people work for."""
    words, known = _named(names), queries.agencies()
    _refuse_known(words, [agency.names for agency in known], _l("An agency with this name is there already."))
    agency = Agency(code=_free_code(words, None, {a.code for a in known}), kind=kind, names=words, is_demo=is_demo)
    _add_or_refuse(agency, _l("An agency with this name is there already."))
    remember(Did.ADDED_AGENCY, actor=actor, now=now, about=agency, agency=agency.code)
    return agency


def rename_agency(agency: Agency, actor: Person, now: datetime, names: Mapping[str, str]) -> None:
    """Names an agency anew."""
    words = _named(names)
    others = [other.names for other in queries.agencies() if other.id != agency.id]
    _refuse_known(words, others, _l("An agency with this name is there already."))
    if words != agency.names:
        agency.names = words
        remember(Did.CHANGED_AGENCY, actor=actor, now=now, about=agency, agency=agency.code, names=words)


def _named(names: Mapping[str, str]) -> dict[str, str]:
    """The names that were given, with the right apostrophes; a language without one shows another's."""
    words = {language: rules.clean_name(text) for language, text in names.items() if text and text.strip()}
    if not words:
        raise Refused(_l("Write a name in at least one language."), "name_en")
    return words


def _refuse_known(words: Mapping[str, str], others: list[dict[str, Any]], sentence: Any) -> None:
    for language, text in words.items():
        if any(rules.name_key(other.get(language, "")) == rules.name_key(text) for other in others):
            raise Refused(sentence, f"name_{language}")


def _free_code(words: Mapping[str, str], parent: Place | None, taken: set[str]) -> str:
    """A code out of the name: "UZ-TO-QIBRAY"; capital letters, so that paths compare alike in every database."""
    name = words.get("en") or next(iter(words.values()))
    stem = "".join(c for c in rules.name_key(name).upper() if "A" <= c <= "Z" or "0" <= c <= "9")[:24] or "PLACE"
    first = f"{parent.code}-{stem}" if parent else stem
    number, code = 1, first
    while code in taken:
        number += 1
        code = f"{first}{number}"
    return code


def _add_or_refuse(row: Place | Agency, sentence: Any) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        if not is_repeat(error):
            raise
        raise Refused(sentence) from error


def seed(now: datetime) -> None:
    """Adds the places and agencies of the gazetteer that are missing; what is there stays as it is named."""
    places = {place.code: place for place in db.session.scalars(select(Place))}
    for kind, rows in zip(PLACE_KINDS, (gazetteer.COUNTRIES, gazetteer.REGIONS, gazetteer.DISTRICTS), strict=True):
        for code, *names in rows:
            if code in places:
                continue
            parent = places[code.rpartition("-")[0]] if kind != "country" else None
            place = Place(
                code=code,
                kind=kind,
                parent_id=parent.id if parent else None,
                path=f"{parent.path if parent else '/'}{code}/",
                names=dict(zip(LANGUAGES, names, strict=True)),
            )
            db.session.add(place)
            places[code] = place
        db.session.flush()
    agencies = set(db.session.scalars(select(Agency.code)))
    db.session.add_all(
        Agency(code=code, kind=code, names=dict(zip(LANGUAGES, names, strict=True)))
        for code, *names in gazetteer.AGENCIES
        if code not in agencies
    )
    db.session.flush()
