"""Licences to train, and by whom and through which cohort each was given: the tree of the cascade."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.accounts.models import Person, Place
from tot.db import Base


class Licence(Base):
    """The right to train one course in a place. `path` is `/4/17/`: every licence beneath begins with it."""

    __tablename__ = "licences"
    __table_args__ = (
        Index(
            "uq_licences_held_once",
            "person_id",
            "course_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("level in ('master trainer','national trainer')", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    course_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    level: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    path: Mapped[str] = mapped_column(index=True)
    generation: Mapped[int]  # 1 for those licensed by a coordinator, 2 for those they raised …
    because_of_cohort_id: Mapped[int | None] = mapped_column(
        ForeignKey("cohorts.id", use_alter=True, name="fk_licences_because_of_cohort_id")
    )
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    valid_until: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]
    request_key: Mapped[str | None] = mapped_column(
        unique=True
    )  # of the form that asked for it: sent twice, one licence

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    place: Mapped[Place] = relationship()
    parent: Mapped["Licence | None"] = relationship(remote_side=[id])

    @property
    def is_valid(self) -> bool:
        """Not ended. Whether its date has passed is asked with a clock, see `is_valid_on`."""
        return self.ended_at is None

    def is_valid_on(self, today: date) -> bool:
        """Whether its holder may open a cohort on that day."""
        return self.ended_at is None and today <= self.valid_until
