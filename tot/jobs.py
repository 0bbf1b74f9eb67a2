"""Work in the background. The row is the truth, written with the change that wants it; the queue carries its number."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import ForeignKey, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tot.audit import Actor
from tot.db import Base, after_commit, as_plain, db, insert_new, transaction

NEW = {"state": "waiting", "attempts": 0, "steps_done": 0, "steps_total": 0}
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
    made = {"kind": kind, "arguments": as_plain(arguments), "made_at": now, "made_by_id": getattr(actor, "id", None)}
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
        taken = db.session.execute(
            update(Job)
            .where(Job.id == number, free)
            .values(state="running", attempts=Job.attempts + 1, lease_until=now + LEASE)
        )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


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


# The queue in front of the rows: Huey, because it is small, kept well, and speaks SQLite and Redis alike.


def connect(app: Flask, queue_url: str, instance: Path) -> None:
    """Gives the application its queue. Under test there is none: jobs wait until `run_waiting` is called."""
    if app.testing:
        app.extensions["tot_queue"] = None
        return
    from huey import RedisHuey, SqliteHuey, crontab
    from huey.serializer import SignedSerializer

    # Signed, because the default messages are pickles: whoever may write to the queue could run code.
    signed = SignedSerializer(secret=app.secret_key)
    queue = (
        RedisHuey("tot", url=queue_url, serializer=signed, results=False)
        if queue_url
        else SqliteHuey("tot", filename=str(instance / "queue.sqlite"), serializer=signed, results=False)
    )

    def work(number: int) -> None:
        with app.app_context():
            run(number)

    def sweep() -> None:
        with app.app_context():
            run_waiting()
            do_duties(datetime.now(UTC))

    app.extensions["tot_queue"] = queue.task(name="work")(work)
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    app.extensions["tot_huey"] = queue


def _send(number: int) -> None:
    send = current_app.extensions.get("tot_queue")
    if send is None:
        return
    try:
        send(number)
    except Exception:  # the row waits; the sweeper will find it within a minute
        log.exception("queue unreachable", job=number)


def consume(app: Flask, workers: int = 1) -> Any:
    """A consumer of this application's queue; `start()` works in threads, `run()` in the foreground."""
    return app.extensions["tot_huey"].create_consumer(workers=workers, check_worker_health=False, max_delay=1.0)


def start_embedded(app: Flask) -> Any:
    """Works the jobs inside the web process: no second process to start. Returns the consumer, for stopping."""
    consumer = consume(app)
    # Signals belong to the web server here; Huey would replace its handlers.
    consumer._set_signal_handlers = lambda: None
    thread = threading.Thread(target=_start_and_sweep, args=(app, consumer), daemon=True, name="jobs")
    thread.start()
    return consumer


def _start_and_sweep(app: Flask, consumer: Any) -> None:
    consumer.start()
    with app.app_context():
        run_waiting()  # what an earlier process left behind
