"""What rests on attempts: whose they are, for whoever may see names, and certificates that were issued on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tot.accounts.models import Person
from tot.certificates.models import Certificate
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import in_sight
from tot.db import db
from tot.progress.queries import evidence_of
from tot.progress.rules import tries_at
from tot.regrades.rules import Effect


@dataclass(frozen=True, slots=True)
class Named:
    """Whose enrolment it is, and in which cohort."""

    name: str
    cohort_id: int
    cohort: str


def named(enrolment_ids: Collection[int], person: Person) -> dict[int, Named]:
    """Enrolment → name, of those whom this person may see by name; the others are missing. One query."""
    rows = db.session.execute(
        select(Enrolment.id, Person.name, Cohort.id, Cohort.name)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.id.in_(enrolment_ids), in_sight(person))
    )
    return {number: Named(name, cohort_id, cohort) for number, name, cohort_id, cohort in rows}


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate in force whose condition would no longer be met."""

    certificate_id: int
    enrolment_id: int
    number: str
    issued_at: datetime


def certificates_at_stake(failed: Sequence[Effect]) -> list[Certified]:
    """Certificates of completion of those who would no longer have passed, in this attempt or in another."""
    attempts: dict[tuple[int, str], set[str]] = defaultdict(set)
    for effect in failed:
        attempts[effect.change.enrolment_id, effect.change.quiz_key].add(str(effect.change.attempt_id))
    held = _held({enrolment for enrolment, _quiz in attempts})
    evidence = evidence_of(held)
    lost = set()
    for (enrolment, quiz), gone in attempts.items():
        others = [fact for fact in evidence.get(enrolment, ()) if fact.source.rpartition(" ")[2] not in gone]
        if not any(facts["is_passed"] for facts in tries_at(quiz, others)):
            lost.add(enrolment)
    return [one for enrolment, one in held.items() if enrolment in lost]


def _held(enrolment_ids: Collection[int]) -> dict[int, Certified]:
    rows = db.session.execute(
        select(Certificate.id, Certificate.enrolment_id, Certificate.number, Certificate.issued_at)
        .where(
            Certificate.enrolment_id.in_(enrolment_ids), Certificate.kind == "completion", Certificate.is_current
        )
        .order_by(Certificate.number)
    )  # fmt: skip
    return {row.enrolment_id: Certified(*row) for row in rows}
