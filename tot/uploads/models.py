"""Courses that were uploaded and wait to be published."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tot.courses.models import Version
from tot.db import Base


class Upload(Base):
    """A sound course as a ZIP. It lies in the database, so that every node and every tab sees the same."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_key: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]
    course_key: Mapped[str]
    digest: Mapped[str]
    archive: Mapped[bytes]  # its files packed anew; empty once they are published and kept with the version
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    published_at: Mapped[datetime | None]
    version_id: Mapped[int | None] = mapped_column(ForeignKey(Version.id))
