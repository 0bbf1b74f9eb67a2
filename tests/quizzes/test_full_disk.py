"""A disk that is full: the page says it, keeps what was typed, and what was acknowledged before is there."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from scripts import postgres
from tests.conftest import Browser
from tests.progress import make
from tests.quizzes.make import committed_world
from tot import config
from tot.app import create_app
from tot.db import db
from tot.quizzes.models import Answer

NO_LIMIT = "unlimited"
BLOCK = 8192
FILLING = """
    INSERT INTO answers (attempt_id, question_key, version_id, revision, client_key, response, points, answered_at)
    SELECT attempt_id, (SELECT max(key) FROM things), version_id, at, 'filling ' || at, to_json(repeat('x', 900)), 0,
        answered_at
    FROM (SELECT * FROM answers ORDER BY id LIMIT 1) AS one, generate_series(1, 1400) AS at
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Small:
    """The platform in a place that is full within `full()`: to a page's end by a quota, anywhere on a disk."""

    app: Flask
    full: Callable[[str], AbstractContextManager[None]]


@pytest.fixture(params=["sqlite", "postgresql"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Small]:
    if request.param == "sqlite":
        app = _app(tmp_path, "")
        yield Small(app, lambda _limit: _no_more_pages(app))
        _dispose(app)
        return
    with postgres.folder("--wal-segsize=1") as made, postgres.server(made, synchronous_commit="on") as server:
        app = _app(tmp_path, postgres.address(made))
        yield Small(app, lambda limit: _no_longer_files(app, server.pid, BLOCK // 2 if limit == "disk" else 0))
        _dispose(app)


def _app(instance: Path, url: str) -> Flask:
    app = create_app(config.load(instance, database_url=url), testing=True)
    with app.app_context():
        db.create_all()
    return app


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@contextmanager
def _no_more_pages(app: Flask) -> Iterator[None]:
    """SQLite gets no page more than it has."""

    def limit(connection: Any, _record: Any, _proxy: Any = None) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def lift(connection: Any, _record: Any, _proxy: Any = None) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        event.listen(engine, "checkout", lift)


@contextmanager
def _no_longer_files(app: Flask, postmaster: int, part: int) -> Iterator[None]:
    """The kernel lets PostgreSQL write no file beyond the size that its table of answers has, and a part of a page.

    The log of what is written (1 MB a file) must stay below that, so the table is filled up first.
    """
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(FILLING))
        size = connection.scalar(text("SELECT pg_relation_size('answers')"))
    assert size > 1024 * 1024
    _limit_files(postmaster, size + part)
    try:
        yield
    finally:
        _limit_files(postmaster, NO_LIMIT)


def _limit_files(postmaster: int, size: int | str) -> None:
    """Of the server and of those who work for it, by the account they run as: so it needs no rights."""
    for pid in (postmaster, *_children(postmaster)):
        subprocess.run(["prlimit", f"--pid={pid}", f"--fsize={size}:"], check=True, **postgres.account())


def _children(parent: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(stat.parent.name)


def test_a_full_disk_is_said_and_loses_nothing_that_was_acknowledged(disk: Small) -> None:
    her, attempt = begun(disk.app)
    acknowledged = [answered(her, attempt, 1).key]
    for limit in ("disk", "quota"):
        with disk.full(limit):
            while (there := answered(her, attempt, len(acknowledged) + 1)).status == 303:
                acknowledged.append(there.key)
            assert there.status == 503
            assert "The platform cannot save anything right now" in there.page
            assert f'value="{there.key}"' in there.page  # the same answer when it is sent again
            script = her.post(f"{attempt}/1", there.fields, 503, headers={"Accept": "application/json"}).json
            assert script["said"]
            her.get(f"{attempt}/1")  # reading goes on
        assert stored(disk.app) == acknowledged
        acknowledged.append(there.key)
        for _time in range(2):
            her.post(f"{attempt}/1", there.fields)
            assert stored(disk.app) == acknowledged


def test_a_database_that_a_full_disk_has_ended_is_waited_for(tmp_path: Path) -> None:
    with postgres.folder("--wal-segsize=1") as made:
        with postgres.server(made, synchronous_commit="on") as server:
            app = _app(tmp_path, postgres.address(made))
            her, attempt = begun(app)
            acknowledged = [answered(her, attempt, revision) for revision in range(1, 4)]
            assert [one.status for one in acknowledged] == [303, 303, 303]
            _limit_files(server.pid, BLOCK)  # nothing more can be written to the log: it must not go on
            lost = answered(her, attempt, 4)
            assert (lost.status, server.wait(timeout=20)) == (503, 1)
        again = answered(her, attempt, 5)
        assert (again.status, "Send it again" in again.page) == (503, True)
        assert f'name="client_key" value="{again.key}"' in again.page  # without a database, too, nothing typed is lost
        with postgres.server(made, synchronous_commit="on"):
            assert stored(app) == [one.key for one in acknowledged]
            for _time in range(2):
                assert answered(her, attempt, 4).status == 303
                assert stored(app) == [one.key for one in (*acknowledged, lost)]
            _dispose(app)


@dataclass(frozen=True)
class There:
    """An answer as it was sent, and what came back."""

    fields: dict[str, str]
    status: int
    page: str

    @property
    def key(self) -> str:
        return self.fields["client_key"]


def begun(app: Flask) -> tuple[Browser, str]:
    w = committed_world(app, make.tested_value())
    her = signed_in(app, w.person)
    return her, her.post(f"/quizzes/{w.enrolment.id}/BRD-final").headers["Location"].rsplit("/", 1)[0]


def answered(her: Browser, attempt: str, revision: int) -> There:
    fields = {"client_key": f"{revision:064}", "revision": str(revision), "answer": "ab"[revision % 2]}
    response = her.client.post(f"{attempt}/1", data={"csrf_token": her.token(), **fields})
    return There(fields, response.status_code, response.text)


def stored(app: Flask) -> list[str]:
    with app.app_context():
        wanted = select(Answer.client_key).where(Answer.client_key.not_like("filling%")).order_by(Answer.revision)
        return list(db.session.scalars(wanted))


def signed_in(app: Flask, person: Any) -> Browser:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": person.get_id(), "_fresh": True, "seen": int(datetime.now(UTC).timestamp())})
    return Browser(client)
