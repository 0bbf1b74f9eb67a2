"""An administrator sees letters, work and events, and nobody else does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.conftest import SignIn
from tot import jobs, mail
from tot.accounts.models import Person, Place, Role
from tot.audit import FACTS, Did, remember
from tot.db import db, transaction
from tot.installation import words

PAGES = ["/installation/", "/installation/letters", "/installation/jobs", "/installation/events"]


def make_person(now: datetime, name: str, role: str | None) -> Person:
    key = name.lower().replace(" ", "")
    keys = {"name_key": name.lower(), "name_order": name.lower(), "sign_in_name": key, "sign_in_key": "k"}
    person = Person(name=name, email=f"{key}@example.org", made_at=now, **keys)
    db.session.add(person)
    db.session.flush()
    if role:
        place = Place(code=f"X-{key}", kind="country", path=f"/X-{key}/", names={"en": "Nowhere"})
        db.session.add(place)
        db.session.flush()
        db.session.add(Role(person_id=person.id, kind=role, place_id=place.id, place_path=place.path, granted_at=now))
        db.session.flush()
    return person


@pytest.fixture
def people(app: Flask, world: object, now: datetime) -> dict[str, Person]:
    with app.app_context(), transaction():
        return {
            "administrator": make_person(now, "Ada Fictional", "administrator"),
            "coordinator": make_person(now, "Cora Fictional", "coordinator"),
            "nobody": make_person(now, "Nora Fictional", None),
        }


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_open_it(people: dict[str, Person], sign_in: SignIn, path: str) -> None:
    sign_in(people["administrator"]).get(path)
    sign_in(people["coordinator"]).get(path, status=403)
    sign_in(people["nobody"]).get(path, status=403)


def test_letters_events_and_failed_work_are_shown_and_tried_again(
    app: Flask, people: dict[str, Person], sign_in: SignIn, now: datetime
) -> None:
    with app.app_context(), transaction():
        mail.write(to=people["nobody"], purpose="hello", thing="test", subject="Salom", body="A\nB\n\nC", now=now)
        broken = jobs.request("unheard of", "test", actor=None, now=now)
        broken.state, broken.error = "failed", "KeyError"
        remember(Did.SIGNED_IN, actor=people["nobody"], now=now, person=people["nobody"].id)
        remember(Did.MADE_SLIP, actor=None, now=now, person=1, expires_at=datetime(2027, 3, 31, 23, 30, tzinfo=UTC))
        days = {"before": date(2027, 3, 2), "taken_on": date(2027, 3, 3)}
        remember(Did.CORRECTED_DAY, actor=None, now=now, enrolment=1, quiz="Q", number=1, reason="2027-03-04 x", **days)
        remember(Did.CHANGED_PERSON, actor=None, now=now, person=1, fields=["email", "cancelled_at", "unheard_of"])
        remember(Did.CHANGED_PLACE, actor=None, now=now, place="UZ-TO", names={"en": "Tashkent", "ru": "Ташкент"})
        remember(Did.GAVE_FORMS, actor=None, now=now, cohort=1, test="BRD-pre", people=[])
        remember(Did.DISMISSED_MARKER, actor=None, now=now, cohort=1, quiz="Q", part="third", person=1)
        given = {"course": "BRD", "level": "master trainer", "place": 1, "because_of_cohort": None}
        remember(Did.GRANTED_LICENCE, actor=None, now=now, person=1, **given)
        remember(Did.ISSUED, actor=None, now=now, cohort=1, batch=1, certificates=[7, 1, 2, 3])
        remember(Did.SUBMITTED_ATTEMPT, actor=people["nobody"], now=now, enrolment=1, quiz="Q", number=1, points=7)
    admin = sign_in(people["administrator"])
    assert "Salom" in admin.get("/installation/letters").text
    assert "<br>" in admin.get(f"/installation/letters/{letter_number(app)}").text
    events = admin.get("/installation/events").text
    assert "Nora Fictional" in events
    assert "valid until: 1 Apr 2027, 04:30" in events, "as on a clock in Tashkent"
    assert "taken on: 3 Mar 2027" in events
    assert "2027-03-04 x" in events
    assert "what was changed: e-mail address, cancelled, unheard_of" in events
    assert "names: en: Tashkent, ru: Ташкент" in events
    assert "people: nothing" in events
    assert "part: Third marker" in events
    assert "certificates: 1–3, 7" in events
    assert "level: Master trainer, place: 1, earned in cohort: –" in events
    assert "attempt submitted" not in events  # how somebody does at her tests is none of an administrator's business
    assert "KeyError" in admin.get("/installation/jobs").text
    admin.post(f"/installation/jobs/{broken.id}/again")
    with app.app_context():
        assert db.session.get_one(jobs.Job, broken.id).state == "waiting"


def test_nobody_reads_what_a_mail_server_carries(
    app: Flask, people: dict[str, Person], sign_in: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    monkeypatch.setattr(mail, "_send_by_smtp", lambda _url, message: carried.append(message.get_content()))
    monkeypatch.setitem(app.config, "TOT", replace(app.config["TOT"], mail_url="smtp://mail.example.org"))
    with app.app_context(), transaction():
        mail.write(to=people["nobody"], purpose="reset", thing="test", subject="Salom", body="/j/SECRET", now=now)
    admin = sign_in(people["administrator"])
    path = f"/installation/letters/{letter_number(app)}"
    assert "SECRET" not in admin.get(path).text  # it waits: the mail server may be away for a while
    with app.app_context():
        jobs.run_waiting()
    assert carried == ["/j/SECRET\n"]
    assert "SECRET" not in admin.get(path).text
    with app.app_context():
        letter = db.session.scalars(db.select(mail.Letter)).one()
        assert (letter.body, letter.sent_at is None) == ("", False)


def test_every_kind_of_event_and_fact_has_words() -> None:
    assert set(words.EVENTS) == set(Did)
    assert set(words.FACTS) == {fact for facts in FACTS.values() for fact in facts}
    assert set(jobs._workers) <= set(words.WORK)


def letter_number(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(db.select(mail.Letter.id)).one()
