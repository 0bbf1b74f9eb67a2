"""The pages about trainers: a coordinator's first steps, a trainer's line, and who sees neither."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from tests.accounts.make import make_coordinator, make_official, make_person, make_place
from tests.cascade.make import make_course, make_licence, make_trainer
from tests.conftest import SignIn, count_of, counting
from tot import mail
from tot.accounts.models import Invitation, Person
from tot.cascade.models import Licence
from tot.db import db


@pytest.fixture
def place(app: Flask, world: Connection) -> SimpleNamespace:
    """A region with a coordinator, a master trainer and a trainer beneath her; another region beside it."""
    with app.app_context():
        make_course()
        region, elsewhere = make_place("UZ-TO"), make_place("UZ-SA")
        master = make_trainer(region, name="Fictional Master")
        below = make_trainer(region, master.licences[0], name="Fictional Below")
        made = SimpleNamespace(
            region=region.id,
            elsewhere=elsewhere.id,
            coordinator=make_coordinator(region),
            country=make_coordinator(),
            master=master,
            below=below,
            stranger=make_trainer(elsewhere, name="Fictional Stranger"),
            observer=make_official("observer"),
            participant=make_person("Fictional Participant"),
            licence=f"/cascade/{master.licences[0].id}",
            licence_below=f"/cascade/{below.licences[0].id}",
        )
        db.session.commit()
        for person in vars(made).values():
            if isinstance(person, Person):
                _ = person.roles, person.licences
    return made


def said(place: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Gʻaniyeva Oʻgʻiloy Botir qizi", "sex": "female", "email": "ogiloy@example.org", "agency": 0,
        "place": place.region, "position": "", "language": "uz", "course": "TST", "licence_place": place.region,
        "by": "letter", "request_key": "one", **changes,
    }  # fmt: skip


def test_everybody_sees_the_trainers_of_her_place_or_line_and_no_others(
    place: SimpleNamespace, sign_in: SignIn
) -> None:
    seen = {
        who: {name for name in ("Master", "Below", "Stranger") if f"Fictional {name}" in page}
        for who in ("coordinator", "country", "master", "below", "stranger")
        if (page := sign_in(getattr(place, who)).get("/cascade/").text.partition("<main")[2])
    }
    assert seen == {
        "coordinator": {"Master", "Below"},
        "country": {"Master", "Below", "Stranger"},
        "master": {"Master", "Below"},
        "below": {"Below"},
        "stranger": {"Stranger"},
    }
    for who in (place.observer, place.participant):
        sign_in(who).get("/cascade/", 403)
    sign_in(place.stranger).get(place.licence, 403)
    sign_in(place.below).get(place.licence, 403)
    assert "Fictional Master" in sign_in(place.below).get(place.licence_below).text, "one knows who raised one"


def test_a_master_trainer_is_invited_by_letter_once(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.coordinator)
    key = re.findall(r'name="request_key"[^>]*value="([^"]+)"', browser.get("/cascade/invite").text)[0]
    response = browser.post("/cascade/invite", said(place, request_key=key))
    page = browser.get(response.location).text
    assert "Gʻaniyeva Oʻgʻiloy Botir qizi" in page
    assert "has not joined yet" in page
    assert count_of(app, Licence) == 4
    with app.app_context():
        letter = db.session.scalars(select(mail.Letter)).one()
        assert (letter.address, letter.purpose) == ("ogiloy@example.org", "invitation")
    assert browser.post("/cascade/invite", said(place, request_key=key)).location == response.location  # a second click
    assert browser.post("/cascade/invite", said(place, request_key=key, who="new")).location == response.location
    assert (count_of(app, Licence), count_of(app, mail.Letter)) == (4, 1)


def test_a_master_trainer_without_address_gets_a_slip(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.coordinator)
    wrong = browser.post("/cascade/invite", said(place, email=""), status=422).text
    assert "A letter needs an address" in wrong
    shown = browser.post("/cascade/invite", said(place, email="", by="slip")).location
    page = browser.get(shown).text
    key = re.findall(r'name="request_key"[^>]*value="([^"]+)"', page)[0]
    for _click in range(2):
        slip = browser.post(f"{shown}/slip", {"request_key": key}, status=200)
        assert slip.data.startswith(b"%PDF")
    assert count_of(app, Invitation) == 1
    sign_in(place.master).post(f"{shown}/slip", status=403)
    browser.post(f"{place.licence}/slip", {"request_key": "x"}, status=409)


def test_somebody_known_is_offered_and_keeps_her_account(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.coordinator)
    people = count_of(app, Person)
    like = said(place, name="Participant Fictional", email="", by="slip")
    page = browser.post("/cascade/invite", like, status=422).text
    assert "Somebody like this is known already" in page
    assert "Fictional Participant" in page
    hidden = sign_in(place.stranger)
    hidden.get("/cascade/invite", 403)
    browser.post("/cascade/invite", {**like, "who": str(place.stranger.id)}, status=422)
    response = browser.post("/cascade/invite", {**like, "who": str(place.participant.id)})
    assert "Fictional Participant" in browser.get(response.location).text
    assert (count_of(app, Person), count_of(app, Licence)) == (people, 4)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "This is needed"),
        ({"name": "12"}, "A name has no figures"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"licence_place": "elsewhere"}, "Not a valid choice"),
        ({"course": "NONE"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_comes_back(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, wrong: dict[str, Any], message: str
) -> None:
    wrong = {field: place.elsewhere if value == "elsewhere" else value for field, value in wrong.items()}
    assert message in sign_in(place.coordinator).post("/cascade/invite", said(place, **wrong), status=422).text
    assert count_of(app, Licence) == 3


def test_a_licence_is_ended_with_a_reason_by_its_coordinator_only(place: SimpleNamespace, sign_in: SignIn) -> None:
    for who in (place.master, place.stranger, place.observer):
        sign_in(who).get(f"{place.licence_below}/end", 403)
    browser = sign_in(place.coordinator)
    assert "Fictional Below" in browser.get(f"{place.licence_below}/end").text
    browser.post(f"{place.licence_below}/end", {"reason": " "}, status=422)
    browser.post(f"{place.licence_below}/end", {"reason": "Left the service"})
    assert "Left the service" in browser.get(place.licence_below).text
    assert "Left the service" not in browser.get("/cascade/").text


def test_an_empty_list_says_what_to_do(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        lonely = make_coordinator(make_place("UZ-QA"))
        _ = lonely.roles, lonely.licences
        db.session.commit()
    assert "The cascade begins with a master trainer" in sign_in(lonely).get("/cascade/").text


def test_the_list_asks_as_often_for_sixty_trainers_as_for_three(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, world: Connection
) -> None:
    browser = sign_in(place.country)
    browser.get("/cascade/")
    with counting(world) as few:
        browser.get("/cascade/")
    with app.app_context():
        for _each in range(60):
            make_licence(make_person(), make_place("UZ-TO"))
        db.session.commit()
    with counting(world) as many:
        assert "Page 1 of 2" in browser.get("/cascade/").text
    assert len(few) == len(many) <= 5
