"""Cohorts, who takes part in them, and the files that participants were imported from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.accounts.models import Person, Place
from tot.courses.models import Version
from tot.db import Base

MODES = ("in person", "online", "hybrid")


class Cohort(Base):
    """A group that takes one version of one course together, led by a trainer."""

    __tablename__ = "cohorts"
    __table_args__ = (
        Index("ix_cohorts_place_path", "place_path"),
        Index("ix_cohorts_licence_path", "licence_path"),
        CheckConstraint("mode in ('in person','online','hybrid')", name="mode"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    course_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    language: Mapped[str]
    mode: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str]
    venue: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    led_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"), index=True)
    licence_path: Mapped[str]  # the trainer's path in the cascade: whoever stands above begins it
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    request_key: Mapped[str] = mapped_column(unique=True)
    is_demo: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship()
    led_by: Mapped[Person] = relationship(foreign_keys=[led_by_id])
    course_version: Mapped[Version] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether enrolment, sessions and marks may still change."""
        return self.closed_at is None


class Enrolment(Base):
    """One person in one cohort, once. Ended, never deleted."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    enrolled_at: Mapped[datetime]
    enrolled_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def is_active(self) -> bool:
        """Whether the person still takes part."""
        return self.ended_at is None


class Import(Base):
    """A file of participants: read and judged first, applied once when confirmed."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    file_name: Mapped[str]
    digest: Mapped[str]
    reading: Mapped[dict[str, Any]]  # how the file was understood: encoding, delimiter, columns, headings left out
    rows: Mapped[list[Any]]  # as read: one dict of column → text a row, with its line number
    result: Mapped[list[Any] | None]  # after confirmation: verdict and reason a row
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
