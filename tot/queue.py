"""The queue in front of the rows of jobs: Huey, because it is small, kept well, and speaks SQLite and Redis alike."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from tot import jobs

HUEY = "tot_huey"
GRACE = 5  # seconds for the work at hand when the process is stopped; what it leaves is begun again


def connect(app: Flask, queue_url: str, instance: Path) -> None:
    """Gives the application its queue. Under test there is none: jobs wait until `jobs.run_waiting` is called."""
    if app.testing:
        app.extensions[jobs.QUEUE] = None
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
            jobs.run(number)

    def sweep() -> None:
        with app.app_context():
            jobs.run_waiting()
            jobs.do_duties(datetime.now(UTC))

    app.extensions[jobs.QUEUE] = queue.task(name="work")(work)
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    app.extensions[HUEY] = queue


def consume(app: Flask, workers: int = 1) -> Any:
    """A consumer of this application's queue; `start()` works in threads, `run()` in the foreground."""
    how = {"check_worker_health": False, "max_delay": 1.0, "shutdown_timeout": GRACE}
    return app.extensions[HUEY].create_consumer(workers=workers, **how)


def start_embedded(app: Flask) -> Callable[[], None]:
    """Works the jobs inside the web process: no second process to start. Returns what stops it."""
    consumer = consume(app)
    # Signals belong to the web server here; Huey would replace its handlers.
    consumer._set_signal_handlers = lambda: None
    thread = threading.Thread(target=_start_and_sweep, args=(app, consumer), daemon=True, name="jobs")
    thread.start()

    def stop() -> None:
        """Begins no further job, and leaves the one at work some time: a connection in use keeps the database open."""
        consumer.stop_flag.set()
        thread.join(timeout=GRACE)
        consumer.stop(graceful=True)

    return stop


def _start_and_sweep(app: Flask, consumer: Any) -> None:
    consumer.start()
    with app.app_context():
        jobs.run_waiting()  # what an earlier process left behind
