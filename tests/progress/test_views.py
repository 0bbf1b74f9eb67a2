"""The course as a task list: what is done, what remains, and one next step."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.conftest import SignIn, counting
from tests.progress import make
from tests.quizzes.make import World, committed_world
from tot.db import db, transaction
from tot.progress.actions import tell


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    return committed_world(app)


def tell_all(app: Flask, w: World, facts: list[tuple[str, str, dict]]) -> None:
    with app.app_context(), transaction():
        for number, (kind, thing, said) in enumerate(facts):
            tell(w.enrolment.id, kind, thing, f"row {number}", said, make.AT + timedelta(minutes=number))


def test_the_list_follows_what_was_done(app: Flask, w: World, sign_in: SignIn) -> None:
    address = f"/progress/{w.enrolment.id}"
    her = sign_in(w.person)
    fresh = her.get(address).text
    assert "0 of 8 sections" in fresh
    assert fresh.count("in preparation") == 4
    assert "After each session your trainer notes who was there" in fresh
    quiz = {"points": 7, "of": 10, "is_passed": False, "waits": True}
    tell_all(
        app,
        w,
        [
            *(("section read", f"BRD-2-s{number}", {}) for number in range(1, 9)),
            ("scenario", "BRD-2-scenario", {"ending": "harm", "is_safe": False, "scores": {}}),
            ("quiz", "BRD-2-check", quiz),
            ("attendance", "session 1", {"minutes": 90, "status": "late", "number": 1}),
        ],
    )
    page = her.get(address).text
    assert "8 of 8 sections" in page
    assert "waits for your trainer" in page
    assert "You have done everything that is ready on this page" in page
    assert "9 of 10" in page
    assert "<dd>1.5</dd>" in page


def test_only_the_participant_sees_it(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        somebody = make.person("Somebody Fictional")
        db.session.commit()
    for person in (somebody, w.trainer):
        sign_in(person).get(f"/progress/{w.enrolment.id}", 403)
    sign_in(w.person).get("/progress/0", 404)


def test_the_page_asks_little(app: Flask, w: World, sign_in: SignIn, world: Connection) -> None:
    her = sign_in(w.person)
    her.get(f"/progress/{w.enrolment.id}")
    tell_all(app, w, [("section read", f"BRD-2-s{number}", {}) for number in range(1, 9)])
    with counting(world) as seen:
        her.get(f"/progress/{w.enrolment.id}")
    assert len(seen) <= 3, seen
