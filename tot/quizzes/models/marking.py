"""Points given after the answer: by one who reads it, by two, or by a corrected key. Added, never edited."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.accounts.models import Person
from tot.cohorts.models import Cohort
from tot.db import Base
from tot.quizzes.models.attempts import Answer


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
