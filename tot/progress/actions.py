"""Taking in evidence: the slices that saw something tell it here, in the transaction in which it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tot.db import as_plain, db, insert_new
from tot.progress.models import Evidence
from tot.progress.rules import FACTS


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of evidence on its way; `source` names the row that proves it, such as "attempt 17"."""

    enrolment_id: int
    kind: str
    thing_key: str
    source: str
    facts: Mapping[str, Any]


def tell(enrolment_id: int, kind: str, thing_key: str, source: str, facts: Mapping[str, Any], now: datetime) -> None:
    """Adds one piece of evidence; the same source told again changes nothing.

    Raises ValueError when the facts are not exactly those that progress.rules.FACTS promises for this kind.
    """
    tell_all([Told(enrolment_id, kind, thing_key, source, facts)], now)


def tell_all(pieces: Sequence[Told], now: datetime) -> None:
    """The same for many at once."""
    for one in pieces:
        if one.kind not in FACTS or set(one.facts) != FACTS[one.kind]:
            promised = sorted(FACTS.get(one.kind, ()))
            raise ValueError(f"evidence {one.kind!r}: the facts are {promised}, not {sorted(one.facts)}")
    rows = [
        {
            "enrolment_id": one.enrolment_id,
            "kind": one.kind,
            "thing_key": one.thing_key,
            "source": one.source,
            "facts": as_plain(dict(one.facts)),
            "at": now,
        }
        for one in pieces
    ]
    if rows:
        db.session.execute(insert_new(Evidence), rows)
