"""Certificates: the facts as they were on the day of issue, and what happened to each paper since."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tot.cohorts.models import Cohort, Enrolment
from tot.db import Base

# Why a certificate was taken back, as strangers are told; whatever else there is to say stays with the programme.
REVOKED_FOR = ("issued in error", "wrong facts", "conditions not met", "misuse")


class Batch(Base):
    """One decision to issue certificates of one kind to a cohort, and the file made of them."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    kind: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    request_key: Mapped[str] = mapped_column(unique=True)

    cohort: Mapped[Cohort] = relationship()


class Certificate(Base):
    """One paper. `facts` are every claim it makes and are never changed; the code is what strangers verify."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("kind in ('attendance','completion')", name="kind"),
        Index(
            "uq_certificates_one_valid",
            "enrolment_id",
            "kind",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), index=True)
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)  # printed, e.g. BRD-2026-000017
    code: Mapped[str] = mapped_column(unique=True)  # random, asked for by the verify page
    facts: Mapped[dict[str, Any]]
    digest: Mapped[str]  # sha256 of the canonical facts
    issued_at: Mapped[datetime]
    is_current: Mapped[bool] = mapped_column(default=True)  # false once revoked or superseded
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)

    enrolment: Mapped[Enrolment] = relationship()
    batch: Mapped[Batch] = relationship()
    revocation: Mapped["Revocation | None"] = relationship(back_populates="certificate")

    @property
    def person_id(self) -> int:
        """Whose certificate it is."""
        return self.enrolment.person_id

    @property
    def cohort(self) -> Cohort:
        """The cohort it was earned in."""
        return self.enrolment.cohort


class Revocation(Base):
    """That a certificate no longer holds, since when and why."""

    __tablename__ = "revocations"
    __table_args__ = (
        UniqueConstraint("certificate_id"),
        CheckConstraint("category in ('issued in error','wrong facts','conditions not met','misuse')", name="category"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    category: Mapped[str]  # one of REVOKED_FOR: shown to whoever verifies
    reason: Mapped[str]  # for the programme and the owner, shown to nobody else
    revoked_at: Mapped[datetime]
    revoked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    certificate: Mapped[Certificate] = relationship(back_populates="revocation")


class Serial(Base):
    """The last number given out for a course and year."""

    __tablename__ = "serials"

    prefix: Mapped[str] = mapped_column(primary_key=True)  # BRD-2026
    last: Mapped[int]
