"""What each certificate says, with the number that it takes."""

from collections.abc import Sequence
from datetime import date

from flask import current_app
from sqlalchemy import update

from tot.certificates import about
from tot.certificates.models import Serial
from tot.certificates.queries import Standing, Standings
from tot.certificates.rules import (
    Claims,
    ModuleDone,
    number_of,
    prefix_of,
)
from tot.cohorts.models import Cohort
from tot.db import db, insert_new


def claims_of(cohort: Cohort, kind: str, standings: Standings, people: Sequence[Standing], today: date) -> list[Claims]:
    """What each certificate says, with its number."""
    settings, course = current_app.config["TOT"], standings.course
    prefix = prefix_of(course.id, today)
    last = take_serials(prefix, len(people))
    modules = course.ready_modules if kind == "completion" else ()
    # The days that were held, not those that were planned for the cohort: a paper never speaks of the future.
    first_day, last_day = standings.days or (cohort.starts_on, min(cohort.ends_on, today))
    return [
        Claims(
            kind=kind,
            edition=about.of(kind).edition,
            number=number_of(prefix, last - len(people) + place),
            name=person.name,
            course_key=course.id,
            course_title=dict(course.title),
            course_version=cohort.course_version.number,
            modules=tuple(ModuleDone(key=module.id, title=dict(module.title)) for module in modules),
            minutes_attended=person.minutes_attended,
            minutes_planned=standings.minutes_planned,
            starts_on=first_day,
            ends_on=last_day,
            mode=cohort.mode,
            place=dict(cohort.place.names),
            venue=cohort.venue,
            language=cohort.language,
            trainer=cohort.led_by.name,
            issuer=settings.issuer or settings.platform_name,
            issued_on=today,
            is_specimen=cohort.is_demo,
        )
        for place, person in enumerate(people, 1)
    ]


def take_serials(prefix: str, count: int) -> int:
    """Takes that many numbers and returns the last. The row stays locked until the end: no gaps, no doubles."""
    db.session.execute(insert_new(Serial).values(prefix=prefix, last=0))
    last = db.session.scalar(
        update(Serial).where(Serial.prefix == prefix).values(last=Serial.last + count).returning(Serial.last)
    )
    return int(last or 0)
