"""Attempts at a quiz and the answers given; an answer is added with a higher revision, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.cohorts.models import Cohort, Enrolment
from tot.courses.models import Version
from tot.db import Base


class Attempt(Base):
    """One attempt of one enrolment, pinned to the version of the quiz it began with."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_key", "number"),
        Index(
            "uq_attempts_one_open",
            "enrolment_id",
            "quiz_key",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    quiz_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # of the quiz
    course_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # where its questions are found
    number: Mapped[int]
    seed: Mapped[int]  # the order in which options are shown, and which questions were drawn
    began_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    form: Mapped[str | None]  # A or B, of a paired test
    ends_at: Mapped[datetime | None]  # when the time is over, extra time included; None without a limit
    ended_by: Mapped[str | None]  # who handed it in when it was not its person: "time" or "trainer"
    paper_on: Mapped[date | None]  # the day on which it was taken on paper; None on the platform

    enrolment: Mapped[Enrolment] = relationship()
    version: Mapped[Version] = relationship(foreign_keys=[version_id])

    @property
    def person_id(self) -> int:
        """Whose attempt it is."""
        return self.enrolment.person_id

    @property
    def cohort(self) -> Cohort:
        """The cohort it belongs to."""
        return self.enrolment.cohort

    @property
    def language(self) -> str:
        """The language of the cohort."""
        return self.cohort.language

    @property
    def is_active(self) -> bool:
        """Whether its person still takes part in the cohort."""
        return self.enrolment.is_active

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.submitted_at is None and self.is_active


class Answer(Base):
    """What was answered to one question. The highest revision counts; the earlier ones stay."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_key", "revision"),
        UniqueConstraint("attempt_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # of the question
    revision: Mapped[int]
    client_key: Mapped[str]  # made by the page that sent it: a retry is the same answer
    response: Mapped[Any] = mapped_column(JSON)  # null: on paper it was left out, contrary to what was keyed before
    points: Mapped[float | None]  # None while it waits for a marker
    answered_at: Mapped[datetime]

    attempt: Mapped[Attempt] = relationship()

    @property
    def cohort(self) -> Cohort:
        """The cohort it belongs to."""
        return self.attempt.cohort
