"""Certificates that were issued, alone and in batches."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tot.accounts.models import Person
from tot.certificates.models import Batch, Certificate
from tot.cohorts.models import Enrolment
from tot.db import db


def certificate_by_id(certificate_id: int) -> Certificate | None:
    """A certificate with its owner, its cohort and its revocation."""
    with_enrolment = joinedload(Certificate.enrolment)
    return db.session.scalar(
        select(Certificate)
        .where(Certificate.id == certificate_id)
        .options(
            with_enrolment.joinedload(Enrolment.person),
            with_enrolment.joinedload(Enrolment.cohort),
            joinedload(Certificate.revocation),
        )
    )


def batch_by_id(batch_id: int) -> Batch | None:
    """A batch with its cohort."""
    return db.session.scalar(select(Batch).where(Batch.id == batch_id).options(joinedload(Batch.cohort)))


def batch_of_request(request_key: str, person_id: int) -> Batch | None:
    """The batch that this form of hers already issued."""
    return db.session.scalar(select(Batch).where(Batch.request_key == request_key, Batch.issued_by_id == person_id))


def certificates_in(batch_id: int) -> list[Certificate]:
    """The certificates of a batch by number, also those that hold no more, with owners and revocations."""
    return list(
        db.session.scalars(
            select(Certificate)
            .where(Certificate.batch_id == batch_id)
            .options(joinedload(Certificate.enrolment).joinedload(Enrolment.person), joinedload(Certificate.revocation))
            .order_by(Certificate.number)
        )
    )


@dataclass(frozen=True, slots=True)
class Issued:
    """One line in the list of what was issued to a cohort."""

    id: int
    kind: str
    issued_at: datetime
    issued_by: str
    count: int


def batches_of(cohort_id: int) -> list[Issued]:
    """What was issued to a cohort, the latest first."""
    rows = db.session.execute(
        select(Batch.id, Batch.kind, Batch.issued_at, Person.name, func.count(Certificate.id))
        .join(Person, Person.id == Batch.issued_by_id)
        .join(Certificate, Certificate.batch_id == Batch.id)
        .where(Batch.cohort_id == cohort_id)
        .group_by(Batch.id, Person.name)
        .order_by(Batch.id.desc())
    )
    return [Issued(*row) for row in rows]


def certificates_of_person(person_id: int) -> list[Certificate]:
    """Somebody's own certificates, the latest first, also those that hold no more."""
    return list(
        db.session.scalars(
            select(Certificate)
            .join(Certificate.enrolment)
            .where(Enrolment.person_id == person_id)
            .options(joinedload(Certificate.revocation))
            .order_by(Certificate.id.desc())
        )
    )
