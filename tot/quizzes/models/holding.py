"""What belongs to a test that is held for a cohort: who has which form, and who has more time."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base


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
