"""Reading a section."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql, sqlite

from tot.cohorts.queries import OwnEnrolment, is_active
from tot.courses.rules import Lesson, Section
from tot.db import db
from tot.lessons.models import Reading
from tot.progress.actions import tell
from tot.refusals import Refused


def read(enrolment: OwnEnrolment, lesson: Lesson, section: Section, now: datetime) -> None:
    """Notes that a section was read and tells progress; reading it again changes nothing."""
    if not is_active(enrolment.id):
        raise Refused(_l("You no longer take part in this cohort. Ask your trainer if this is a mistake."))
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "enrolment_id": enrolment.id,
        "section_key": section.id,
        "version_id": lesson.version_id,
        "read_at": now,
    }
    db.session.execute(insert(Reading).values(**row).on_conflict_do_nothing())
    tell(enrolment.id, "section read", section.id, f"section {section.id}", {}, now)
