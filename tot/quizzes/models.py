"""Attempts at a quiz and the answers given; an answer is added with a higher revision, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.accounts.models import Person
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


class FormGiven(Base):
    """Which form of a test somebody has first: of the paired test before the course, with the other one after it.

    The latest counts: on paper the sheet says what she really had.
    """

    __tablename__ = "forms_given"
    __table_args__ = (UniqueConstraint("enrolment_id", "test_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    test_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    number: Mapped[int] = mapped_column(default=1)
    first: Mapped[str]  # A or B
    given_at: Mapped[datetime]


class ExtraTime(Base):
    """More time for one person at one test; the latest counts, the earlier ones stay."""

    __tablename__ = "extra_times"
    __table_args__ = (UniqueConstraint("enrolment_id", "quiz_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    quiz_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    number: Mapped[int]
    minutes: Mapped[int]
    reason: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


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


class Keying(Base):
    """Somebody typed in, corrected or checked an attempt that was taken on paper. Added, never edited.

    Whoever types it a second time checks it where both say the same, and settles it where they differ.
    """

    __tablename__ = "keyings"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    number: Mapped[int]
    kind: Mapped[str]  # keyed, corrected, checked, settled, dated
    changes: Mapped[dict[str, Any]]  # of a correction: question (or form, or day) → [as it was before, as it is now]
    reason: Mapped[str]  # of a correction
    keyed_at: Mapped[datetime]
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Regrade(Base):
    """Answers to one question were marked again, because its key was corrected. Added, never edited.

    It covers the finished attempts of all cohorts of a place. `mode` is a word of MODES; of an undoing it is "undo",
    and `undoes_id` says of which; it is "left" where somebody decided that nothing changes. `counts` are those of the
    preview that was confirmed.
    """

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    to_version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))  # of the question; None: undone
    from_version_ids: Mapped[list[Any]] = mapped_column(JSON)  # that the answers were given under
    place_path: Mapped[str]
    mode: Mapped[str]
    reason: Mapped[str]
    counts: Mapped[dict[str, Any]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("regrades.id"), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    request_key: Mapped[str] = mapped_column(unique=True)

    made_by: Mapped[Person] = relationship()


class Marking(Base):
    """Points given after the answer: by a person who read it, or by a regrade. The latest counts, all stay.

    A regrade names no criteria: they are found in the answer again. Only an undone regrade leaves no points: then the
    answer waits for a marker, as it did before.
    """

    __tablename__ = "markings"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    number: Mapped[int]
    criteria: Mapped[dict[str, Any]]  # criterion id → points given, every criterion of the question
    points: Mapped[float | None]
    remark: Mapped[str]
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    regrade_id: Mapped[int | None] = mapped_column(ForeignKey("regrades.id"), index=True)
    settled: Mapped[str | None]  # of an answer that two have read: "agreed", or "decided" by a third; else None

    answer: Mapped[Answer] = relationship()
    marked_by: Mapped[Person] = relationship()


class Marker(Base):
    """Who reads the open answers of a cohort's test as second, or as third where two differ. Ended, never deleted.

    The first is whoever leads the cohort. While there is a second, the test is marked by two.
    """

    __tablename__ = "markers"
    __table_args__ = (
        Index(
            "uq_markers_one_a_part",
            "cohort_id",
            "quiz_key",
            "part",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("part in ('second','third')", name="part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    quiz_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    part: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Rating(Base):
    """What one of several markers gave to an answer. It counts for nothing itself: only a Marking does.

    Of each part the latest stands, the earlier ones stay.
    """

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("answer_id", "part", "number"),
        CheckConstraint("part in ('first','second','third')", name="part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    part: Mapped[str]
    number: Mapped[int]
    criteria: Mapped[dict[str, Any]]  # criterion id → points given, every criterion of the question
    points: Mapped[float]
    remark: Mapped[str]  # to the participant
    reason: Mapped[str]  # of a third, why so
    rated_at: Mapped[datetime]
    rated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
