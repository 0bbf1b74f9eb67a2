"""What happens to cohorts and to those who take part: opened, changed, closed, enrolled, ended, made trainers."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot import policy
from tot.accounts import actions as accounts
from tot.accounts.actions import add_person
from tot.accounts.models import Agency, Person, Place
from tot.audit import Did, remember
from tot.cascade.actions import raise_trainer
from tot.cascade.models import Licence
from tot.cascade.queries import licence_for
from tot.cohorts import queries
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book, current_course_version
from tot.db import db
from tot.policy import Can
from tot.refusals import Refused

CHANGEABLE = ("name", "language", "mode", "place", "venue", "starts_on", "ends_on")


# ------------------------------------------------------------------------------------------------------------- cohorts


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
    actor: Any,
    now: datetime,
    request_key: str,
    is_demo: bool = False,
) -> Cohort:
    """A trainer opens a cohort with the course as it is published now. The same `request_key` twice opens one."""
    _lock_person(actor)
    known = queries.cohort_of_request(request_key)
    if known is not None and known.led_by_id == actor.id:
        return known
    licence = licence_for(actor, course_key, now.date())
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


def change_cohort(cohort: Cohort, actor: Any, now: datetime, **changes: Any) -> None:
    """Changes what is said about a cohort, never its course or trainer; only what differs is written and remembered."""
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"a cohort's {', '.join(sorted(unknown))} cannot be changed")
    _lock(cohort)
    _refuse_closed(cohort)
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


def close_cohort(cohort: Cohort, actor: Any, now: datetime) -> None:
    """From now on nothing in the cohort changes; closing it again changes nothing."""
    _lock(cohort)
    if cohort.is_open:
        cohort.closed_at = now
        remember(Did.CLOSED_COHORT, actor=actor, now=now, about=cohort, cohort=cohort.id)


def reopen_cohort(cohort: Cohort, actor: Any, now: datetime) -> None:
    """Changes are possible again; reopening an open cohort changes nothing."""
    _lock(cohort)
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


def _refuse_closed(cohort: Cohort) -> None:
    if not cohort.is_open:
        raise Refused(_l("This cohort is closed. Reopen it first, then make the change."))


def _lock(cohort: Cohort) -> None:
    """Of two who change a cohort or its participants at once, the second waits and sees what the first did."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(key_share=True))
    db.session.refresh(cohort, ["closed_at"])


def _lock_person(person: Any) -> None:
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


# -------------------------------------------------------------------------------------------------------- participants


def enrol(cohort: Cohort, person: Person, actor: Any, now: datetime) -> Enrolment:
    """A person takes part from now on. Enrolled twice is enrolled once."""
    _lock(cohort)
    known = queries.enrolment_of(cohort.id, person.id)
    if known is not None and known.is_active:
        return known
    _refuse_closed(cohort)
    if known is not None:
        raise Refused(
            _l("%(name)s took part in this cohort and left. Take her or him back on its page.", name=person.name)
        )
    if not person.is_active:
        raise Refused(_l("The account of %(name)s is closed. Ask your coordinator to open it again.", name=person.name))
    enrolment = Enrolment(cohort=cohort, person=person, enrolled_at=now, enrolled_by_id=actor.id)
    db.session.add(enrolment)
    db.session.flush()
    remember(Did.ENROLLED, actor=actor, now=now, about=enrolment, cohort=cohort.id, person=person.id)
    return enrolment


def add_participant(
    cohort: Cohort,
    actor: Any,
    now: datetime,
    *,
    name: str,
    sex: str,
    language: str,
    agency: Agency | None,
    place: Place,
    email: str | None,
    position: str | None,
    request_key: str,
) -> Enrolment:
    """Somebody new to the platform takes part. The same `request_key` twice adds one person."""
    _lock(cohort)
    _refuse_closed(cohort)
    person = add_person(
        actor,
        now,
        name=name,
        sex=sex,
        language=language,
        agency=agency,
        place=place,
        email=email,
        position=position,
        is_demo=cohort.is_demo,
        request_key=request_key,
    )
    return enrol(cohort, person, actor, now)


def end_enrolment(enrolment: Enrolment, reason: str, actor: Any, now: datetime) -> None:
    """The person takes part no longer; what she did stays. Ending it again changes nothing."""
    if not reason.strip():
        raise Refused(_l("Write in a few words why the participation ends."), "reason")
    _lock(enrolment.cohort)
    _refuse_closed(enrolment.cohort)
    db.session.refresh(enrolment, ["ended_at"])
    if not enrolment.is_active:
        return
    enrolment.ended_at, enrolment.ended_reason = now, reason.strip()
    remember(
        Did.WITHDREW,
        actor=actor,
        now=now,
        about=enrolment,
        cohort=enrolment.cohort_id,
        person=enrolment.person_id,
        reason=reason.strip(),
    )


def resume_enrolment(enrolment: Enrolment, actor: Any, now: datetime) -> None:
    """The person takes part again, with everything she had done; twice is once."""
    _lock(enrolment.cohort)
    _refuse_closed(enrolment.cohort)
    db.session.refresh(enrolment, ["ended_at"])
    if enrolment.is_active:
        return
    enrolment.ended_at = enrolment.ended_reason = None
    remember(
        Did.ENROLLED, actor=actor, now=now, about=enrolment, cohort=enrolment.cohort_id, person=enrolment.person_id
    )


def make_trainer(enrolment: Enrolment, actor: Any, now: datetime, place: Place | None = None) -> Licence:
    """The master trainer of a cohort makes somebody who takes part in it a trainer. The same twice is one licence."""
    if not enrolment.is_active:
        raise Refused(
            _l(
                "%(name)s left this cohort. Only somebody who takes part can be made a trainer.",
                name=enrolment.person.name,
            )
        )
    return raise_trainer(enrolment.person, enrolment.cohort, actor, now, place)


# --------------------------------------------------------------------------------------------------------------- slips


def slip_refusal(actor: Any, enrolment: Enrolment) -> Any:
    """Why this actor can make no slip for this participant, as a sentence; None when she can."""
    if enrolment.person.has_joined:
        return _l("has joined already")
    if not enrolment.person.is_active:
        return _l("the account is closed")
    if not policy.may(actor, Can.MAKE_SLIP, enrolment):
        return _l("holds an office; ask the coordinator")
    return None


def make_slips(
    cohort: Cohort, chosen: Collection[int], actor: Any, now: datetime, request_key: str
) -> list[tuple[Person, str]]:
    """Codes for chosen enrolments of people who have not joined yet: (person, code). Their earlier codes end.

    The same `request_key` gives the same codes. Those for whom the actor may make none are left out.
    """
    _refuse_closed(cohort)
    enrolments = queries.enrolments_of_cohort(cohort.id, with_offices=True)
    able = [e for e in enrolments if e.id in chosen and slip_refusal(actor, e) is None]
    if not able:
        raise Refused(_l("Choose at least one person for whom you can print a slip."))
    return accounts.make_slips([e.person for e in able], actor, now, request_key)
