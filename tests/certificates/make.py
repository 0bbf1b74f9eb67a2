"""Makers for people who have earned certificates, and for certificates."""

from datetime import UTC, date, datetime
from typing import Any

from tests.seminars import make as seminars
from tot.accounts.models import Person
from tot.certificates import actions
from tot.certificates.models import Certificate
from tot.certificates.queries import certificates_in
from tot.certificates.rules import Claims, ModuleDone
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.db import db
from tot.progress.actions import tell
from tot.seminars import actions as marking
from tot.seminars.rules import Wish

DONE = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


def learned(enrolment: Enrolment, cohort: Cohort) -> None:
    """Evidence that this person read, played and passed everything there is."""
    for module in book(cohort.course_version_id).ready_modules:
        for section in module.lesson.sections if module.lesson else ():
            tell(enrolment.id, "section read", section.id, f"section {section.id}", {}, DONE)
        if module.scenario:
            facts = {"ending": "end", "is_safe": True, "scores": {}}
            tell(enrolment.id, "scenario", module.scenario.id, f"play {module.id}", facts, DONE)
        if module.check:
            facts = {"points": 9, "of": 10, "is_passed": True, "waits": False}
            tell(enrolment.id, "quiz", module.check.id, f"attempt {module.id}", facts, DONE)


def came(enrolments: list[Enrolment], cohort: Cohort, statuses: dict[int, str] | None = None) -> None:
    """Marks everybody present in two half-days, but those in `statuses` (by their place in the list)."""
    for hour in (4, 9):
        session = seminars.session(cohort, seminars.plan(hour=hour, mode=cohort.mode))
        wishes = [
            Wish(one.id, (statuses or {}).get(place, "present"), 180, "in person", 0)
            for place, one in enumerate(enrolments)
        ]
        marking.mark_attendance(session, wishes, cohort.led_by, DONE)


def graduates(people: int = 3, **changes: Any) -> tuple[Cohort, list[Enrolment]]:
    """A cohort in which everybody has earned both certificates."""
    cohort, enrolments = seminars.training(people, **changes)
    came(enrolments, cohort)
    for one in enrolments:
        learned(one, cohort)
    db.session.flush()
    return cohort, enrolments


def issued(cohort: Cohort, enrolments: list[Enrolment], kind: str = "completion", key: str = "k") -> list[Certificate]:
    """Certificates of this kind for these participants."""
    batch = actions.issue(cohort, kind, [one.id for one in enrolments], cohort.led_by, DONE, request_key=key)
    return certificates_in(batch.id)


def coordinator(cohort: Cohort, **changes: Any) -> Person:
    """A coordinator of the cohort's place."""
    from tests.progress.make import AT, person
    from tot.accounts.models import Role

    who = person("Nigora Fictional", place_id=cohort.place_id, place_path=cohort.place_path, **changes)
    db.session.add(
        Role(
            person_id=who.id, kind="coordinator", place_id=cohort.place_id, place_path=cohort.place_path, granted_at=AT
        )
    )
    db.session.flush()
    return who


def claims(**changes: Any) -> Claims:
    """What a certificate says, without a database."""
    values: dict[str, Any] = {
        "kind": "completion", "edition": 1, "number": "BRD-2027-000017", "name": "Dilfuza Fictional",
        "course_key": "BRD", "course_title": {"en": "At the border", "ru": "На границе", "uz": "Chegarada"},
        "course_version": 2,
        "modules": (ModuleDone(key="BRD-2", title={"en": "Identification", "ru": "Идентификация"}),),
        "minutes_attended": 330, "minutes_planned": 360, "starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 4),
        "mode": "hybrid", "place": {"en": "Nowhere", "ru": "Нигде"}, "venue": "Hall 3", "language": "en",
        "trainer": "Malika Fictional", "issuer": "Invented Academy", "issued_on": date(2027, 3, 5),
    }  # fmt: skip
    return Claims(**{**values, **changes})
