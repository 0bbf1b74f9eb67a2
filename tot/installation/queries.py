"""What an administrator sees of an installation: letters, jobs and events, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from tot.accounts.models import Person
from tot.audit import ABOUT_LEARNING, Event
from tot.db import db
from tot.jobs import Job
from tot.mail import Letter


@dataclass(frozen=True, slots=True)
class Happened:
    """One event with the name of whoever did it."""

    at: datetime
    kind: str
    actor: str | None
    facts: dict[str, Any]


def letter_by_id(letter_id: int) -> Letter | None:
    """One letter."""
    return db.session.get(Letter, letter_id)


def letters(limit: int, offset: int) -> list[Letter]:
    """Letters, the newest first."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(limit).offset(offset)))


def jobs(limit: int, offset: int) -> list[Job]:
    """Jobs, the newest first."""
    return list(db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit).offset(offset)))


def count_of(rows: type[Letter] | type[Job]) -> int:
    """How many letters or jobs there are."""
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


SHOWN = Event.kind.not_in(ABOUT_LEARNING)
"""How people do at tests is left out of what happened."""


def events(limit: int, offset: int) -> list[Happened]:
    """What happened, the newest first."""
    rows = db.session.execute(
        select(Event.at, Event.kind, Person.name, Event.facts)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(SHOWN)
        .order_by(Event.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [Happened(*row) for row in rows]


def count_of_events() -> int:
    """How much happened."""
    return db.session.scalar(select(func.count(Event.id)).where(SHOWN)) or 0


def counts() -> dict[str, int]:
    """How much waits: letters not sent, jobs waiting, running and failed."""
    by_state: dict[str, int] = {}
    for state, number in db.session.execute(select(Job.state, func.count()).group_by(Job.state)):
        by_state[state] = number
    unsent = db.session.scalar(select(func.count()).select_from(Letter).where(Letter.sent_at.is_(None))) or 0
    return {"letters": unsent, **{state: by_state.get(state, 0) for state in ("waiting", "running", "failed")}}
