"""A form that is sent after the session ended comes back with its text, to the same person and to nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from tests.accounts.make import PASSWORD, make_official, make_person, make_place
from tests.conftest import Browser, SignIn
from tot.accounts import actions, passwords
from tot.accounts.models import KeptForm, Person
from tot.db import db, transaction

TEXT = "A very long name in English that took a while to type"
PATH = "/accounts/places/add"


@pytest.fixture
def writer(app: Flask, world: Connection) -> Person:
    with app.app_context(), transaction():
        make_official("administrator", make_place("UZ"), "Fictional Other", password=PASSWORD, sign_in_name="other")
        return make_official("administrator", make_place("UZ"), password=PASSWORD, sign_in_name="writer")


def grow_idle(browser: Browser, app: Flask, writer: Person) -> None:
    with browser.client.session_transaction() as session:
        session["seen"] -= 60 * app.config["TOT"].idle_minutes + 1


def sign_out_in_another_tab(browser: Browser, app: Flask, writer: Person) -> None:
    browser.post("/accounts/sign-out")


def change_password_elsewhere(browser: Browser, app: Flask, writer: Person) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(Person, writer.id)
        actions.change_password(person, passwords.hash_of(PASSWORD), datetime.now(UTC))


ENDS = [grow_idle, sign_out_in_another_tab, change_password_elsewhere]


def write_until_it_ends(
    end: Callable[[Browser, Flask, Person], None], browser: Browser, app: Flask, writer: Person
) -> str:
    """Types into the form, loses the session, sends it; returns where one is led."""
    token = browser.token()
    browser.get(PATH)
    end(browser, app, writer)
    answer = browser.client.post(PATH, data={"csrf_token": token, "name_en": TEXT, "a_password": "secret"})
    assert answer.status_code == 303
    return str(answer.location)


def enter(browser: Browser, name: str, location: str) -> str:
    page = browser.get(location).text
    assert "Sign in again: what you wrote is kept for you" in page
    return str(browser.post(location, {"name": name, "password": PASSWORD}).location)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_the_same_person_finds_her_text_and_sends_it(
    app: Flask, sign_in: SignIn, writer: Person, end: Callable[..., None]
) -> None:
    browser = sign_in(writer)
    back = enter(browser, "writer", write_until_it_ends(end, browser, app, writer))
    assert back.startswith(f"{PATH}?kept=")
    page = browser.get(back).text
    assert TEXT in page
    assert "Nothing was lost" in page
    assert TEXT in browser.get(back).text  # loading the page again loses nothing either
    browser.post(back, {"name_en": TEXT})
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0
    assert f'value="{TEXT}"' not in browser.get(back).text


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_another_person_never_finds_it(app: Flask, sign_in: SignIn, writer: Person, end: Callable[..., None]) -> None:
    browser = sign_in(writer)
    back = enter(browser, "other", write_until_it_ends(end, browser, app, writer))
    page = browser.get(back).text
    assert TEXT not in page
    assert "Nothing was lost" not in page


def test_no_password_is_kept(app: Flask, sign_in: SignIn, writer: Person) -> None:
    write_until_it_ends(grow_idle, sign_in(writer), app, writer)
    with app.app_context():
        assert db.session.scalars(select(KeptForm.fields)).one() == [["name_en", TEXT]]


def test_a_form_of_the_first_is_never_kept_for_the_next_on_one_telephone(
    app: Flask, sign_in: SignIn, writer: Person
) -> None:
    browser = sign_in(writer)
    token = browser.token()
    browser.post("/accounts/sign-out")
    browser.post("/accounts/sign-in", {"name": "other", "password": PASSWORD})
    stale = {"csrf_token": token, "name_en": TEXT}
    assert browser.client.post(PATH, data=stale).status_code == 400  # the next one is signed in
    browser.post("/accounts/sign-out")
    assert browser.client.post(PATH, data=stale).status_code == 400  # and signed out again
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_signing_in_again_in_another_tab_lets_the_old_form_pass(app: Flask, sign_in: SignIn, writer: Person) -> None:
    browser = sign_in(writer)
    token = browser.token()
    browser.post("/accounts/sign-out")
    browser.post("/accounts/sign-in", {"name": "writer", "password": PASSWORD})
    assert browser.client.post(PATH, data={"csrf_token": token, "name_en": TEXT}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_without_any_session_a_form_is_refused_and_nothing_kept(app: Flask, browser: Browser, writer: Person) -> None:
    answer = browser.client.post(PATH, data={"name_en": TEXT})
    assert answer.status_code == 400
    assert "grown old" in answer.text
    forged = browser.client.post(PATH, data={"name_en": TEXT, "csrf_token": browser.token()})
    assert "/accounts/sign-in" in forged.location
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_a_button_without_a_page_leads_back_to_where_it_stood(app: Flask, sign_in: SignIn, writer: Person) -> None:
    browser = sign_in(writer)
    grow_idle(browser, app, writer)
    sent = {"csrf_token": browser.token(), "kind": "coordinator"}
    path = f"/accounts/people/{writer.id}/offices"
    for referrer, leads_to in [
        (f"http://localhost/accounts/people/{writer.id}?x=1", f"/accounts/people/{writer.id}"),
        ("http://evil.example/accounts/people", "/"),
        ("http://localhost//evil.example", "/"),
        ("", "/"),
    ]:
        location = browser.client.post(path, data=sent, headers={"Referer": referrer}).location
        target = parse_qs(urlsplit(location).query)["next"][0]
        assert urlsplit(target).path == leads_to
        assert "kept=" in target


def test_too_long_a_form_is_not_kept_and_nobody_says_it_was(app: Flask, sign_in: SignIn, writer: Person) -> None:
    browser = sign_in(writer)
    grow_idle(browser, app, writer)
    answer = browser.client.post(PATH, data={"csrf_token": browser.token(), "name_en": "x" * 250_000})
    page = browser.get(answer.location).text
    assert "Please sign in to go on" in page
    assert "kept for you" not in page


def test_kept_forms_are_few_and_forgotten_after_a_week(app: Flask, inside: None, now: datetime) -> None:
    person = make_person(password=PASSWORD)
    for number in range(25):
        actions.keep_form(person_id=person.id, path="/x", fields=[["a", str(number)]], now=now)
        db.session.flush()
    kept = db.session.scalars(select(KeptForm.fields).order_by(KeptForm.id)).all()
    assert [fields[0][1] for fields in kept] == [str(number) for number in range(5, 25)]
    actions.drop_old_kept_forms(now + timedelta(days=7))
    assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 20
    actions.drop_old_kept_forms(now + timedelta(days=7, seconds=1))
    assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_a_deeper_query_is_kept_with_the_way_back(app: Flask, sign_in: SignIn, writer: Person) -> None:
    browser = sign_in(writer)
    grow_idle(browser, app, writer)
    location = browser.client.post(
        f"{PATH}?a=1&kept=old", data={"csrf_token": browser.token(), "name_en": TEXT}
    ).location
    target = parse_qs(urlsplit(location).query)["next"][0]
    assert target.startswith(f"{PATH}?a=1&kept=")
    assert "kept=old" not in target
    back = enter(browser, "writer", location)
    assert TEXT in browser.get(back).text
