"""Who was there. A correction is a new mark; progress is told of every one."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.models import Enrolment
from tot.db import db
from tot.progress.actions import Told, tell_all
from tot.refusals import Refused
from tot.seminars import queries
from tot.seminars.models import AttendanceMark, Session
from tot.seminars.rules import Mark, Sorted, Wish, minutes_counted, mode_counted, sort_wishes
from tot.web.languages import format_day


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


def mark_anew(session: Session, actor: Person, now: datetime) -> None:
    """Adds everybody's mark again, with the minutes and the mode that the session has now."""
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
