"""Attempts on paper: who typed them in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tot.db import Base


class Keying(Base):
    """Somebody typed in, corrected or checked an attempt that was taken on paper. Added, never edited.

    Whoever types it a second time checks it where both say the same, and settles it where they differ.
    """

    __tablename__ = "keyings"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    number: Mapped[int]
    kind: Mapped[str]  # keyed, corrected, checked, settled, dated
    changes: Mapped[dict[str, Any]]  # of a correction: question (or form, or day) → [as it was before, as it is now]
    reason: Mapped[str]  # of a correction
    keyed_at: Mapped[datetime]
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
