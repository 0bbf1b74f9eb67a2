"""Certificates are issued, and issued anew after a name was corrected; each is refused before it would lie."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.certificates import queries
from tot.certificates.actions.claiming import claims_of, take_serials
from tot.certificates.models import Batch, Certificate
from tot.certificates.queries import Standing
from tot.certificates.rules import (
    Claims,
    claims_from,
    code_of,
    digest_of,
    facts_from,
    letters_of,
    number_of,
    prefix_of,
)
from tot.certificates.rules.codes import BASE, RANDOM_SIGNS
from tot.clock import local_day
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort
from tot.db import db
from tot.refusals import Refused
from tot.web.fonts import missing_glyphs


def issue(
    cohort: Cohort, kind: str, enrolment_ids: Collection[int], actor: Person, now: datetime, *, request_key: str
) -> Batch:
    """Issues a certificate of this kind to each of these participants, all or none.

    Whoever holds one already is left out: two tabs, or the same click twice, issue one certificate each. Refused when
    somebody has not met the conditions, or when nobody is left.
    """
    lock_cohort(cohort.id)  # two tabs cannot both find that somebody holds nothing yet
    if known := queries.batch_of_request(request_key, actor.id):
        return known
    standings = queries.standings_of(cohort)
    chosen = [person for person in standings.people if person.enrolment_id in set(enrolment_ids)]
    _refuse_unearned(kind, chosen)
    people = [person for person in chosen if person.may_get(kind)]
    if not people:
        raise Refused(_l("Nobody is left to issue to: choose people who do not hold this certificate yet."))
    batch = _batch(cohort, kind, actor, now, request_key)
    claims = claims_of(cohort, kind, standings, people, local_day(now))
    _refuse_unprintable(claims)
    certificates = [
        _certificate(batch, person.enrolment_id, claim, now) for person, claim in zip(people, claims, strict=True)
    ]
    db.session.flush()
    remember(
        Did.ISSUED,
        actor=actor,
        now=now,
        about=batch,
        cohort=cohort.id,
        batch=batch.id,
        certificates=[certificate.id for certificate in certificates],
    )
    return batch


def reissue(certificate: Certificate, actor: Person, now: datetime, *, request_key: str) -> Certificate:
    """Replaces a certificate after its owner's name was corrected: only name, number and date of issue are new."""
    cohort = certificate.cohort
    lock_cohort(cohort.id)
    if known := queries.batch_of_request(request_key, actor.id):
        return queries.certificates_in(known.id)[0]
    lock_certificate(certificate)
    if not certificate.is_current:
        raise Refused(_l("This certificate holds no more, so it cannot be replaced. Issue a new one instead."))
    old, name = claims_from(certificate.facts), certificate.enrolment.person.name
    if old.name == name:
        raise Refused(_l("The certificate already bears this name. Correct the name of the person first."))
    today = local_day(now)
    prefix = prefix_of(old.course_key, today)
    number = number_of(prefix, take_serials(prefix, 1))
    facts = {**facts_from(old), "name": name, "number": number, "replaces": old.number, "issued_on": today.isoformat()}
    claims = claims_from(facts)
    _refuse_unprintable([claims])
    certificate.is_current = False
    db.session.flush()  # the old one must stop being the one in force before the new one can be
    batch = _batch(cohort, certificate.kind, actor, now, request_key)
    new = _certificate(batch, certificate.enrolment_id, claims, now)
    new.supersedes_id = certificate.id
    db.session.flush()
    remember(Did.REISSUED, actor=actor, now=now, about=new, certificate=new.id, supersedes=certificate.id)
    return new


def lock_certificate(certificate: Certificate) -> None:
    """Of two who replace or revoke the same certificate at once, the second waits and sees what the first did."""
    db.session.execute(
        select(Certificate)
        .where(Certificate.id == certificate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _refuse_unearned(kind: str, people: Sequence[Standing]) -> None:
    unearned = [person.name for person in people if not person.has_earned(kind)]
    if unearned:
        raise Refused(
            _("These people have not met the conditions, so nothing was issued: %(names)s.", names=", ".join(unearned))
        )


def _refuse_unprintable(claims: Sequence[Claims]) -> None:
    """Names every person whose certificate would show an empty box instead of a letter."""
    for claim in claims:
        for whose, text in letters_of(claim).items():
            if missing := missing_glyphs(text):
                letters = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in sorted(missing))
                sentence = (
                    _("The name %(name)s has letters that cannot be printed: %(letters)s. Correct it, then issue.")
                    if whose == "name"
                    else _("The certificate of %(name)s would have letters that cannot be printed: %(letters)s.")
                )
                raise Refused(sentence % {"name": claim.name, "letters": letters})


def _batch(cohort: Cohort, kind: str, actor: Person, now: datetime, request_key: str) -> Batch:
    batch = Batch(cohort_id=cohort.id, kind=kind, issued_at=now, issued_by_id=actor.id, request_key=request_key)
    db.session.add(batch)
    db.session.flush()
    return batch


def _certificate(batch: Batch, enrolment_id: int, claims: Claims, now: datetime) -> Certificate:
    facts = facts_from(claims)
    certificate = Certificate(
        enrolment_id=enrolment_id,
        batch_id=batch.id,
        kind=claims.kind,
        number=claims.number,
        code=code_of(secrets.randbelow(BASE) for _sign in range(RANDOM_SIGNS)),
        facts=facts,
        digest=digest_of(facts),
        issued_at=now,
        is_current=True,
    )
    db.session.add(certificate)
    return certificate
