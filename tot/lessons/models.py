"""Reading: which section of a lesson a participant has read, and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base


class Reading(Base):
    """A section read by one enrolment, once."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("enrolment_id", "section_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    section_key: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # the lesson as it was read
    read_at: Mapped[datetime]
