"""Cohorts and enrolments for tests; other slices use these makers too."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tests.accounts.make import make_person, make_place
from tests.cascade.make import make_course, make_trainer
from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_cohort(trainer: Person | None = None, **changes: Any) -> Cohort:
    """A cohort of the course TST, led by this trainer (or a new one) with her licence, in the licence's place."""
    version = make_course()
    led_by = trainer or make_trainer(make_place("UZ-TO"))
    licence = led_by.licences[0]
    number = next(_numbers)
    place = changes.pop("place", None) or licence.place
    values = {
        "name": f"Fictional cohort {number}", "course_key": version.thing_key, "course_version_id": version.id,
        "language": "en", "mode": "in person", "place": place, "place_path": place.path, "venue": "Hall 1",
        "starts_on": date(2027, 3, 1), "ends_on": date(2027, 4, 1), "led_by": led_by, "licence_id": licence.id,
        "licence_path": licence.path, "opened_at": AT, "request_key": f"cohort {number}",
    }  # fmt: skip
    cohort = Cohort(**{**values, **changes})
    db.session.add(cohort)
    db.session.flush()
    return cohort


def make_enrolment(cohort: Cohort, person: Person | None = None, **changes: Any) -> Enrolment:
    """Somebody (new unless given) who takes part in the cohort."""
    enrolment = Enrolment(
        cohort=cohort,
        person=person or make_person(),
        enrolled_at=AT,
        enrolled_by_id=cohort.led_by_id,
        **changes,
    )
    db.session.add(enrolment)
    db.session.flush()
    return enrolment
