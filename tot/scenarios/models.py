"""Playing a branching scenario: one play is a row of choices, each saved as it is made."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.cohorts.models import Enrolment
from tot.courses.models import Version
from tot.db import Base


class Play(Base):
    """One time through a scenario, pinned to the version it began with."""

    __tablename__ = "plays"
    __table_args__ = (UniqueConstraint("enrolment_id", "scenario_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    scenario_key: Mapped[str] = mapped_column(ForeignKey("things.key"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # of the scenario
    course_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))  # where it is found
    number: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]

    enrolment: Mapped[Enrolment] = relationship()
    version: Mapped[Version] = relationship(foreign_keys=[version_id])
    steps: Mapped[list["Step"]] = relationship(order_by="Step.position", viewonly=True)

    @property
    def person_id(self) -> int:
        """Whose play it is."""
        return self.enrolment.person_id

    @property
    def is_active(self) -> bool:
        """Whether its person still takes part in the cohort."""
        return self.enrolment.is_active

    @property
    def is_open(self) -> bool:
        """Whether an ending is still to come and the person still takes part."""
        return self.ended_at is None and self.is_active


class Step(Base):
    """One choice at one node."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("play_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    play_id: Mapped[int] = mapped_column(ForeignKey("plays.id"))
    position: Mapped[int]
    node: Mapped[str]
    choice: Mapped[str]
    chosen_at: Mapped[datetime]
