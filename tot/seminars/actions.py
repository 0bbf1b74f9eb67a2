"""Planning sessions and marking who was there. A correction is a new mark; progress is told of every one."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.progress.actions import Told, tell_all
from tot.refusals import Refused
from tot.seminars import queries
from tot.seminars.models import AttendanceMark, Session
from tot.seminars.rules import Mark, Plan, Sorted, Wish, minutes_counted, mode_counted, overlaps, sort_wishes
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
        _mark_anew(session, actor, now)
    remember(
        Did.CHANGED_SESSION,
        actor=actor,
        now=now,
        about=session,
        cohort=session.cohort_id,
        session=session.id,
        fields=changed,
    )
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
    remember(
        Did.CHANGED_SESSION,
        actor=actor,
        now=now,
        about=session,
        cohort=session.cohort_id,
        session=session.id,
        fields=["cancelled_at"],
    )


def mark_attendance(session: Session, wishes: Sequence[Wish], actor: Person, now: datetime) -> Sorted:
    """Adds a mark where somebody's differs from what is known; with a conflict it writes nothing and returns it.

    Only people who take part are marked. The same page sent twice writes once.
    """
    _refuse_closed(session)
    _refuse_too_early(session, now)
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update())
    active = set(
        db.session.scalars(
            select(Enrolment.id).where(Enrolment.cohort_id == session.cohort_id, Enrolment.ended_at.is_(None))
        )
    )
    history = _history(session)
    wanted = [_counted(session, wish) for wish in wishes if wish.enrolment_id in active]
    outcome = sort_wishes(wanted, history)
    if not outcome.conflicts:
        _append(session, outcome.changes, history, actor, now)
    return outcome


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


def _refuse_closed(session: Session) -> None:
    if session.cancelled_at is not None:
        raise Refused(_("This session was cancelled. Take the cancellation back before you mark attendance."))
    if not session.cohort.is_open:
        raise Refused(_("This cohort is closed. Reopen it to change attendance."))


def _refuse_too_early(session: Session, now: datetime) -> None:
    """Nobody can have come to a session whose day has not begun."""
    if local_day(now) < queries.day_of(session):
        raise Refused(
            _(
                "This session is on %(day)s. Attendance can be marked from that day on.",
                day=format_day(queries.day_of(session), "long"),
            )
        )


def _counted(session: Session, wish: Wish) -> Wish:
    """The wish with the minutes and the mode that this session gives it."""
    if wish.minutes > session.minutes:
        raise Refused(_("This session has %(minutes)s minutes; nobody can have more.", minutes=session.minutes))
    minutes = minutes_counted(wish.status, wish.minutes, session.minutes)
    return Wish(wish.enrolment_id, wish.status, minutes, mode_counted(session.mode, wish.mode), wish.drawn_from)


def _history(session: Session) -> dict[int, list[Mark]]:
    """Enrolment → its marks, the earliest first."""
    return {who: [made.mark for made in marks] for who, marks in queries.marks_of(session.id).items()}


def _mark_anew(session: Session, actor: Person, now: datetime) -> None:
    history = _history(session)
    wishes = []
    for who, marks in history.items():
        last = marks[-1]
        minutes = minutes_counted(last.status, min(last.minutes, session.minutes), session.minutes)
        wishes.append(Wish(who, last.status, minutes, mode_counted(session.mode, last.mode), last.number))
    _append(session, sort_wishes(wishes, history).changes, history, actor, now)


def _append(
    session: Session, wishes: Sequence[Wish], history: dict[int, list[Mark]], actor: Person, now: datetime
) -> None:
    """Adds the marks, tells progress of each, and remembers them together."""
    if not wishes:
        return
    marks = [
        AttendanceMark(
            session_id=session.id,
            enrolment_id=wish.enrolment_id,
            number=history[wish.enrolment_id][-1].number + 1 if wish.enrolment_id in history else 1,
            status=wish.status,
            minutes=wish.minutes,
            mode=wish.mode,
            marked_at=now,
            marked_by_id=actor.id,
        )
        for wish in wishes
    ]
    db.session.add_all(marks)
    db.session.flush()
    tell_all([_told(session, mark) for mark in marks], now)
    remember(
        Did.MARKED_ATTENDANCE,
        actor=actor,
        now=now,
        about=session,
        cohort=session.cohort_id,
        session=session.id,
        marks=[mark.id for mark in marks],
    )


def _told(session: Session, mark: AttendanceMark) -> Told:
    facts = {"minutes": mark.minutes, "status": mark.status, "number": mark.number}
    return Told(mark.enrolment_id, "attendance", f"session {session.id}", f"mark {mark.id}", facts)
