"""People, the places and agencies they belong to, their roles, and the codes that let them in."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.db import Base

PLACE_KINDS = ("country", "region", "district")
ROLE_KINDS = ("administrator", "coordinator", "m&e officer", "observer", "reviewer")
SEXES = ("female", "male", "prefer not to say")


class Place(Base):
    """A country, region or district. `path` is `/UZ/UZ-TO/`: everything beneath begins with it."""

    __tablename__ = "places"
    __table_args__ = (CheckConstraint("kind in ('country','region','district')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    path: Mapped[str] = mapped_column(unique=True)
    names: Mapped[dict[str, Any]]  # language → name
    is_demo: Mapped[bool] = mapped_column(default=False)

    parent: Mapped["Place | None"] = relationship(remote_side=[id])

    @property
    def place_path(self) -> str:
        """The place as policy conditions ask for it."""
        return self.path


class Agency(Base):
    """A body that people work for: border service, court, prosecutor's office …"""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # a code of curriculum 6.3: border service, customs, court …
    names: Mapped[dict[str, Any]]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Person(Base):
    """Somebody who learns, trains or looks after the programme. `name` is written as in the identity document."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_place_name", "place_path", "name_order"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)  # accounts.rules.name_key(name): for search and matching
    name_order: Mapped[str] = mapped_column(index=True)  # accounts.rules.name_order(name): for sorting, nothing else
    sign_in_name: Mapped[str] = mapped_column(unique=True)  # for people without e-mail; lower-case
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    sign_in_key: Mapped[str]  # changes with the password: older sign-ins end
    language: Mapped[str] = mapped_column(default="en")
    sex: Mapped[str] = mapped_column(default="prefer not to say")
    age_band: Mapped[str | None]
    position: Mapped[str | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    place_path: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    untold_lock_at: Mapped[datetime | None]  # when the account was last locked, until its owner was told at a sign-in
    request_key: Mapped[str | None] = mapped_column(unique=True)  # of the form that added the person

    agency: Mapped[Agency | None] = relationship()
    place: Mapped[Place | None] = relationship()
    roles: Mapped[list["Role"]] = relationship(
        primaryjoin="and_(Role.person_id == Person.id, Role.ended_at.is_(None))",
        foreign_keys="Role.person_id",
        viewonly=True,
    )
    # Licences belong to the cascade; policy and templates read them from the person.
    licences: Mapped[list[Any]] = relationship(
        "Licence",
        primaryjoin="and_(Licence.person_id == Person.id, Licence.ended_at.is_(None))",
        foreign_keys="Licence.person_id",
        viewonly=True,
    )

    # Flask-Login asks these of whoever is signed in.
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the sign-in cookie holds: it ends to be true when the password changes."""
        return f"{self.id}:{self.sign_in_key}"

    def is_locked_at(self, now: datetime) -> bool:
        """Whether the account rests after wrong passwords."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def has_joined(self) -> bool:
        """Whether the person has chosen a password."""
        return self.password_hash is not None


class Role(Base):
    """An office that a person holds for a place; ended, never deleted."""

    __tablename__ = "roles"
    __table_args__ = (
        Index(
            "uq_roles_held_once",
            "person_id",
            "kind",
            "place_path",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("kind in ('administrator','coordinator','m&e officer','observer','reviewer')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]

    place: Mapped[Place] = relationship()


class Invitation(Base):
    """A code that lets its person in once: by letter, on a slip, or to choose a new password. Only its hash is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    by: Mapped[str]  # letter, slip, reset, terminal
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    def is_open_at(self, now: datetime) -> bool:
        """Whether the code still lets its person in."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class KeptForm(Base):
    """What somebody had typed when the session ended; given back after the next sign-in, then deleted."""

    __tablename__ = "kept_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    path: Mapped[str]
    fields: Mapped[list[Any]]  # [[name, value], …] as submitted, without passwords
    kept_at: Mapped[datetime]
