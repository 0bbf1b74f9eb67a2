"""Markings from before levels keep their meaning: a criterion that was met has one point."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.conftest import fresh_database
from tot import config
from tot.app import create_app
from tot.db import db
from tot.installation.actions import MIGRATIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database as it was; its foreign keys sleep, so that a marking needs no answer."""
    url = "" if request.param == "sqlite" else fresh_database("criteria")
    app = create_app(config.load(tmp_path, database_url=url, mail_url="", queue_url=""), testing=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS), revision="0008")
        yield app
        db.session.remove()
        db.engine.dispose()


def written(*criteria: list[str]) -> None:
    """One marking each. Past the engine: within a transaction SQLite's foreign keys do not go to sleep."""
    sqlite = db.engine.dialect.name == "sqlite"
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET session_replication_role = replica")
    for number, names in enumerate(criteria, 1):
        cursor.execute(
            "INSERT INTO markings (id, answer_id, number, criteria, points, remark, marked_at, marked_by_id) "
            f"VALUES ({number}, {number}, 1, '{json.dumps(names)}', 1, '', '2027-03-01 09:00:00', 1)"
        )
    connection.commit()
    connection.close()


def kept() -> list[object]:
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT criteria FROM markings ORDER BY id")).scalars()
        return [json.loads(one) if isinstance(one, str) else one for one in found]


def test_met_criteria_become_points_and_back(before: Flask) -> None:
    written([], ["a", "b"], ["b"])
    upgrade(directory=str(MIGRATIONS), revision="0009")
    assert kept() == [{}, {"a": 1, "b": 1}, {"b": 1}]
    downgrade(directory=str(MIGRATIONS), revision="0008")
    assert kept() == [[], ["a", "b"], ["b"]]
