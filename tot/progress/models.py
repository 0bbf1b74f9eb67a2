"""Evidence: what happened to one enrolment; and which tests are open for a cohort. Added, never edited."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base


class Evidence(Base):
    """One fact about one enrolment. `source` names the row that proves it; the same source is told once."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "source"),
        Index(None, "enrolment_id", "thing_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    kind: Mapped[str]  # section read, scenario, quiz, attendance: see progress.rules.FACTS
    thing_key: Mapped[str]  # the section, scenario, quiz or session it is about
    source: Mapped[str]  # e.g. "attempt 17", "mark 4 of session 3"
    facts: Mapped[dict[str, Any]]  # kind by kind, see progress.rules.FACTS
    at: Mapped[datetime]


class Opening(Base):
    """A trainer opened or closed a test for her cohort; the latest counts, the earlier ones stay."""

    __tablename__ = "openings"
    __table_args__ = (UniqueConstraint("cohort_id", "quiz_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    quiz_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    number: Mapped[int]
    is_open: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
