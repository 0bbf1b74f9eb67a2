"""What we know about reading."""

from sqlalchemy import select

from tot.db import db
from tot.lessons.models import Reading


def sections_read(enrolment_id: int) -> frozenset[str]:
    """The ids of the sections that this person has read."""
    return frozenset(db.session.scalars(select(Reading.section_key).where(Reading.enrolment_id == enrolment_id)))
