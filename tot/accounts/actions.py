"""What happens to people: invited, let in, given roles, locked out."""

from datetime import datetime
from typing import Any

from tot.accounts.models import KeptForm
from tot.db import db, new_key


def keep_form(*, person_id: int, path: str, fields: list[Any], now: datetime) -> str:
    """Keeps what somebody had typed; returns the key that gives it back to the same person."""
    kept = KeptForm(key=new_key(), person_id=person_id, path=path, fields=fields, kept_at=now)
    db.session.add(kept)
    return kept.key
