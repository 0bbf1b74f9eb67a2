"""What a code on paper stands for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tot.certificates.models import Certificate, Revocation
from tot.certificates.rules import Claims, claims_from, digest_of
from tot.db import db


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a stranger is told about a certificate: its claims, and whether they still hold."""

    state: str  # valid, revoked, superseded, damaged
    claims: Claims
    code: str
    since: datetime | None = None  # when it was revoked or replaced
    category: str | None = None  # why it was revoked, in one of a few words

    @property
    def is_valid(self) -> bool:
        """Whether the certificate holds today."""
        return self.state == "valid"


def by_code(code: str) -> Verdict | None:
    """What the certificate with this code says, or None when there is none. One query, by a unique column."""
    successor = aliased(Certificate)
    row = db.session.execute(
        select(Certificate, Revocation.category, Revocation.revoked_at, successor.issued_at.label("replaced_at"))
        .outerjoin(Revocation, Revocation.certificate_id == Certificate.id)
        .outerjoin(successor, successor.supersedes_id == Certificate.id)
        .where(Certificate.code == code)
    ).one_or_none()
    if row is None:
        return None
    certificate: Certificate = row[0]
    claims = claims_from(certificate.facts)
    if digest_of(certificate.facts) != certificate.digest:
        return Verdict("damaged", claims, code)
    if row.revoked_at is not None:
        return Verdict("revoked", claims, code, row.revoked_at, row.category)
    if row.replaced_at is not None:
        return Verdict("superseded", claims, code, row.replaced_at)
    return Verdict("valid" if certificate.is_current else "damaged", claims, code)
