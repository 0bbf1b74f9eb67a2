"""Sessions that people come to, and who was there. A correction is a new mark."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.cohorts.models import Cohort, Enrolment
from tot.db import Base

STATUSES = ("present", "late", "left early", "absent", "excused")


class Session(Base):
    """A half-day (or shorter) meeting of a cohort. Minutes are contact time without breaks."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="times"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_sessions_cohort_begins", "cohort_id", "begins_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    title: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    mode: Mapped[str]
    venue: Mapped[str]
    module_key: Mapped[str | None] = mapped_column(ForeignKey("things.key"))
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]
    request_key: Mapped[str] = mapped_column(unique=True)

    cohort: Mapped[Cohort] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether attendance may be marked: the cohort is open and the session was not cancelled."""
        return self.cohort.is_open and self.cancelled_at is None


class AttendanceMark(Base):
    """Whether one participant was at one session. The highest number counts; the earlier ones stay."""

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id", "number"),
        CheckConstraint("status in ('present','late','left early','absent','excused')", name="status"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    number: Mapped[int]
    status: Mapped[str]
    minutes: Mapped[int]
    mode: Mapped[str]  # in person or online
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    session: Mapped[Session] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
