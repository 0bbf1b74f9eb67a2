"""Who in a cohort has met which condition, and what she holds already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tot.accounts.models import Person
from tot.certificates.models import Certificate
from tot.certificates.rules import KINDS, conditions_of, is_earned
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
