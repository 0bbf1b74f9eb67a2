"""The first page: what one learns, leads and looks after, each with the next thing to do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.conftest import SignIn, counting
from tests.progress import make
from tests.quizzes.make import HALF, World, committed_world
from tot.accounts.models import Person, Place, Role
from tot.cohorts.queries import own_enrolment
from tot.db import db, transaction
from tot.quizzes import actions as quizzes
from tot.quizzes.queries import sitting_by_id
from tot.seminars.models import Session


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    return committed_world(app)


def session_of(w: World, title: str, begins_at: datetime, **changes: Any) -> Session:
    values = {
        "cohort_id": w.cohort.id, "title": title, "begins_at": begins_at, "ends_at": begins_at + timedelta(hours=2),
        "minutes": 120, "mode": "in person", "venue": f"Room of {title}", "planned_at": make.AT,
        "planned_by_id": w.trainer.id, "request_key": title,
    }  # fmt: skip
    return Session(**{**values, **changes})


def office(app: Flask, kind: str, place_id: int) -> Person:
    with app.app_context():
        person = make.person(f"Officer {kind}")
        place = db.session.get_one(Place, place_id)
        db.session.add(
            Role(person_id=person.id, kind=kind, place_id=place.id, place_path=place.path, granted_at=make.AT)
        )
        db.session.commit()
        return person


def test_a_participant_sees_her_course_and_one_next_step(w: World, sign_in: SignIn) -> None:
    her = sign_in(w.person)
    page = her.get("/").text
    assert "Recognising and protecting trafficked children" in page
    assert "Read: Why your post matters" in page
    assert "0 of 10" in page
    for number in range(1, 9):
        her.post(f"/lessons/{w.enrolment.id}/BRD-2/BRD-2-s{number}")
    page = her.get("/").text
    assert "Play the case: The evening minibus" in page
    assert "8 of 10" in page
    assert "Cohorts you lead" not in page


def test_the_next_session_is_the_first_that_has_not_ended(app: Flask, w: World, sign_in: SignIn) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        db.session.add_all(
            [
                session_of(w, "yesterday", now - timedelta(days=1)),
                session_of(w, "tomorrow", now + timedelta(days=1), cancelled_at=make.AT),
                session_of(w, "later", now + timedelta(days=3)),
                session_of(w, "soon", now + timedelta(days=2)),
            ]
        )
        db.session.commit()
    for person in (w.person, w.trainer):
        page = sign_in(person).get("/").text
        assert "Room of soon" in page
        assert not any(f"Room of {other}" in page for other in ("yesterday", "tomorrow", "later"))


def test_a_trainer_sees_her_cohorts_and_what_waits(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        own, quiz = own_enrolment(w.enrolment.id), w.quiz
        with transaction():
            sitting = sitting_by_id(quizzes.begin(own, quiz, w.person, make.AT))
            quizzes.answer(sitting, quiz, quiz.questions[8], HALF, client_key="k", revision=1, now=make.AT)
            quizzes.finish(sitting, quiz, w.person, make.AT)
    page = sign_in(w.trainer).get("/").text
    assert w.cohort.name in page
    assert "1 participant" in page
    assert "1 answer waits for your marking" in page
    assert f"/quizzes/cohorts/{w.cohort.id}/to-mark" in page


def test_a_trainer_without_an_open_cohort_is_told_what_to_do(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.merge(w.cohort).closed_at = make.AT
        db.session.commit()
    page = sign_in(w.trainer).get("/").text
    assert "You lead no open cohort" in page
    assert "Open a cohort" in page


def test_a_coordinator_sees_numbers_of_her_place_only(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        elsewhere = Place(code="X", kind="region", path="/X/", names={"en": "Elsewhere"})
        db.session.add(elsewhere)
        db.session.commit()
        elsewhere_id = elsewhere.id
    here = sign_in(office(app, "coordinator", w.cohort.place_id)).get("/").text
    assert here.count('<dd class="stat-value">1</dd>') == 2
    there = sign_in(office(app, "coordinator", elsewhere_id)).get("/").text
    assert there.count('<dd class="stat-value">0</dd>') == 2
    assert "Invite a master trainer" in there
    assert w.person.name not in here + there


def test_an_administrator_is_led_to_the_installation(app: Flask, w: World, sign_in: SignIn) -> None:
    page = sign_in(office(app, "administrator", w.cohort.place_id)).get("/").text
    assert "State of the installation" in page
    assert "Your area" not in page


def test_an_observer_is_led_to_numbers_without_names(app: Flask, w: World, sign_in: SignIn) -> None:
    page = sign_in(office(app, "observer", w.cohort.place_id)).get("/").text
    assert "Numbers without names" in page
    assert w.person.name not in page


def test_somebody_without_anything_is_told_whom_to_ask(app: Flask, world: Connection, sign_in: SignIn) -> None:
    with app.app_context():
        person = make.person("Newcomer Fictional")
        db.session.commit()
    assert "You take part in no course yet" in sign_in(person).get("/").text


def test_a_course_one_has_left_is_gone(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.merge(w.enrolment).ended_at = make.AT
        db.session.commit()
    assert "You take part in no course yet" in sign_in(w.person).get("/").text


def test_the_page_asks_little_however_many_there_are(app: Flask, w: World, sign_in: SignIn, world: Connection) -> None:
    """Somebody who learns, leads and looks after at once, so that everything is on the page."""

    def asked() -> int:
        with counting(world) as statements:
            sign_in(w.trainer).get("/")
        return len(statements)

    with app.app_context():
        place = db.session.merge(w.cohort).place
        office_held = {"kind": "coordinator", "place_id": place.id, "place_path": place.path, "granted_at": make.AT}
        db.session.add(Role(person_id=w.trainer.id, **office_held))
        make.enrolment(db.session.merge(w.cohort), db.session.merge(w.trainer))
        db.session.commit()
    few = asked()
    with app.app_context():
        for _person in range(5):
            make.enrolment(db.session.merge(w.cohort))
        version = db.session.merge(w.cohort).course_version
        make.enrolment(make.cohort(version), db.session.merge(w.trainer))
        db.session.commit()
    assert asked() == few
    assert few <= 10  # a trainer's page also asks what she marks beside others, a coordinator's for corrected keys


def test_the_text_grows_and_stays_large_through_signing_out_and_in(w: World, sign_in: SignIn) -> None:
    her = sign_in(w.person)
    section = f"/lessons/{w.enrolment.id}/BRD-2/BRD-2-s1"
    answer = her.get(f"/text-size/large?next={section}", 303)
    assert answer.headers["Location"] == section
    assert '<html lang="en" class="text-large">' in her.get(section).text
    her.post("/accounts/sign-out")
    assert 'class="text-large"' in her.get("/accounts/sign-in").text
    assert her.get("/text-size/gigantic", 404)
    assert her.get("/text-size/normal?next=https://elsewhere.example", 303).headers["Location"] == "/"
    assert 'class="text-' not in her.get("/accounts/sign-in").text
