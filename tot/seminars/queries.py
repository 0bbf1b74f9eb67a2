"""What we know about sessions: who is on the roll, what was marked, and the register over all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import distinct, func, select, true
from sqlalchemy.orm import joinedload

from tot.accounts.models import Agency, Person
from tot.clock import local_day
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.progress.rules import Meeting
from tot.seminars.models import AttendanceMark, Session
from tot.seminars.rules import Held, Mark, Share, share


@dataclass(frozen=True, slots=True)
class OnRoll:
    """One participant as paper and page list them; `number` is the row on the sign-in sheet."""

    number: int
    enrolment_id: int
    name: str
    agency: Mapping[str, str] | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class MarkMade:
    """A mark with who made it and when, for the history on the attendance page."""

    mark: Mark
    marked_at: datetime
    marked_by: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One participant in the register: the mark of each session that has one, and what they add up to."""

    person: OnRoll
    marks: Mapping[int, Mark]
    share: Share


@dataclass(frozen=True, slots=True)
class Register:
    """The consolidated record of a cohort."""

    sessions: tuple[Session, ...]
    held: tuple[Held, ...]
    rows: tuple[RegisterRow, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which there was a session, in order."""
        return tuple(sorted({session.day for session in self.held}))

    @property
    def unmarked(self) -> tuple[Session, ...]:
        """Sessions in which nobody was marked yet."""
        return tuple(s for s, held in zip(self.sessions, self.held, strict=True) if not held.is_marked)


def session_by_id(session_id: int) -> Session | None:
    """The session with its cohort and trainer."""
    with_cohort = joinedload(Session.cohort)
    return db.session.scalar(
        select(Session)
        .where(Session.id == session_id)
        .options(with_cohort.joinedload(Cohort.led_by), with_cohort.joinedload(Cohort.place))
    )


def sessions_of(cohort_id: int, *, with_cancelled: bool = False) -> list[Session]:
    """The sessions of a cohort in the order of their time."""
    wanted = select(Session).where(Session.cohort_id == cohort_id).order_by(Session.begins_at, Session.id)
    if not with_cancelled:
        wanted = wanted.where(Session.cancelled_at.is_(None))
    return list(db.session.scalars(wanted))


def day_of(session: Session) -> date:
    """The day of a session where it is held."""
    return local_day(session.begins_at)


def meetings_of(cohort_id: int) -> tuple[Meeting, ...]:
    """The sessions that count for attendance: every one that was not cancelled."""
    return tuple(Meeting(f"session {s.id}", day_of(s), s.minutes) for s in sessions_of(cohort_id))


def marked_counts(cohort_id: int) -> dict[int, int]:
    """Session → how many of those still enrolled have a mark."""
    rows = db.session.execute(
        select(AttendanceMark.session_id, func.count(distinct(AttendanceMark.enrolment_id)))
        .join(Enrolment, Enrolment.id == AttendanceMark.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .group_by(AttendanceMark.session_id)
    )
    return {row[0]: row[1] for row in rows}


def roll_size(cohort_id: int) -> int:
    """How many take part now."""
    active = (Enrolment.cohort_id == cohort_id) & Enrolment.ended_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(Enrolment).where(active)) or 0


def roll_of(cohort_id: int, begins_at: datetime | None = None, *, with_ended: bool = False) -> list[OnRoll]:
    """Who takes part, by name. Who was enrolled after `begins_at` comes last, where the sheet had its blank rows."""
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.enrolled_at, Enrolment.ended_at, Person.name, Agency.names)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Agency, Agency.id == Person.agency_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None) if not with_ended else true())
        .order_by(Person.name_order, Enrolment.id)
    ).all()
    if begins_at is not None:
        rows = sorted(rows, key=lambda row: row.enrolled_at > begins_at)
    return [
        OnRoll(number, row.id, row.name, row.names, is_active=row.ended_at is None)
        for number, row in enumerate(rows, 1)
    ]


def marks_of(session_id: int) -> dict[int, list[MarkMade]]:
    """Enrolment → its marks in this session, the oldest first."""
    rows = db.session.execute(
        select(*_MARK, AttendanceMark.marked_at, Person.name)
        .join(Person, Person.id == AttendanceMark.marked_by_id)
        .where(AttendanceMark.session_id == session_id)
        .order_by(AttendanceMark.number, AttendanceMark.enrolment_id)
    )
    found: dict[int, list[MarkMade]] = defaultdict(list)
    for row in rows:
        mark = Mark(row.number, row.status, row.minutes, row.mode)
        found[row.enrolment_id].append(MarkMade(mark, row.marked_at, row.name))
    return found


_MARK: tuple[Any, ...] = (
    AttendanceMark.enrolment_id,
    AttendanceMark.session_id,
    AttendanceMark.number,
    AttendanceMark.status,
    AttendanceMark.minutes,
    AttendanceMark.mode,
)


def _latest_marks(session_ids: Sequence[int]) -> dict[int, dict[int, Mark]]:
    """Enrolment → session → the mark that counts."""
    rows = db.session.execute(
        select(*_MARK)
        .where(AttendanceMark.session_id.in_(session_ids))
        .order_by(AttendanceMark.number, AttendanceMark.enrolment_id)
    )
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    for enrolment_id, session_id, *mark in rows:
        found[enrolment_id][session_id] = Mark(*mark)
    return found


def register_of(cohort_id: int) -> Register:
    """The register: everybody who takes part, and those who left after they had been marked."""
    sessions = sessions_of(cohort_id)
    marks = _latest_marks([session.id for session in sessions])
    marked = {session_id for by_session in marks.values() for session_id in by_session}
    held = tuple(Held(s.id, day_of(s), s.minutes, s.id in marked) for s in sessions)
    roll = [p for p in roll_of(cohort_id, with_ended=True) if p.is_active or p.enrolment_id in marks]
    rows = tuple(
        RegisterRow(
            OnRoll(number, p.enrolment_id, p.name, p.agency, p.is_active),
            marks.get(p.enrolment_id, {}),
            share(held, marks.get(p.enrolment_id, {})),
        )
        for number, p in enumerate(roll, 1)
    )
    return Register(tuple(sessions), held, rows)
