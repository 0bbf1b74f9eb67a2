"""A certificate is taken back, and its owner is told."""

from datetime import datetime

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot import mail
from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.certificates import words
from tot.certificates.actions.issuing import lock_certificate
from tot.certificates.models import Certificate, Revocation
from tot.certificates.rules import (
    claims_from,
)
from tot.db import db
from tot.refusals import Refused
from tot.web.languages import in_language


def revoke(certificate: Certificate, category: str, reason: str, actor: Person, now: datetime) -> Revocation:
    """Takes a certificate back and tells its owner; the same click twice does it once."""
    lock_certificate(certificate)
    known = db.session.scalar(select(Revocation).where(Revocation.certificate_id == certificate.id))
    if known is not None:
        return known
    if not certificate.is_current:
        raise Refused(_l("This certificate was replaced already. Revoke the one that took its place."))
    certificate.is_current = False
    revocation = Revocation(
        certificate_id=certificate.id, category=category, reason=reason, revoked_at=now, revoked_by_id=actor.id
    )
    db.session.add(revocation)
    db.session.flush()
    remember(Did.REVOKED, actor=actor, now=now, about=certificate, certificate=certificate.id, reason=category)
    _tell_owner(certificate, revocation, now)
    return revocation


def _tell_owner(certificate: Certificate, revocation: Revocation, now: datetime) -> None:
    owner, claims = certificate.enrolment.person, claims_from(certificate.facts)
    with in_language(owner.language):
        body = render_template(
            "certificates/letters/revoked.txt",
            name=owner.name,
            kind=words.KIND_WORDS[certificate.kind],
            number=certificate.number,
            course=claims.course_title,
            why=words.REVOKED_WORDS[revocation.category],
            reason=revocation.reason,
            at=revocation.revoked_at,
        )
        subject = _("Your certificate %(number)s was revoked", number=certificate.number)
        thing = f"certificate {certificate.id}"
        mail.write(to=owner, purpose="revocation", thing=thing, subject=subject, body=body, now=now)
