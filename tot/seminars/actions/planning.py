"""Sessions are planned, changed, cancelled and restored."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort
from tot.db import db
from tot.refusals import Refused
from tot.seminars import queries
from tot.seminars.actions.marking import mark_anew
from tot.seminars.models import Session
from tot.seminars.rules import Plan, overlaps
from tot.web.languages import format_clock, format_day


def plan_sessions(
    cohort: Cohort, plans: Sequence[Plan], actor: Person, now: datetime, *, request_key: str
) -> list[Session]:
    """Adds sessions to a cohort, all or none; the same request again returns what it made the first time."""
    lock_cohort(cohort.id)  # two tabs cannot both find the same hours free
    keys = [f"{request_key}-{number}" for number in range(1, len(plans) + 1)]
    made = list(db.session.scalars(select(Session).where(Session.request_key.in_(keys)).order_by(Session.id)))
    if made:
        return made
    for plan, key in zip(plans, keys, strict=True):
        _refuse_impossible(cohort, plan, but=None)
        session = Session(cohort_id=cohort.id, planned_at=now, planned_by_id=actor.id, request_key=key)
        _write(session, plan)
        db.session.add(session)
        db.session.flush()
        remember(Did.PLANNED_SESSION, actor=actor, now=now, about=session, cohort=cohort.id, session=session.id)
        made.append(session)
    return made


def change_session(session: Session, plan: Plan, actor: Person, now: datetime) -> list[str]:
    """Makes a session what the plan says and returns what changed.

    When its minutes or mode change after attendance was marked, whoever was present all the time is present for the
    new minutes: the marks are added anew, the earlier ones stay.
    """
    lock_cohort(session.cohort_id)
    db.session.refresh(session)
    if session.cancelled_at is not None:
        raise Refused(_("This session was cancelled. Take the cancellation back first."))
    _refuse_impossible(session.cohort, plan, but=session.id)
    changed = _write(session, plan)
    if not changed:
        return []
    if {"minutes", "mode"} & set(changed):
        mark_anew(session, actor, now)
    _remember_change(session, changed, actor, now)
    return changed


def cancel_session(session: Session, actor: Person, now: datetime) -> None:
    """Takes a session out of what counts; its marks stay, and come back with it. Cancelling again changes nothing."""
    lock_cohort(session.cohort_id)
    db.session.refresh(session)
    if session.cancelled_at is not None:
        return
    session.cancelled_at = now
    remember(Did.CANCELLED_SESSION, actor=actor, now=now, about=session, cohort=session.cohort_id, session=session.id)


def restore_session(session: Session, actor: Person, now: datetime) -> None:
    """Takes a cancellation back, where no other session has taken its time."""
    lock_cohort(session.cohort_id)
    db.session.refresh(session)
    if session.cancelled_at is None:
        return
    _refuse_impossible(session.cohort, _plan_of(session), but=session.id)
    session.cancelled_at = None
    _remember_change(session, ["cancelled_at"], actor, now)


def _remember_change(session: Session, fields: list[str], actor: Person, now: datetime) -> None:
    about = {"cohort": session.cohort_id, "session": session.id, "fields": fields}
    remember(Did.CHANGED_SESSION, actor=actor, now=now, about=session, **about)


def _write(session: Session, plan: Plan) -> list[str]:
    """Sets what the plan says and returns the fields that were different."""
    fields = ("title", "begins_at", "ends_at", "minutes", "mode", "venue", "module_key")
    changed = [name for name in fields if getattr(session, name, None) != getattr(plan, name)]
    for name in changed:
        setattr(session, name, getattr(plan, name))
    return changed


def _plan_of(session: Session) -> Plan:
    return Plan(
        session.title,
        session.begins_at,
        session.ends_at,
        session.minutes,
        session.mode,
        session.venue,
        session.module_key,
    )


def _refuse_impossible(cohort: Cohort, plan: Plan, but: int | None) -> None:
    """Refuses a plan outside the cohort's dates, longer than its own hours, or over another session."""
    if not cohort.is_open:
        raise Refused(_("This cohort is closed. Reopen it to change its sessions."))
    if plan.ends_at <= plan.begins_at:
        raise Refused(_("The session must end after it begins."), field="ends")
    if plan.minutes > plan.length:
        raise Refused(
            _("From beginning to end there are %(length)s minutes; contact time cannot be longer.", length=plan.length),
            field="minutes",
        )
    day = local_day(plan.begins_at)
    if not cohort.starts_on <= day <= cohort.ends_on:
        raise Refused(
            _(
                "The cohort runs from %(first)s to %(last)s. Choose a day between them, or change the cohort's dates.",
                first=format_day(cohort.starts_on, "long"),
                last=format_day(cohort.ends_on, "long"),
            ),
            field="day",
        )
    others = [session for session in queries.sessions_of(cohort.id) if session.id != but]
    for other in others:
        if overlaps(plan.begins_at, plan.ends_at, [(other.begins_at, other.ends_at)]):
            raise Refused(
                _(
                    "“%(title)s” takes place from %(begins)s to %(ends)s that day. Choose other hours.",
                    title=other.title,
                    begins=format_clock(other.begins_at),
                    ends=format_clock(other.ends_at),
                ),
                field="begins",
            )
