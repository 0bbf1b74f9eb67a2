"""Files of questions that were converted on a page, kept for a day so that they can be downloaded."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base


class Conversion(Base):
    """What became of one file. It belongs to whoever uploaded it, and nobody else sees it."""

    __tablename__ = "conversions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    request_key: Mapped[str] = mapped_column(unique=True)
    source_name: Mapped[str]
    made_at: Mapped[datetime]
    file_name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
    report: Mapped[dict[str, Any]]  # imported, by_type, skipped and notes, in the language of whoever asked
