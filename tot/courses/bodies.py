"""Published things as JSON: what a body holds, its digest, and the way back to the values.

A body holds the thing's own words and structure; of what lies inside it, only ids and digests. So the digest of a
course covers everything below it, and one changed word gives new digests to exactly the things that hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tot.courses import rules
from tot.courses.rules import (
    Annex,
    Course,
    Facts,
    Glossary,
    Half,
    Handout,
    Lesson,
    Module,
    PairedTest,
    Question,
    Quiz,
    Scenario,
    Thing,
)

KINDS: dict[type, str] = {
    Course: "course",
    Module: "module",
    Lesson: "lesson",
    Scenario: "scenario",
    Quiz: "quiz",
    Question: "question",
    PairedTest: "paired test",
    Half: "half of a paired test",
    Handout: "handout",
    Facts: "facts",
    Glossary: "glossary",
    Annex: "annex",
}
TYPES: dict[str, type[Any]] = {kind: type_ for type_, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A thing as it will be published."""

    key: str
    kind: str
    digest: str
    body: Mapping[str, Any]


def seal(whole: Thing) -> Iterator[Sealed]:
    """Everything addressable in this thing, the innermost first, the thing itself last."""
    digests: dict[str, str] = {}
    for thing in rules.things_in(whole):
        body = _body(thing, digests)
        digests[thing.id] = digest_of(body)
        yield Sealed(thing.id, KINDS[type(thing)], digests[thing.id], body)


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted names, no spaces, UTF-8."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode()).hexdigest()


def references_in(body: Any) -> Iterator[tuple[str, str]]:
    """The (id, digest) of every thing that a body points to, in order."""
    for value in body.values():
        for entry in value if isinstance(value, list) else [value]:
            if _is_reference(entry):
                yield entry["id"], entry["digest"]


def unseal(kind: str, body: Mapping[str, Any], version_id: int, parts: Mapping[str, Thing]) -> Thing:
    """The thing again, with the version it was loaded from; `parts` are the things inside it by id."""
    thing: Thing = _build(TYPES[kind], {**body, "version_id": version_id}, parts)
    return thing


def _body(thing: Any, digests: Mapping[str, str]) -> dict[str, Any]:
    """A field that still has its default is left out: bodies from before there was such a field keep their digest."""
    return {
        field.name: _plain(value, digests)
        for field in fields(thing)
        if field.name != "version_id" and (value := getattr(thing, field.name)) != field.default
    }


def _plain(value: Any, digests: Mapping[str, str]) -> Any:
    if type(value) in KINDS:
        return {"id": value.id, "digest": digests[value.id]}
    if is_dataclass(value):
        return _body(value, digests)
    if isinstance(value, Mapping):
        return {name: _plain(entry, digests) for name, entry in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(entry, digests) for entry in value] if isinstance(value, tuple) else value


def _is_reference(value: Any) -> bool:
    # Options may be called id and digest too; only a reference has a digest of this length.
    if not isinstance(value, dict) or value.keys() != {"id", "digest"}:
        return False
    return isinstance(value["digest"], str) and len(value["digest"]) == 64


def _build(hint: Any, plain: Any, parts: Mapping[str, Thing]) -> Any:
    """A plain JSON value as the type the field promises."""
    if _is_reference(plain):
        return parts[plain["id"]]
    if plain is None:
        return None
    if get_origin(hint) is UnionType and len(choices := [one for one in get_args(hint) if one is not NoneType]) == 1:
        hint = choices[0]
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{name: _build(hints[name], value, parts) for name, value in plain.items() if name in hints})
    if hint is date:
        return date.fromisoformat(plain)
    if isinstance(plain, list):
        return tuple(_build(_inner(hint, Sequence), entry, parts) for entry in plain)
    if isinstance(plain, dict):
        return {name: _build(_inner(hint, Mapping), entry, parts) for name, entry in plain.items()}
    return plain


@cache
def _hints(type_: Any) -> dict[str, Any]:
    return get_type_hints(type_)


def _inner(hint: Any, wanted: type) -> Any:
    """What a list or mapping of this type holds: `str` in `tuple[str, ...]`, `Node` in `Mapping[str, Node]`."""
    if get_origin(hint) in (UnionType, Union):
        return next((inner for choice in get_args(hint) if (inner := _inner(choice, wanted)) is not None), None)
    origin = get_origin(hint)
    if origin is None or not issubclass(origin, wanted):
        return None
    return get_args(hint)[0 if wanted is Sequence else 1]
