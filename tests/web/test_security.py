"""Every answer carries the headers that protect its reader: nothing comes from elsewhere, no script is inline."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import Browser, SignIn
from tests.progress import make
from tot import config
from tot.app import create_app
from tot.db import db

SELF = {"'none'", "'self'", "data:"}


@pytest.mark.parametrize(("path", "status"), [("/accounts/sign-in", 200), ("/", 303), ("/no-such-page", 404)])
def test_every_answer_is_protected(browser: Browser, path: str, status: int) -> None:
    answer = browser.get(path, status)
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert {source for sources in rules.values() for source in sources.split()} <= SELF
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.getlist("Referrer-Policy") == ["same-origin"]
    assert "Strict-Transport-Security" not in answer.headers  # this installation has no https


def test_a_style_sheet_is_nothing_else(app: Flask, browser: Browser) -> None:
    with browser.client.get(app.jinja_env.globals["asset"]("css/tot.css")) as answer:
        assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]


def test_a_new_instance_is_closed_to_others(tmp_path: Path) -> None:
    assert config.load(tmp_path / "new").instance.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("world")
def test_what_somebody_signed_in_saw_does_not_come_back(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        person = make.person("Oʻgʻiloy Karimova")
        make.db.session.commit()
    assert sign_in(person).get("/").headers["Cache-Control"] == "no-store"


def test_where_there_is_https_browsers_are_told_to_keep_to_it(tmp_path: Path) -> None:
    settings = config.load(tmp_path, database_url="", mail_url="", queue_url="", public_url="https://tot.example")
    client = create_app(settings, testing=True).test_client()
    answer = client.get("/no-such-page", base_url="https://tot.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.usefixtures("world")
def test_what_no_column_can_hold_is_no_failure(app: Flask, sign_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    with app.app_context():
        person = make.person("Oʻgʻiloy Karimova")
        make.db.session.commit()
    hers, endless = sign_in(person), "9" * 30
    for path in (f"/accounts/people/{endless}", f"/cohorts/{endless}", f"/quizzes/attempts/{endless}/1"):
        assert hers.get(path, 400).text.count("We could not read that")
    stranger = Browser(app.test_client())
    for fields in ({"name": "so\0mebody", "password": "x"}, {"name": "so\0mebody@example.org", "password": "x"}):
        sent = {"csrf_token": stranger.token(), **fields}
        assert stranger.client.post("/accounts/sign-in", data=sent).status_code in (400, 422)  # SQLite holds a NUL
    assert not caplog.records


def test_an_error_of_the_database_tells_no_name(app: Flask, inside: None) -> None:
    with pytest.raises(DBAPIError) as caught, db.session.begin_nested():
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Karimova"})
    assert "nowhere" in str(caught.value)
    assert "Karimova" not in str(caught.value)


@pytest.mark.parametrize(("fields", "status"), [(19_000, 422), (21_000, 400)])
def test_a_flood_of_fields_is_not_laid_out(browser: Browser, fields: int, status: int) -> None:
    sent = f"csrf_token={browser.token()}&name=x" + "&" * fields
    answer = browser.client.post("/accounts/sign-in", data=sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status


def test_a_text_of_a_megabyte_comes_back_on_its_form_and_one_of_six_is_called_a_text(browser: Browser) -> None:
    form = {"name": "x" * 1_500_000, "password": "y"}
    answer = browser.post("/accounts/sign-in", form, 422).text
    assert "At most 254 characters." in answer
    assert form["name"] in answer
    answer = browser.client.post("/accounts/sign-in", data={"name": "x" * 6_000_000})
    assert answer.status_code == 413
    assert "That text is too long" in answer.text
    assert "file" not in answer.text.partition("<main")[2].partition("</main")[0]
