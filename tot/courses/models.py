"""Every addressable thing of a course and the versions of it that were published; the pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.db import Base


class Thing(Base):
    """A course or anything addressable in it, or a part of the library; known for ever by the key its author gave it.

    `course_key` is the key of the whole that it is published with: of the course, or its own.
    """

    __tablename__ = "things"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    course_key: Mapped[str] = mapped_column(index=True)
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("versions.id", use_alter=True, name="fk_things_current_version_id")
    )
    retired_at: Mapped[datetime | None]


class Version(Base):
    """One published state of a thing: a canonical body and its digest. Added, never edited."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("thing_key", "number"), UniqueConstraint("thing_key", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_key: Mapped[str] = mapped_column(ForeignKey("things.key"), index=True)
    number: Mapped[int]
    digest: Mapped[str]
    body: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]

    thing: Mapped[Thing] = relationship(foreign_keys=[thing_key])


class Figure(Base):
    """A picture that texts show, by the digest of the author's file: encoded anew, in two widths. Never changed."""

    __tablename__ = "figures"

    digest: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    small: Mapped[bytes]
    large: Mapped[bytes]  # empty where the author's picture is not wider than the small one
