"""What an administrator sees of an installation: letters, jobs and events, the newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from tot.accounts.models import Person
from tot.audit import ABOUT_LEARNING, Event
from tot.db import db
from tot.jobs import Job
from tot.mail import Letter

PAGE = 50


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


def letters(page: int) -> tuple[list[Letter], int]:
    """The letters of a page, the newest first, and how many pages there are."""
    return _page_of(select(Letter).order_by(Letter.id.desc()), page)


def jobs(page: int) -> tuple[list[Job], int]:
    """The jobs of a page, the newest first, and how many pages there are."""
    return _page_of(select(Job).order_by(Job.id.desc()), page)


def events(page: int) -> tuple[list[Happened], int]:
    """What happened, the newest first, and how many pages there are; how people do at tests is left out."""
    shown = Event.kind.not_in(ABOUT_LEARNING)
    rows = db.session.execute(
        select(Event.at, Event.kind, Person.name, Event.facts)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(shown)
        .order_by(Event.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Happened(*row) for row in rows], _pages(db.session.scalar(select(func.count(Event.id)).where(shown)) or 0)


def counts() -> dict[str, int]:
    """How much waits: letters not sent, jobs waiting, running and failed."""
    by_state: dict[str, int] = {}
    for state, number in db.session.execute(select(Job.state, func.count()).group_by(Job.state)):
        by_state[state] = number
    unsent = db.session.scalar(select(func.count()).select_from(Letter).where(Letter.sent_at.is_(None))) or 0
    return {"letters": unsent, **{state: by_state.get(state, 0) for state in ("waiting", "running", "failed")}}


def _page_of(statement: Select[Any], page: int) -> tuple[list[Any], int]:
    counted = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    return list(db.session.scalars(statement.limit(PAGE).offset((page - 1) * PAGE))), _pages(counted)


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))
