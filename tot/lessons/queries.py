"""What we know about reading."""

from sqlalchemy import bindparam, select

from tot.db import rows
from tot.lessons.models import Reading


def sections_read(enrolment_id: int) -> frozenset[str]:
    """The ids of the sections that this person has read."""
    return frozenset(rows(_SECTIONS_READ, number=enrolment_id).scalars())


_SECTIONS_READ = select(Reading.section_key).where(Reading.enrolment_id == bindparam("number"))
