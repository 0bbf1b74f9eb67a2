"""Two people publish the same courses in the same moment: nothing is there twice, and nobody sees an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from tests.courses.make import write_course
from tot.courses.actions import publish
from tot.courses.models import Thing, Version
from tot.courses.reader import read_courses
from tot.db import db, transaction


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
        assert db.session.scalar(select(func.count()).select_from(Version)) == 15
        assert db.session.scalar(select(func.count()).select_from(Thing)) == 15
