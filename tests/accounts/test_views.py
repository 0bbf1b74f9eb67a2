"""The pages of the door and of the own account, as somebody at a telephone meets them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Connection

from tests.accounts.make import PASSWORD, make_agency, make_coordinator, make_person
from tests.conftest import Browser, SignIn, counting
from tot import jobs, mail
from tot.accounts import actions
from tot.accounts.models import Invitation, Person
from tot.audit import Event
from tot.db import db, transaction

NEW = "yashil choynak uchta"


@pytest.fixture
def dilfuza(app: Flask, world: Connection) -> Person:
    with app.app_context(), transaction():
        return make_person(
            "Karimova Dilfuza", password=PASSWORD, sign_in_name="karimova.dilfuza", email="dilfuza@example.org"
        )


def a_code(app: Flask, person: Person, by: str = "slip", at: datetime | None = None) -> str:
    with app.app_context(), transaction():
        return actions.make_code(db.session.get_one(Person, person.id), by, None, at or datetime.now(UTC))


def person_now(app: Flask, person: Person) -> Person:
    with app.app_context():
        return db.session.get_one(Person, person.id)


def is_signed_in(browser: Browser) -> bool:
    return browser.client.get("/accounts/me").status_code == 200


# signing in


@pytest.mark.parametrize("typed", ["karimova.dilfuza", " Karimova.Dilfuza ", "DILFUZA@example.org", "каримова дилфуза"])
def test_signing_in_by_name_or_address(browser: Browser, dilfuza: Person, typed: str) -> None:
    browser.get("/accounts/sign-in")
    answer = browser.post("/accounts/sign-in", {"name": typed, "password": PASSWORD})
    assert answer.location == "/"
    assert is_signed_in(browser)


def test_unknown_wrong_locked_and_closed_all_read_the_same(app: Flask, browser: Browser, dilfuza: Person) -> None:
    with app.app_context(), transaction():
        soon = datetime.now(UTC) + timedelta(minutes=5)
        make_person("Locked", sign_in_name="locked", password=PASSWORD, locked_until=soon)
        make_person("Closed", sign_in_name="closed", password=PASSWORD, is_active=False)
        make_person("Waiting", sign_in_name="waiting")
    seen = set()
    for name, password in [
        ("nobody", PASSWORD), ("karimova.dilfuza", "wrong"), ("locked", PASSWORD), ("closed", PASSWORD),
        ("waiting", "x"),
    ]:  # fmt: skip
        page = browser.post("/accounts/sign-in", {"name": name, "password": password}, status=422).text
        assert "The sign-in name or the password is not right" in page
        assert "Write your" not in page
        assert PASSWORD not in page
        seen.add(page.replace(name, "…").replace(browser.token(), "…").partition("<main")[2].count("<p"))
    assert len(seen) == 1
    assert not is_signed_in(browser)


OPEN_REDIRECTS = [
    ("/cohorts/", "/cohorts/"),
    ("/accounts/people?q=a&page=2", "/accounts/people?q=a&page=2"),
    *((evil, "/") for evil in (
        "//evil.example", "https://evil.example/", "http:evil.example", "/\\evil.example", "\\\\evil.example",
        "///evil", "/\t/evil.example", "/%5cevil\\x", "javascript:alert(1)", " //evil.example", "evil.example", "",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("target", "leads_to"), OPEN_REDIRECTS)
def test_after_the_sign_in_one_stays_on_the_platform(
    browser: Browser, dilfuza: Person, target: str, leads_to: str
) -> None:
    fields = {"name": "karimova.dilfuza", "password": PASSWORD}
    answer = browser.post("/accounts/sign-in", fields, query_string={"next": target})
    assert answer.location == leads_to
    assert browser.get("/accounts/sign-in", 303, query_string={"next": target}).location == leads_to


def test_five_wrong_passwords_lock_and_the_owner_is_told_twice(app: Flask, browser: Browser, dilfuza: Person) -> None:
    for _try in range(5):
        browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": "wrong"}, status=422)
    browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": PASSWORD}, status=422)
    locked = person_now(app, dilfuza)
    assert locked.locked_until is not None
    assert timedelta(minutes=14) < locked.locked_until - datetime.now(UTC) <= timedelta(minutes=15)
    with app.app_context():
        letter = db.session.scalars(select(mail.Letter)).one()
        assert "dilfuza@example.org" in letter.address
        with transaction():  # the time passes
            owner = db.session.get_one(Person, dilfuza.id)
            owner.locked_until = datetime.now(UTC) - timedelta(seconds=1)
    browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": PASSWORD})
    assert "Your account was locked on" in browser.get("/accounts/me").text
    assert "Your account was locked on" not in browser.get("/accounts/me").text
    assert person_now(app, dilfuza).failed_sign_ins == 0


def test_many_wrong_tries_from_one_address_are_stopped(browser: Browser, dilfuza: Person) -> None:
    for number in range(50):
        browser.post("/accounts/sign-in", {"name": f"nobody{number}", "password": ""}, status=422)
    browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": PASSWORD}, status=429)


def test_signing_out_ends_it_here_and_a_reload_is_harmless(browser: Browser, sign_in: SignIn, dilfuza: Person) -> None:
    hers = sign_in(dilfuza)
    assert is_signed_in(hers)
    hers.post("/accounts/sign-out")
    assert not is_signed_in(hers)
    hers.post("/accounts/sign-out")
    hers.get("/accounts/sign-out", 405)


# coming with a code


def test_a_slip_leads_in_once(app: Flask, browser: Browser, world: Connection) -> None:
    with app.app_context(), transaction():
        newcomer = make_person("Oʻktamova Gʻuncha", language="uz", agency=make_agency(), sign_in_name="oktamova.guncha")
    code = a_code(app, newcomer)
    typed = browser.post("/j", {"code": f" {code[:5].lower()}-{code[5:].lower()} "}).location
    assert typed == f"/j/{code[:5].lower()}-{code[5:].lower()}"
    shown = browser.get(typed)
    assert shown.headers["Cache-Control"] == "no-store"  # it names her to a telephone that may be another's
    page = shown.text
    assert "Oʻktamova Gʻuncha" in page
    assert "Chegara xizmati" in page
    assert 'lang="uz"' in page
    assert "karimova" not in page
    browser.get(f"/J/{code}")  # the picture on the slip says it in capital letters
    fields = {"language": "ru", "password": NEW, "password_again": NEW}
    browser.post(f"/j/{code}", fields)
    assert is_signed_in(browser)
    joined = person_now(app, newcomer)
    assert (joined.language, joined.has_joined) == ("ru", True)
    again = Browser(app.test_client())
    again.post(f"/j/{code}", fields, status=410)
    again.post("/accounts/sign-in", {"name": "oktamova.guncha", "password": NEW})


def test_the_choice_of_language_on_the_page_holds(app: Flask, browser: Browser, dilfuza: Person) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, dilfuza.id).language = "uz"
    code = a_code(app, dilfuza)
    assert 'lang="uz"' in browser.get(f"/j/{code}").text
    browser.get(f"/language/ru?next=/j/{code}", 303)
    page = browser.get(f"/j/{code}").text
    assert '<html lang="ru"' in page


BAD_PASSWORDS = [
    ({"password": "short", "password_again": "short"}, "at least 10 characters"),
    ({"password": "password2024", "password_again": "password2024"}, "Too many people use such a password"),
    ({"password": "dilfuza-karimova", "password_again": "dilfuza-karimova"}, "Too many people use such a password"),
    ({"password": NEW, "password_again": "another choynak"}, "The two passwords are not the same"),
    ({"password": "", "password_again": ""}, "Choose a password."),
]


@pytest.mark.parametrize(("fields", "words"), BAD_PASSWORDS)
def test_a_bad_password_is_explained_and_uses_nothing_up(
    app: Flask, browser: Browser, dilfuza: Person, fields: dict[str, str], words: str
) -> None:
    code = a_code(app, dilfuza)
    page = browser.post(f"/j/{code}", {"language": "en", **fields}, status=422).text
    assert words in page
    browser.post(f"/j/{code}", {"language": "en", "password": NEW, "password_again": NEW})


def test_wrong_used_replaced_and_expired_codes_say_what_to_do(app: Flask, browser: Browser, dilfuza: Person) -> None:
    month_ago = datetime.now(UTC) - timedelta(days=31)
    expired = a_code(app, dilfuza, at=month_ago)
    replaced = a_code(app, dilfuza, at=month_ago)
    used = a_code(app, dilfuza)
    with app.app_context(), transaction():
        db.session.execute(Invitation.__table__.update().values(withdrawn_at=None))
        actions.withdraw_codes(db.session.get_one(Person, dilfuza.id), datetime.now(UTC))
        first, _second, third = db.session.scalars(select(Invitation).order_by(Invitation.id))
        first.withdrawn_at, third.used_at = None, datetime.now(UTC)
    for code, status, words in [
        ("AAAAA-BBBBB", 404, "no such code"),
        ("nonsense", 404, "no such code"),
        (expired, 410, "It worked until"),
        (replaced, 410, "A newer code was made"),
        (used, 410, "Each code works once"),
    ]:
        page = browser.get(f"/j/{code}", status).text
        assert words in page
        assert "ask your trainer or coordinator" in page.lower()
        assert "Karimova" not in page


def test_what_to_mend_is_said_in_the_language_just_chosen(app: Flask, browser: Browser, dilfuza: Person) -> None:
    code = a_code(app, dilfuza)
    browser.get(f"/j/{code}")
    answer = browser.post(f"/j/{code}", {"language": "ru", "password": "1", "password_again": "1"}, 422)
    assert 'lang="ru"' in answer.text.split(">", 2)[1]
    answer = browser.post(f"/j/{code}", {"language": "xx", "password": "1", "password_again": "1"}, 422)
    assert 'lang="ru"' in answer.text.split(">", 2)[1], "what is not offered changes nothing"


def test_codes_tried_at_random_are_stopped(app: Flask, browser: Browser, dilfuza: Person) -> None:
    code = a_code(app, dilfuza)
    for number in range(20):
        browser.get(f"/j/AAAAA{number:05d}", 404)
    browser.get("/j/AAAAA99999", 429)
    browser.get(f"/j/{code}", 429)


def test_thirty_people_behind_one_address_all_come_in(app: Flask, world: Connection) -> None:
    with app.app_context(), transaction():
        people = [make_person(f"Fictional Person {'I' * n}") for n in range(1, 31)]
        codes = [actions.make_code(person, "slip", None, datetime.now(UTC)) for person in people]
    for code in codes:
        Browser(app.test_client()).get(f"/j/{code}")


# a forgotten password


def test_a_forgotten_password_is_answered_alike_for_everybody(
    app: Flask, browser: Browser, dilfuza: Person, world: Connection
) -> None:
    browser.get("/accounts/forgot")
    pages, work = [], []
    for typed in ("dilfuza@example.org", "karimova.dilfuza", "nobody"):
        with counting(world) as statements:
            location = browser.post("/accounts/forgot", {"name": typed}).location
        pages.append(browser.get(location).text)
        work.append(len(statements))
    assert len(set(pages)) == 1
    assert len(set(work)) == 1  # who has an account cannot be told from how long the answer takes either
    with app.app_context():
        jobs.run_waiting()
        letters = db.session.scalars(select(mail.Letter)).all()
        made = db.session.scalars(select(Event.facts).where(Event.kind == "link made")).all()
    assert len(letters) == 1  # asked twice within ten minutes
    assert made == [{"person": dilfuza.id, "by": "reset"}]
    link = next(line for line in letters[0].body.splitlines() if "/j/" in line).removeprefix("http://localhost")
    assert "Choose a new password" in browser.get(link).text
    browser.post(link, {"language": "en", "password": NEW, "password_again": NEW})
    browser.post("/accounts/sign-out")
    browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": PASSWORD}, status=422)
    browser.post("/accounts/sign-in", {"name": "karimova.dilfuza", "password": NEW})


# the own account


def test_a_new_password_ends_all_other_sign_ins(app: Flask, sign_in: SignIn, dilfuza: Person) -> None:
    here, elsewhere = sign_in(dilfuza), sign_in(dilfuza)
    lost, sent = a_code(app, dilfuza), a_code(app, dilfuza, "reset")
    fields = {"password_now": PASSWORD, "password": NEW, "password_again": NEW}
    here.get("/accounts/me/password")
    here.post("/accounts/me/password", {**fields, "password_now": "wrong"}, status=422)
    here.post("/accounts/me/password", fields)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    for code in (lost, sent):  # whoever found the slip or reads her letters does not come in either
        elsewhere.get(f"/j/{code}", 410)


def test_signing_out_everywhere_else(app: Flask, sign_in: SignIn, dilfuza: Person) -> None:
    here, elsewhere = sign_in(dilfuza), sign_in(dilfuza)
    here.post("/accounts/me/sign-out-everywhere")
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_guessing_the_password_on_an_open_device_locks(app: Flask, sign_in: SignIn, dilfuza: Person) -> None:
    here = sign_in(dilfuza)
    fields = {"password": NEW, "password_again": NEW}
    for _try in range(5):
        here.post("/accounts/me/password", {**fields, "password_now": "wrong"}, status=422)
    here.post("/accounts/me/password", {**fields, "password_now": PASSWORD}, status=422)


def test_the_language_and_the_address_are_changed(app: Flask, sign_in: SignIn, dilfuza: Person) -> None:
    here, slip, link = sign_in(dilfuza), a_code(app, dilfuza), a_code(app, dilfuza, "reset")
    here.post("/accounts/me", {"language": "ru"})
    assert '<html lang="ru"' in here.get("/accounts/me").text
    here.get("/accounts/me/address")
    here.post("/accounts/me/address", {"email": "nonsense", "password_now": PASSWORD}, status=422)
    here.post("/accounts/me/address", {"email": "New@Example.org", "password_now": PASSWORD})
    assert person_now(app, dilfuza).email == "new@example.org"
    with app.app_context():
        letter = db.session.scalars(select(mail.Letter)).one()
    assert letter.address == "dilfuza@example.org"  # the former address hears of it
    here.get(f"/j/{link}", 410)  # and what was sent there lets nobody in
    here.get(f"/j/{slip}")


def test_an_address_of_somebody_else_is_refused(app: Flask, sign_in: SignIn, dilfuza: Person) -> None:
    with app.app_context(), transaction():
        other = make_coordinator(password=PASSWORD, email="taken@example.org")
    assert other.email
    page = sign_in(dilfuza).post("/accounts/me/address", {"email": other.email, "password_now": PASSWORD}, status=422)
    assert "belongs to another account" in page.text
