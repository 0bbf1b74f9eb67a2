"""Taking in evidence: the slices that saw something tell it here, in the transaction in which it happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from tot.db import as_plain, db
from tot.progress.models import Evidence
from tot.progress.rules import FACTS


def tell(enrolment_id: int, kind: str, thing_key: str, source: str, facts: Mapping[str, Any], now: datetime) -> None:
    """Adds one piece of evidence; the same source told again changes nothing.

    `source` names the row that proves it, such as "attempt 17". Raises ValueError when the facts are not exactly
    those that progress.rules.FACTS promises for this kind.
    """
    if kind not in FACTS or set(facts) != FACTS[kind]:
        raise ValueError(f"evidence {kind!r}: the facts are {sorted(FACTS.get(kind, ()))}, not {sorted(facts)}")
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "enrolment_id": enrolment_id,
        "kind": kind,
        "thing_key": thing_key,
        "source": source,
        "facts": as_plain(dict(facts)),
        "at": now,
    }
    db.session.execute(insert(Evidence).values(**row).on_conflict_do_nothing())
