"""Reading a section."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from tot.cohorts.queries import OwnEnrolment, is_active
from tot.courses.rules import Lesson, Section
from tot.db import db, insert_new
from tot.lessons.models import Reading
from tot.progress.actions import tell
from tot.refusals import Refused


def read(enrolment: OwnEnrolment, lesson: Lesson, section: Section, now: datetime) -> None:
    """Notes that a section was read and tells progress; reading it again changes nothing."""
    if not is_active(enrolment.id):
        raise Refused(_l("You no longer take part in this cohort. Ask your trainer if this is a mistake."))
    row = {
        "enrolment_id": enrolment.id,
        "section_key": section.id,
        "version_id": lesson.version_id,
        "read_at": now,
    }
    db.session.execute(insert_new(Reading).values(**row))
    tell(enrolment.id, "section read", section.id, f"section {section.id}", {}, now)
