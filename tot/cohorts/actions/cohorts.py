"""Cohorts are opened, changed, closed and reopened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.actions import lock_person
from tot.accounts.models import Person, Place
from tot.audit import Did, remember
from tot.cascade.models import Licence
from tot.cascade.queries import licence_for
from tot.clock import local_day
from tot.cohorts import queries
from tot.cohorts.models import Cohort
from tot.courses.models import Version
from tot.courses.queries import book, current_course_version
from tot.db import db
from tot.refusals import Refused

Closing = Callable[[Cohort, Person, datetime], int]
CLOSING = "tot.cohorts.closing"
"""Where the application keeps what ends with a cohort: tests lie above cohorts, which know nothing of them."""
CHANGEABLE = ("name", "language", "mode", "place", "venue", "starts_on", "ends_on")


def open_cohort(
    *,
    name: str,
    course_key: str,
    language: str,
    mode: str,
    place: Place,
    venue: str,
    starts_on: date,
    ends_on: date,
    actor: Person,
    now: datetime,
    request_key: str,
    is_demo: bool = False,
) -> Cohort:
    """A trainer opens a cohort with the course as it is published now. The same `request_key` twice opens one."""
    lock_person(actor)
    if known := queries.cohort_of_request(request_key, actor.id):
        return known
    licence = licence_for(actor, course_key, local_day(now))
    if licence is None:
        raise Refused(_l("You hold no licence for this course that is valid today. Ask your coordinator."), "course")
    version = current_course_version(course_key)
    if version is None:
        raise Refused(_l("This course is not published now. Choose another course."), "course")
    _refuse_wrong_facts(version.id, licence, language, place, starts_on, ends_on)
    cohort = Cohort(
        name=name,
        course_key=course_key,
        course_version_id=version.id,
        language=language,
        mode=mode,
        place=place,
        place_path=place.path,
        venue=venue,
        starts_on=starts_on,
        ends_on=ends_on,
        led_by_id=actor.id,
        licence_id=licence.id,
        licence_path=licence.path,
        opened_at=now,
        request_key=request_key,
        is_demo=is_demo,
    )
    db.session.add(cohort)
    db.session.flush()
    remember(
        Did.OPENED_COHORT,
        actor=actor,
        now=now,
        about=cohort,
        cohort=cohort.id,
        course=course_key,
        version=version.number,
    )
    return cohort


def change_cohort(cohort: Cohort, actor: Person, now: datetime, **changes: Any) -> None:
    """Changes what is said about a cohort, never its course or trainer; only what differs is written and remembered."""
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"a cohort's {', '.join(sorted(unknown))} cannot be changed")
    lock(cohort)
    refuse_closed(cohort)
    after = {field: changes.get(field, getattr(cohort, field)) for field in CHANGEABLE}
    licence = db.session.get_one(Licence, cohort.licence_id)
    _refuse_wrong_facts(
        cohort.course_version_id, licence, after["language"], after["place"], after["starts_on"], after["ends_on"]
    )
    changed = [field for field in CHANGEABLE if after[field] != getattr(cohort, field)]
    for field in changed:
        setattr(cohort, field, after[field])
    cohort.place_path = after["place"].path
    if changed:
        remember(Did.CHANGED_COHORT, actor=actor, now=now, about=cohort, cohort=cohort.id, fields=changed)


def move_cohort(cohort: Cohort, version: Version, actor: Person, now: datetime) -> None:
    """From now on the cohort has this version of its course; what was done, begun and issued keeps the old one.

    Moving it to the version it has changes nothing.
    """
    lock(cohort)
    refuse_closed(cohort)
    if version.id == cohort.course_version_id:
        return
    if version.thing_key != cohort.course_key:
        raise Refused(_l("That is another course. A cohort keeps its course; only the version changes."))
    if cohort.language not in book(version.id).languages:
        raise Refused(_l("This version is not written in the language of the cohort. Change the language first."))
    before = db.session.get_one(Version, cohort.course_version_id)
    cohort.course_version_id = version.id
    remember(
        Did.MOVED_COHORT,
        actor=actor,
        now=now,
        about=cohort,
        cohort=cohort.id,
        course=cohort.course_key,
        from_version=before.number,
        to_version=version.number,
    )


def close_cohort(cohort: Cohort, actor: Person, now: datetime) -> int:
    """From now on nothing in the cohort changes; closing it again changes nothing.

    A test that is open is closed with it. Returns how many were still answering; what they saved is handed in.
    """
    lock(cohort)
    if not cohort.is_open:
        return 0
    end: Closing | None = current_app.extensions.get(CLOSING)
    handed_in = end(cohort, actor, now) if end else 0
    cohort.closed_at = now
    remember(Did.CLOSED_COHORT, actor=actor, now=now, about=cohort, cohort=cohort.id)
    return handed_in


def reopen_cohort(cohort: Cohort, actor: Person, now: datetime) -> None:
    """Changes are possible again; reopening an open cohort changes nothing.

    Tests that were closed with it stay closed until the trainer opens them, and what was handed in stays handed in.
    """
    lock(cohort)
    if not cohort.is_open:
        cohort.closed_at = None
        remember(Did.REOPENED_COHORT, actor=actor, now=now, about=cohort, cohort=cohort.id)


def _refuse_wrong_facts(
    version_id: int, licence: Licence, language: str, place: Place, starts_on: date, ends_on: date
) -> None:
    if not place.path.startswith(licence.place_path):
        raise Refused(_l("Choose a place within the one that the licence is for."), "place")
    if language not in book(version_id).languages:
        raise Refused(_l("The course is not written in this language. Choose another."), "language")
    if ends_on < starts_on:
        raise Refused(_l("The last day comes before the first. Mend one of them."), "ends_on")
    if ends_on - starts_on > timedelta(days=731):
        raise Refused(_l("A cohort lasts two years at most. Mend one of the days."), "ends_on")


def refuse_closed(cohort: Cohort) -> None:
    if not cohort.is_open:
        raise Refused(_l("This cohort is closed. Reopen it first, then make the change."))


def lock_cohort(cohort_id: int) -> None:
    """Of two who decide about the same cohort at once, the second waits till the first has committed."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update())


def lock(cohort: Cohort) -> None:
    """Of two who change a cohort or its participants at once, the second waits and sees what the first did."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(key_share=True))
    db.session.refresh(cohort, ["closed_at", "course_version_id"])
