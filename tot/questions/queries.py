"""Reads conversions."""

from sqlalchemy import select

from tot.db import db
from tot.questions.models import Conversion


def conversion_by_id(conversion_id: int) -> Conversion | None:
    """One conversion with its file."""
    return db.session.get(Conversion, conversion_id)


def conversion_of_request(request_key: str, person_id: int) -> Conversion | None:
    """What this request of hers has already made."""
    found = db.session.scalar(select(Conversion).where(Conversion.request_key == request_key))
    return found if found is not None and found.person_id == person_id else None
