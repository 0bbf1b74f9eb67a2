"""Every claim a certificate makes, frozen on the day of issue: the same values on paper, page and terminal."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tot.courses.rules import Words

KINDS = ("attendance", "completion")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDone:
    """One module that was completed."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the paper says. Minutes are contact time; `edition` is the wording of the paper (its about.yaml)."""

    kind: str
    edition: int
    number: str
    name: str  # as in the identity document
    course_key: str
    course_title: Words
    course_version: int
    modules: tuple[ModuleDone, ...]  # empty where only presence is certified
    minutes_attended: int
    minutes_planned: int
    starts_on: date
    ends_on: date
    mode: str
    place: Words
    venue: str
    language: str
    trainer: str
    issuer: str
    issued_on: date
    replaces: str | None = None  # the number of the certificate that this one takes the place of
    is_specimen: bool = False  # from the fictional world: says so wherever it is shown


def facts_from(claims: Claims) -> dict[str, Any]:
    """The claims as JSON carries them."""
    facts = asdict(claims)
    for name in ("starts_on", "ends_on", "issued_on"):
        facts[name] = facts[name].isoformat()
    facts["modules"] = [dict(module) for module in facts["modules"]]
    return facts


def claims_from(facts: Mapping[str, Any]) -> Claims:
    """The claims that were frozen as these facts."""
    values = dict(facts)
    for name in ("starts_on", "ends_on", "issued_on"):
        values[name] = date.fromisoformat(values[name])
    values["modules"] = tuple(ModuleDone(**module) for module in values["modules"])
    return Claims(**values)


def canonical(facts: Mapping[str, Any]) -> str:
    """The one way of writing these facts down, so that their digest means something."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical facts."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def prefix_of(course_key: str, issued_on: date) -> str:
    """What the numbers of a course and year begin with: BRD-2026."""
    return f"{course_key}-{issued_on.year}"


def number_of(prefix: str, serial: int) -> str:
    """BRD-2026-000017."""
    return f"{prefix}-{serial:06}"


def letters_of(claims: Claims) -> dict[str, str]:
    """Everything that must be printable, by whose it is: the person's name, and the rest of the paper."""
    rest = [claims.venue, claims.trainer, claims.issuer, *claims.course_title.values(), *claims.place.values()]
    rest += [title for module in claims.modules for title in module.title.values()]
    return {"name": claims.name, "paper": "".join(rest)}
