"""People take part, leave, come back, get slips to sign in with, and become trainers."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _l

from tot import policy
from tot.accounts import actions as accounts
from tot.accounts.models import Agency, Person, Place
from tot.audit import Did, remember
from tot.cascade.actions import raise_trainer
from tot.cascade.models import Licence
from tot.cohorts import queries
from tot.cohorts.actions.cohorts import lock, refuse_closed
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.policy import Can
from tot.refusals import Refused, Sentence


def enrol(cohort: Cohort, person: Person, actor: Person, now: datetime) -> Enrolment:
    """A person takes part from now on. Enrolled twice is enrolled once."""
    lock(cohort)
    known = queries.enrolment_of(cohort.id, person.id)
    if known is not None and known.is_active:
        return known
    refuse_closed(cohort)
    if known is not None:
        raise Refused(
            _l("%(name)s took part in this cohort and left. Take her or him back on its page.", name=person.name)
        )
    if person.id == cohort.led_by_id:
        raise Refused(
            _l("The trainer who leads a cohort does not take part in it. Another trainer can enrol her or him.")
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
    actor: Person,
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
    lock(cohort)
    refuse_closed(cohort)
    person = accounts.add_person(
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


def end_enrolment(enrolment: Enrolment, reason: str, actor: Person, now: datetime) -> None:
    """The person takes part no longer; what she did stays. Ending it again changes nothing."""
    if not reason.strip():
        raise Refused(_l("Write in a few words why the participation ends."), "reason")
    lock(enrolment.cohort)
    refuse_closed(enrolment.cohort)
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


def resume_enrolment(enrolment: Enrolment, actor: Person, now: datetime) -> None:
    """The person takes part again, with everything she had done; twice is once."""
    lock(enrolment.cohort)
    refuse_closed(enrolment.cohort)
    db.session.refresh(enrolment, ["ended_at"])
    if enrolment.is_active:
        return
    enrolment.ended_at = enrolment.ended_reason = None
    remember(
        Did.ENROLLED, actor=actor, now=now, about=enrolment, cohort=enrolment.cohort_id, person=enrolment.person_id
    )


def make_trainer(enrolment: Enrolment, actor: Person, now: datetime, place: Place | None = None) -> Licence:
    """The master trainer of a cohort makes somebody who takes part in it a trainer. The same twice is one licence."""
    if not enrolment.is_active:
        raise Refused(
            _l(
                "%(name)s left this cohort. Only somebody who takes part can be made a trainer.",
                name=enrolment.person.name,
            )
        )
    return raise_trainer(enrolment.person, enrolment.cohort, actor, now, place)


def slip_refusal(actor: Person, enrolment: Enrolment) -> Sentence | None:
    """Why this actor can make no slip for this participant, as a sentence; None when she can."""
    if enrolment.person.has_joined:
        return _l("has joined already")
    if not enrolment.person.is_active:
        return _l("the account is closed")
    if not policy.may(actor, Can.MAKE_SLIP, enrolment):
        return _l("holds an office; ask the coordinator")
    return None


def make_slips(
    cohort: Cohort, chosen: Collection[int], actor: Person, now: datetime, request_key: str
) -> list[tuple[Person, str]]:
    """Codes for chosen enrolments of people who have not joined yet: (person, code). Their earlier codes end.

    The same `request_key` gives the same codes. Those for whom the actor may make none are left out.
    """
    refuse_closed(cohort)
    enrolments = queries.enrolments_of_cohort(cohort.id, with_offices=True)
    able = [e for e in enrolments if e.id in chosen and slip_refusal(actor, e) is None]
    if not able:
        raise Refused(_l("Choose at least one person for whom you can print a slip."))
    return accounts.make_slips([e.person for e in able], actor, now, request_key)
