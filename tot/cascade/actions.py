"""What happens to licences: granted by a coordinator, passed on by a master trainer, ended with a reason."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from tot.accounts import actions as accounts
from tot.accounts.models import Person, Place
from tot.audit import Did, remember
from tot.cascade import queries, rules
from tot.cascade.models import Licence
from tot.clock import local_day
from tot.courses.queries import current_course_version
from tot.db import db
from tot.refusals import Refused


class Cohort(Protocol):
    """Whom a licence comes from: all that the cascade, which lies beneath cohorts, must know of one."""

    id: int
    course_key: str
    place_id: int
    led_by_id: int

    @property
    def is_open(self) -> bool: ...


def grant_master(
    person: Person,
    course_key: str,
    place: Place,
    actor: Person,
    now: datetime,
    valid_until: date | None = None,
    request_key: str | None = None,
) -> Licence:
    """A coordinator licenses a master trainer for a course and a place of hers. The same twice is one licence.

    An expired licence is renewed: a new row in the same place of the cascade, so that everybody beneath stays there.
    """
    _refuse_wrong_master(person, course_key, place, actor)
    accounts.lock_person(person)
    held = queries.held_licence(person.id, course_key)
    if held is not None and held.is_valid_on(local_day(now)):
        if held.level == rules.MASTER and held.place_id == place.id:
            return held
        raise _already_licensed(person)
    until = valid_until or rules.valid_until(local_day(now))
    if until < local_day(now):
        raise Refused(_l("The licence would have ended already. Choose a later day."), "valid_until")
    licence = _new(person, course_key, rules.MASTER, place, actor, now, until)
    licence.request_key = request_key
    if held is not None:
        _end(held, str(_l("Renewed")), actor, now)
        licence.parent_id, licence.generation = held.parent_id, held.generation
    return _place_in_tree(licence, None if held is None else held.path, actor, now)


def invite_master(
    actor: Person,
    now: datetime,
    *,
    person: Person | None,
    facts: Mapping[str, Any],
    course_key: str,
    place: Place,
    by_letter: bool,
    request_key: str,
) -> Licence:
    """A coordinator licenses a master trainer, known (`person`) or new (`facts`, see add_person), and lets her in.

    Somebody who has joined already needs no letter. The same `request_key` twice invites once.
    """
    accounts.lock_person(actor)
    if known := queries.licence_of_request(request_key, actor.id):
        return known
    invited = person or accounts.add_person(actor, now, **facts, request_key=request_key)
    licence = grant_master(invited, course_key, place, actor, now, request_key=request_key)
    if by_letter and not invited.has_joined:
        accounts.invite(invited, actor, now)
    return licence


def make_slip(licence: Licence, actor: Person, now: datetime, request_key: str) -> list[tuple[Person, str]]:
    """(person, code) with which a trainer signs in for the first time. The same `request_key` gives the same code."""
    if licence.person.has_joined:
        raise Refused(_l("%(name)s has joined already and needs no slip.", name=licence.person.name))
    return accounts.make_slips([licence.person], actor, now, request_key)


def raise_trainer(person: Person, cohort: Cohort, actor: Person, now: datetime, place: Place | None = None) -> Licence:
    """A master trainer makes a participant of her cohort a national trainer beneath her. The same twice is one licence.

    Whether the person takes part in the cohort is known above the cascade: ask cohorts.actions.make_trainer.
    """
    above = _licence_that_raises(person, cohort, actor, local_day(now))
    accounts.lock_person(person)
    held = queries.held_licence(person.id, cohort.course_key)
    if held is not None and held.is_valid_on(local_day(now)):
        if held.because_of_cohort_id == cohort.id and held.parent_id == above.id:
            return held
        raise _already_licensed(person)
    place = place or db.session.get_one(Place, cohort.place_id)
    if not place.path.startswith(above.place_path):
        raise Refused(_l("Choose a place within the one that your own licence is for."), "place")
    if held is not None:
        _end(held, str(_l("Renewed")), actor, now)
    until = rules.valid_until(local_day(now))
    licence = _new(person, cohort.course_key, rules.NATIONAL, place, actor, now, until)
    licence.parent_id, licence.generation = above.id, above.generation + 1
    licence.because_of_cohort_id = cohort.id
    return _place_in_tree(licence, None, actor, now, above.path)


def end_licence(licence: Licence, reason: str, actor: Person, now: datetime) -> None:
    """Ends a licence with a reason; ending it again changes nothing. Its holder's cohorts stay hers."""
    if not reason.strip():
        raise Refused(_l("Write in a few words why the licence ends."), "reason")
    accounts.lock_person(licence.person)
    db.session.refresh(licence, ["ended_at"])
    if licence.ended_at is None:
        _end(licence, reason.strip(), actor, now)


def _refuse_wrong_master(person: Person, course_key: str, place: Place, actor: Person) -> None:
    if not rules.looks_after(actor, place.path):
        raise Refused(_l("You can license trainers only for places that you coordinate."), "licence_place")
    if person.id == actor.id:
        raise Refused(_l("Nobody can license herself or himself. Ask another coordinator."))
    _refuse_closed_account(person)
    if current_course_version(course_key) is None:
        raise Refused(_l("This course is not published now. Choose another course."), "course")


def _licence_that_raises(person: Person, cohort: Cohort, actor: Person, today: date) -> Licence:
    """The actor's own licence, beneath which the new one will stand."""
    if person.id == actor.id:
        raise Refused(_l("Nobody can make herself or himself a trainer. Ask your master trainer or coordinator."))
    if cohort.led_by_id != actor.id:
        raise Refused(_l("Only the trainer who leads this cohort can make one of its participants a trainer."))
    if not cohort.is_open:
        raise Refused(_l("This cohort is closed. Reopen it first, then make the participant a trainer."))
    _refuse_closed_account(person)
    above = queries.licence_for(actor, cohort.course_key, today)
    if above is None:
        raise Refused(_l("Your licence for this course is not valid today. Ask your coordinator to renew it."))
    if above.level != rules.MASTER:
        raise Refused(_l("Only a master trainer can make somebody a trainer. Ask the master trainer above you."))
    return above


def _refuse_closed_account(person: Person) -> None:
    if not person.is_active:
        raise Refused(_l("The account of %(name)s is closed. Ask your coordinator to open it again.", name=person.name))


def _already_licensed(person: Person) -> Refused:
    return Refused(
        _l("%(name)s already holds a licence for this course. It must end before another is given.", name=person.name)
    )


def _new(
    person: Person, course_key: str, level: str, place: Place, actor: Person, now: datetime, until: date
) -> Licence:
    return Licence(
        person=person,
        course_key=course_key,
        level=level,
        place=place,
        place_path=place.path,
        path="",
        generation=1,
        granted_at=now,
        granted_by_id=actor.id,
        valid_until=until,
    )


def _place_in_tree(licence: Licence, path: str | None, actor: Person, now: datetime, above: str = "/") -> Licence:
    """Writes the licence with its path: the one it takes over, or its own number below the one above."""
    db.session.add(licence)
    db.session.flush()
    licence.path = path or f"{above}{licence.id}/"
    remember(
        Did.GRANTED_LICENCE,
        actor=actor,
        now=now,
        about=licence,
        person=licence.person_id,
        course=licence.course_key,
        level=licence.level,
        place=licence.place_id,
        because_of_cohort=licence.because_of_cohort_id,
    )
    db.session.flush()
    return licence


def _end(licence: Licence, reason: str, actor: Person, now: datetime) -> None:
    licence.ended_at, licence.ended_reason = now, reason
    db.session.flush()  # only then does the database let another be held
    remember(
        Did.ENDED_LICENCE,
        actor=actor,
        now=now,
        about=licence,
        person=licence.person_id,
        course=licence.course_key,
        reason=reason,
    )
