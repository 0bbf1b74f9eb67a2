"""Who could mark a test beside its trainer, and who may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, false, or_, select

from tot.accounts.models import Person, Place
from tot.cascade.models import Licence
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Marker, Rating


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could mark a test beside its trainer, and what brings her to mind."""

    person_id: int
    name: str
    place: Mapping[str, str]
    why: str  # mentor, line, region or country


def candidates(cohort: Cohort, quiz_key: str, part: str, actor: Person, today: date) -> list[Candidate]:
    """Who could mark a test in this part, whom the one who chooses may see: likely people first. One query.

    They hold a valid licence for the course, are and were not in the cohort, do not lead it and do not mark this test
    in another part. The trainer sees those above and beneath her, and those of the cohort's region; a coordinator
    those of her places.
    """
    mentor = _above(cohort)[-1:] or [0]
    why = case(
        (Licence.id == mentor[0], "mentor"), (_region(cohort), "region"), (_line(cohort), "line"), else_="country"
    )
    rows = db.session.execute(
        select(Person.id, Person.name, Place.names, why.label("why"))
        .select_from(Licence)
        .join(Person, Person.id == Licence.person_id)
        .join(Place, Place.id == Licence.place_id)
        .where(or_(false(), *known_to(cohort, actor)), *_may_mark(cohort, quiz_key, part, today))
        .order_by(Person.name_order, Person.id)
    )
    found = [Candidate(*row) for row in rows]
    return sorted(found, key=lambda one: ("mentor", "region", "line", "country").index(one.why))


def _above(cohort: Cohort) -> list[int]:
    """The licences above that of the cohort's trainer, her mentor's last."""
    return [int(number) for number in cohort.licence_path.strip("/").split("/")[:-1]]


def _line(cohort: Cohort) -> ColumnElement[bool]:
    return or_(Licence.id.in_(_above(cohort)), beneath(Licence.path, cohort.licence_path))


def _region(cohort: Cohort) -> ColumnElement[bool]:
    return beneath(Licence.place_path, "/" + "/".join(cohort.place_path.strip("/").split("/")[:2]) + "/")


def known_to(cohort: Cohort, actor: Person) -> list[ColumnElement[bool]]:
    """The licences of those whom somebody may know who chooses markers for this cohort."""
    places = [beneath(Licence.place_path, role.place_path) for role in actor.roles if role.kind == "coordinator"]
    return [*places, *([_line(cohort), _region(cohort)] if actor.id == cohort.led_by_id else [])]


def may_mark(person_id: int, cohort: Cohort, quiz_key: str, part: str, today: date) -> bool:
    """Whether somebody may be asked to mark a test in this part."""
    wanted = select(Licence.id).join(Person, Person.id == Licence.person_id)
    wanted = wanted.where(Licence.person_id == person_id, *_may_mark(cohort, quiz_key, part, today))
    return db.session.scalar(wanted) is not None


def _may_mark(cohort: Cohort, quiz_key: str, part: str, today: date) -> tuple[Any, ...]:
    """Independent: not of the cohort, and never twice at the same answers."""
    other_part = exists().where(
        Marker.cohort_id == cohort.id,
        Marker.quiz_key == quiz_key,
        Marker.part != part,
        Marker.ended_at.is_(None),
        Marker.person_id == Licence.person_id,
    )
    has_read = (
        exists()
        .where(
            Rating.rated_by_id == Licence.person_id,
            Rating.part != part,
            Rating.answer_id == Answer.id,
            Answer.attempt_id == Attempt.id,
            Attempt.quiz_key == quiz_key,
            Attempt.enrolment_id == Enrolment.id,
            Enrolment.cohort_id == cohort.id,
        )
        .correlate(Licence)
    )
    takes_part = exists().where(Enrolment.cohort_id == cohort.id, Enrolment.person_id == Licence.person_id)
    return (
        Licence.course_key == cohort.course_key,
        Licence.ended_at.is_(None),
        Licence.valid_until >= today,
        Person.is_active.is_(True),
        Person.password_hash.is_not(None),
        Licence.person_id != cohort.led_by_id,
        ~takes_part.correlate(Licence),
        ~other_part.correlate(Licence),
        ~has_read,
    )
