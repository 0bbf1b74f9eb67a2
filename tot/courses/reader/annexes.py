"""Reads annexes/<country>.yaml: national law, dated, in every language, and only what was read in a public copy."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from tot.courses.reader.facts import COUNTRIES
from tot.courses.reader.fields import Fields
from tot.courses.reader.problems import did_you_mean
from tot.courses.rules import Annex, Entry, Facts, OpenPoint
from tot.courses.rules.library import TOPICS, annex_key

STATUSES = ("draft", "signed off")


def read_annex(fields: Fields, country: str, languages: tuple[str, ...], facts: Facts | None) -> Annex | None:
    """`country` is what the file is called; nothing when the annex has no day."""
    if (written := fields.one_of("country", COUNTRIES)) and written != country:
        fields.error(f"is {written!r} in a file named {country}.yaml; correct the one or the other", "country")
    on, status = fields.day("on"), fields.one_of("status", STATUSES)
    seen: set[str] = set()
    annex = Annex(
        id=annex_key(country),
        country=country,
        name=fields.words("name", languages),
        version=str(fields.number("version", 1)),
        on=on or date.min,
        status=cast(Literal["draft", "signed off"], status),
        reviewer=fields.text("reviewer", is_required=status == "signed off", may_be_empty=status != "signed off"),
        entries=tuple(_entry(one, languages, facts, seen) for one in fields.groups("entries")),
        open_points=tuple(_open_point(one, languages, facts, seen) for one in fields.groups("open", is_required=False)),
    )
    fields.done()
    return annex if on else None


def _entry(fields: Fields, languages: tuple[str, ...], facts: Facts | None, seen: set[str]) -> Entry:
    entry = Entry(
        id=_once(fields, seen),
        topic=fields.one_of("topic", TOPICS),
        facts=fields.texts("facts"),
        text=fields.words("text", languages),
    )
    fields.done()
    for name in _known(fields, entry.facts, facts):
        tag = facts.fact(name).tag if facts else ""
        if tag != "V":
            message = f"{name} is tagged {tag}; an annex states only what is tagged V, list the point under open"
            fields.error(message, "facts")
    return entry


def _open_point(fields: Fields, languages: tuple[str, ...], facts: Facts | None, seen: set[str]) -> OpenPoint:
    point = OpenPoint(
        id=_once(fields, seen),
        asks=fields.words("asks", languages),
        facts=fields.texts("facts", is_required=False, may_be_empty=True),
    )
    fields.done()
    _known(fields, point.facts, facts)
    return point


def _once(fields: Fields, seen: set[str]) -> str:
    written = fields.text("id")
    if written in seen:
        fields.error(f"{written!r} is already used above; give this one another id", "id")
    seen.add(written)
    return written


def _known(fields: Fields, names: tuple[str, ...], facts: Facts | None) -> list[str]:
    if facts is None:
        return []
    known = {fact.id for fact in facts.facts}
    for name in names:
        if name not in known:
            fields.error(f"facts.yaml has no fact {name[:60]!r}; {did_you_mean(name, known)}", "facts")
    return [name for name in names if name in known]
