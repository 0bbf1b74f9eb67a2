"""Two people publish the same courses in the same moment: nothing is there twice, and nobody sees an error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text

from tests.courses.make import write_course
from tot import config
from tot.app import create_app
from tot.courses.actions import publish
from tot.courses.models import Thing, Version
from tot.courses.reader import read_courses
from tot.db import db, transaction


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application over an empty database that several connections share for real."""
    url = ""
    if request.param == "postgresql":
        address = make_url(os.environ["TOT_TEST_POSTGRES"])
        name = f"{address.database or 'tot'}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_at_once"
        engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        engine.dispose()
        url = address.set(database=name).render_as_string(hide_password=False)
    app = create_app(config.load(tmp_path / "instance", database_url=url), testing=True)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def test_publishing_at_once(fresh: Flask, tmp_path: Path, now: datetime) -> None:
    courses = read_courses(write_course(tmp_path / "TST")).courses
    ready = Barrier(4)

    def one(_number: int) -> int:
        with fresh.app_context():
            ready.wait()
            with transaction():
                return publish(courses, now).courses[0].version_id

    with ThreadPoolExecutor(4) as people:
        assert len(set(people.map(one, range(4)))) == 1
    with fresh.app_context():
        assert db.session.scalar(select(func.count()).select_from(Version)) == 14
        assert db.session.scalar(select(func.count()).select_from(Thing)) == 14
