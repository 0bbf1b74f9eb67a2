"""Work in the background. The row is the truth, written with the change that wants it; the queue carries its number."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import ForeignKey, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tot.audit import Actor
from tot.db import Base, after_commit, as_plain, changed, db, insert_new, transaction

NEW = {"state": "waiting", "attempts": 0, "steps_done": 0, "steps_total": 0}
QUEUE = "tot_queue"
"""The extension that carries a number to a worker, see tot/queue.py; none under test."""
LEASE = timedelta(minutes=10)  # after this long without a word from its worker a job is given to another
TRIES = 3
log = structlog.get_logger()


class Job(Base):
    """One piece of work. States: waiting, running, done, failed."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    unique_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    finished_at: Mapped[datetime | None]


Report = Callable[[int, int], None]  # steps done, steps in all
Worker = Callable[[dict[str, Any], Report], None]
_workers: dict[str, Worker] = {}


def works(kind: str) -> Callable[[Worker], Worker]:
    """Marks the function that does this kind of job. It must be repeatable: a killed worker's job runs again."""

    def register(worker: Worker) -> Worker:
        _workers[kind] = worker
        return worker

    return register


Duty = Callable[[datetime], None]
_duties: list[Duty] = []


def each_minute(duty: Duty) -> Duty:
    """Marks what the worker does about once a minute, inside an application context. It must be repeatable."""
    _duties.append(duty)
    return duty


def do_duties(now: datetime) -> None:
    """Does all of it now; one that fails does not keep the others from being done."""
    for duty in _duties:
        try:
            duty(now)
        except Exception:
            log.exception("duty failed", duty=duty.__name__)


def request(
    kind: str, unique_key: str, *, actor: Actor | None, now: datetime, is_lost: bool = False, **arguments: Any
) -> Job:
    """Asks for work within the running transaction; the same key asked twice is one job.

    Failed work is tried anew, and so is work whose result `is_lost`, such as a file that somebody removed.
    """
    made = {"kind": kind, "arguments": as_plain(arguments), "made_at": now, "made_by_id": actor.id if actor else None}
    # Of two who ask at the same moment the second waits here, and then finds the job of the first.
    db.session.execute(insert_new(Job).values(unique_key=unique_key, **NEW, **made))
    job = db.session.scalars(
        select(Job).where(Job.unique_key == unique_key).with_for_update().execution_options(populate_existing=True)
    ).one()
    if job.state == "failed" or (is_lost and job.state == "done"):
        job.state, job.attempts, job.error = "waiting", 0, None
    number = job.id
    after_commit(lambda: _send(number))
    return job


def by_id(job_id: int) -> Job | None:
    """One job."""
    return db.session.get(Job, job_id)


def by_key(unique_key: str) -> Job | None:
    """The job that was asked for by this key."""
    return db.session.scalar(select(Job).where(Job.unique_key == unique_key))


def run(number: int) -> None:
    """Does one job, here and now, unless it is done or somebody else holds its lease."""
    if not _take(number):
        return
    job = db.session.get_one(Job, number)
    if job.attempts > TRIES:
        _finish(number, "failed", "Whoever worked on it was killed each time.")
        return
    try:
        _workers[job.kind](job.arguments, _reporter(number))
    except Exception as error:
        log.exception("job failed", job=number, kind=job.kind)
        _finish(number, "failed" if job.attempts >= TRIES else "waiting", f"{type(error).__name__}: {error}")
    else:
        _finish(number, "done", None)


def run_waiting(limit: int = 1000) -> int:
    """Does whatever waits, in order; returns how many jobs were tried."""
    numbers = _unclaimed(limit)
    for number in numbers:
        run(number)
    return len(numbers)


def _unclaimed(limit: int) -> list[int]:
    now = datetime.now(UTC)
    free = or_(Job.state == "waiting", (Job.state == "running") & (Job.lease_until < now))
    numbers = list(db.session.scalars(select(Job.id).where(free).order_by(Job.id).limit(limit)))
    db.session.rollback()  # ends the reading: each job begins with what is true then
    return numbers


def _take(number: int) -> bool:
    now = datetime.now(UTC)
    free = or_(Job.state == "waiting", (Job.state == "running") & (Job.lease_until < now))
    with transaction():
        taken = changed(
            update(Job)
            .where(Job.id == number, free)
            .values(state="running", attempts=Job.attempts + 1, lease_until=now + LEASE)
        )
    return taken == 1


def _finish(number: int, state: str, error: str | None) -> None:
    with transaction():
        db.session.execute(
            update(Job)
            .where(Job.id == number)
            .values(state=state, error=error, lease_until=None, finished_at=datetime.now(UTC))
        )


def _reporter(number: int) -> Report:
    def report(done: int, total: int) -> None:
        with transaction():
            db.session.execute(
                update(Job)
                .where(Job.id == number)
                .values(steps_done=done, steps_total=total, lease_until=datetime.now(UTC) + LEASE)
            )

    return report


def _send(number: int) -> None:
    send = current_app.extensions.get(QUEUE)
    if send is None:
        return
    try:
        send(number)
    except Exception:  # the row waits; the sweeper will find it within a minute
        log.exception("queue unreachable", job=number)
