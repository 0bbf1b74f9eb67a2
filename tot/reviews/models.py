"""Remarks that reviewers leave on pieces of a text, and what became of each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.accounts.models import Person
from tot.courses.models import Version
from tot.db import Base

STATES = ("dealt with", "open again")


class Remark(Base):
    """What is wrong in a piece of a published version, and what would be right. Never changed afterwards."""

    __tablename__ = "remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    thing_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    course_key: Mapped[str] = mapped_column(index=True)  # as in Thing: the whole it is published with
    piece: Mapped[str]  # see rules/pieces.py
    language: Mapped[str]
    wrong: Mapped[str] = mapped_column(Text)
    right: Mapped[str] = mapped_column(Text)  # may be empty
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    request_key: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person] = relationship()
    version: Mapped[Version] = relationship()
    steps: Mapped[list["RemarkStep"]] = relationship(order_by="RemarkStep.number")

    @property
    def is_open(self) -> bool:
        """Whether somebody must still look at it: the last step counts."""
        return not self.steps or self.steps[-1].state == "open again"


class RemarkStep(Base):
    """Somebody said that a remark is dealt with, or that it is open again. Added, never edited."""

    __tablename__ = "remark_steps"
    __table_args__ = (
        UniqueConstraint("remark_id", "number"),
        CheckConstraint("state in ('dealt with','open again')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remarks.id"))
    number: Mapped[int]
    state: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
