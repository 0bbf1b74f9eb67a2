"""A disk that is full: the page says it, keeps what was typed, and what was acknowledged before is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from tests.conftest import Browser
from tests.progress import make
from tests.quizzes.make import committed_world
from tot.db import db
from tot.quizzes.models import Answer


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
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


def test_a_full_disk_is_said_and_loses_nothing_that_was_acknowledged(fresh: Flask) -> None:
    with fresh.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL has its own disk")
    w = committed_world(fresh, make.tested_value())
    her = signed_in(fresh, w.person)
    attempt = her.post(f"/quizzes/{w.enrolment.id}/BRD-final").headers["Location"].rsplit("/", 1)[0]
    acknowledged = []
    with full_disk(fresh):
        for revision in range(1, 3000):
            said = {"client_key": f"{revision:064}", "revision": str(revision), "answer": "ab"[revision % 2]}
            there = her.client.post(f"{attempt}/1", data={"csrf_token": her.token(), **said})
            if there.status_code != 303:
                break
            acknowledged.append(said["client_key"])
        assert there.status_code == 503
        assert "The platform cannot save anything right now" in there.text
        assert f'value="{said["client_key"]}"' in there.text  # the same answer when it is sent again
        script = her.post(f"{attempt}/1", said, 503, headers={"Accept": "application/json"}).json
        assert script["said"]
        her.get(f"{attempt}/1")  # reading goes on
    assert acknowledged
    assert stored(fresh) == acknowledged
    her.post(f"{attempt}/1", said)
    assert stored(fresh) == [*acknowledged, said["client_key"]]


def stored(app: Flask) -> list[str]:
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Answer)) is not None
        return list(db.session.scalars(select(Answer.client_key).order_by(Answer.revision)))


def signed_in(app: Flask, person: Any) -> Browser:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": person.get_id(), "_fresh": True, "seen": int(datetime.now(UTC).timestamp())})
    return Browser(client)
