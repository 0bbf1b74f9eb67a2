"""What we know about certificates: who has earned which, what was issued, and what a code stands for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from tot.accounts.models import Person
from tot.certificates.models import Batch, Certificate, Revocation
from tot.certificates.rules import KINDS, Claims, claims_from, conditions_of, digest_of, is_earned
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course
from tot.db import db
from tot.progress.queries import evidence_of
from tot.progress.rules import Condition, Fact, Meeting, minutes_present
from tot.seminars.queries import meetings_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one participant stands: the conditions of each kind, and the certificates she holds."""

    enrolment_id: int
    person_id: int
    name: str
    conditions: Mapping[str, tuple[Condition, ...]]  # by kind
    held: Mapping[str, Certificate]  # by kind; only those in force
    minutes_attended: int

    def has_earned(self, kind: str) -> bool:
        """Whether every condition of this kind is met."""
        return is_earned(self.conditions[kind])

    def may_get(self, kind: str) -> bool:
        """Earned, and not held yet."""
        return self.has_earned(kind) and kind not in self.held


@dataclass(frozen=True, slots=True)
class Standings:
    """Where a whole cohort stands."""

    course: Course
    meetings: tuple[Meeting, ...]
    people: tuple[Standing, ...]

    @property
    def minutes_planned(self) -> int:
        """Contact minutes of all sessions."""
        return sum(meeting.minutes for meeting in self.meetings)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which the cohort met; None where it never did."""
        met = [meeting.day for meeting in self.meetings]
        return (min(met), max(met)) if met else None

    def earned(self, kind: str) -> int:
        """How many have met every condition of this kind."""
        return sum(person.has_earned(kind) for person in self.people)


def standings_of(cohort: Cohort, only: int | None = None) -> Standings:
    """Everybody who takes part, by name, each with every condition; or one enrolment. People change no query."""
    course = book(cohort.course_version_id)
    meetings = meetings_of(cohort.id)
    wanted = (
        select(Enrolment.id, Enrolment.person_id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.ended_at.is_(None))
        .order_by(Person.name_order, Enrolment.id)
    )
    rows = db.session.execute(wanted if only is None else wanted.where(Enrolment.id == only)).all()
    evidence = evidence_of(row.id for row in rows)
    held = _held_in(cohort.id)
    people = [
        Standing(
            row.id, row.person_id, row.name,
            {kind: conditions_of(kind, course, meetings, evidence[row.id]) for kind in KINDS},
            held.get(row.id, {}),
            _attended(meetings, evidence[row.id]),
        )
        for row in rows
    ]  # fmt: skip
    return Standings(course, meetings, tuple(people))


def _attended(meetings: tuple[Meeting, ...], evidence: Iterable[Fact]) -> int:
    return sum(minutes_present(meetings, evidence).values())


def _held_in(cohort_id: int) -> dict[int, dict[str, Certificate]]:
    """Enrolment → kind → the certificate in force."""
    found: dict[int, dict[str, Certificate]] = defaultdict(dict)
    rows = db.session.scalars(
        select(Certificate).join(Certificate.enrolment).where(Enrolment.cohort_id == cohort_id, Certificate.is_current)
    )
    for certificate in rows:
        found[certificate.enrolment_id][certificate.kind] = certificate
    return found


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
