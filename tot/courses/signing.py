"""Which texts reviewers have signed off. A sign-off holds for every version that reads the same in its language."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.courses.bodies import digest_of
from tot.courses.models import SignOff, Withdrawal
from tot.courses.rules import SOURCE_LANGUAGE, Annex, Handout, Module, PairedTest, Quiz, Thing
from tot.db import db, rows

LEGAL = "legal reviewer"
ROLE_NAMES = {
    LEGAL: _l("legal reviewer"),
    "child-protection reviewer": _l("child-protection reviewer"),
    "linguist": _l("linguist"),
}

LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z][a-z]{3})?")
# What is no part of the text: which version it is, what the file says of reviews, what a key is made of (its ids may
# look like languages).
APART = {"version_id", "drafts"}


class Signature(NamedTuple):
    """A sign-off that was not withdrawn."""

    version_id: int
    digest: str
    role: str
    signed_at: datetime


Drafted = Module | PairedTest | Quiz | Handout
"""What says in its files in which languages nobody has reviewed it."""

Signed = Mapping[tuple[str, str], tuple[Signature, ...]]
"""(key of the thing, language) → its signatures, the latest first."""

# As with the shelf in queries.py: nearly every page to read needs it and it changes seldom.
_signed: WeakKeyDictionary[Any, tuple[float, Signed]] = WeakKeyDictionary()
_digests: WeakKeyDictionary[Any, dict[tuple[int, str], str]] = WeakKeyDictionary()
SECONDS = 30.0


def signatures_on(thing: Thing, language: str) -> tuple[Signature, ...]:
    """The signatures that hold for this text as it stands, the latest first."""
    return holding(thing, language, _kept())


def is_draft(thing: Drafted, language: str) -> bool:
    """Neither the author's file nor a signature says that somebody has reviewed this translation."""
    return language in thing.drafts and not signatures_on(thing, language)


def legal_signature(annex: Annex | None, language: str) -> Signature | None:
    """The latest one by a legal reviewer: what a linguist signs says nothing about the law."""
    found = signatures_on(annex, language) if annex else ()
    return next((one for one in found if one.role == LEGAL), None)


def holding(thing: Thing, language: str, signed: Signed) -> tuple[Signature, ...]:
    """Those of the signatures that were given to exactly this text."""
    found = signed.get((thing.id, language), ())
    if not found:
        return ()
    return tuple(one for one in found if one.version_id == thing.version_id or one.digest == digest_in(thing, language))


def digest_in(thing: Thing, language: str) -> str:
    """What a reviewer of this language has before her, as one digest: another translation may change without her."""
    if thing.version_id is None:
        return digest_of({"text": _text(thing, {SOURCE_LANGUAGE, language})})
    kept = _digests.setdefault(db.session.get_bind(), {})
    key = (thing.version_id, language)
    if key not in kept:
        kept[key] = digest_of({"text": _text(thing, {SOURCE_LANGUAGE, language})})
    return kept[key]


def signed_now() -> Signed:
    """All signatures that were not withdrawn, asked anew: for those who sign."""
    found: dict[tuple[str, str], tuple[Signature, ...]] = {}
    for row in rows(_SIGNED):
        known = found.get((row.thing_key, row.language), ())
        found[row.thing_key, row.language] = (*known, Signature(*row[2:]))
    return found


def forget() -> None:
    """Something was signed or withdrawn: this process asks anew."""
    _signed.pop(db.session.get_bind(), None)


def _kept() -> Signed:
    asked_at, signed = _signed.get(db.session.get_bind(), (0.0, {}))
    if not asked_at or time.monotonic() - asked_at > SECONDS:
        signed = signed_now()
        _signed[db.session.get_bind()] = time.monotonic(), signed
    return signed


def _text(value: Any, languages: set[str]) -> Any:
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) if field.name == "key" else _text(part, languages)
            for field in fields(value)
            if field.name not in APART and (part := getattr(value, field.name)) != field.default
        }
    if isinstance(value, Mapping):
        wanted = languages & value.keys() if _is_by_language(value) else value.keys()
        return {name: _text(value[name], languages) for name in wanted}
    if isinstance(value, tuple | list):
        return [_text(part, languages) for part in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _is_by_language(value: Mapping[str, Any]) -> bool:
    """Words, or patterns and the like that each language has of its own; words by an option's id are mappings again."""
    return all(LANGUAGE.fullmatch(name) and isinstance(part, str | tuple) for name, part in value.items())


_SIGNED = (
    select(SignOff.thing_key, SignOff.language, SignOff.version_id, SignOff.digest, SignOff.role, SignOff.signed_at)
    .outerjoin(Withdrawal, Withdrawal.sign_off_id == SignOff.id)
    .where(Withdrawal.id.is_(None))
    .order_by(SignOff.signed_at.desc(), SignOff.id.desc())
)
