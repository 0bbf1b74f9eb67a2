"""Pages about people: who sees whom, adding without doubles, slips and letters, offices."""

import itertools
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from tests.accounts.make import make_agency, make_coordinator, make_official, make_person, make_place
from tests.conftest import SignIn, counting
from tot import mail
from tot.accounts import queries
from tot.accounts.models import Invitation, Person, Role
from tot.db import db, transaction
from tot.policy import Can, may


@pytest.fixture
def here(app: Flask, world: Connection) -> dict[str, Any]:
    """A coordinator of Tashkent region, with one person of hers and one elsewhere."""
    with app.app_context(), transaction():
        place, elsewhere = make_place("UZ-TO"), make_place("UZ-SA")
        return {
            "coordinator": make_coordinator(place),
            "administrator": make_official("administrator", name="Fictional Administrator"),
            "hers": make_person("Karimova Dilfuza Akmal qizi", place, agency=make_agency()),
            "elsewhere": make_person("Karimov Akmal", elsewhere, email="akmal@example.org"),
            "place": place.id,
            "other_place": elsewhere.id,
        }


def fields(here: dict[str, Any], **changes: Any) -> dict[str, Any]:
    known = {"name": "Oʻktamova Gʻuncha", "place": here["place"], "agency": 0, "position": "", "sex": "female"}
    return {**known, "language": "uz", "email": "", "request_key": "one click", **changes}


def test_a_list_and_the_policy_say_the_same(inside: None) -> None:
    country, region, district = make_place("UZ"), make_place("UZ-TO"), make_place("UZ-TO-X")
    abroad = make_place("KZ")
    places = [country, region, district, make_place("UZ-SA"), make_place("UZ-T"), abroad]
    people = [make_person(f"Fictional {place.code}", place) for place in places]
    people.append(make_person("Fictional Nowhere", place_path=None, place=abroad))
    people[-1].place = people[-1].place_path = None  # type: ignore[assignment]
    for place in places:
        people.append(make_official("coordinator", place))
    people += [make_official(kind, region) for kind in ("administrator", "observer", "m&e officer", "reviewer")]
    both = make_official("coordinator", region)
    both_too = make_official("coordinator", abroad)
    people += [both, both_too, make_person("Fictional Closed", region, is_active=False)]
    people.append(make_official("administrator", country, is_active=False))
    db.session.flush()
    for asking in people:
        seen = set(db.session.scalars(queries.people_seen_by(asking)))
        allowed = {person for person in people if may(asking, Can.SEE_PERSON, person)}
        assert seen == allowed, asking.name


def test_the_list_shows_the_own_places_only(sign_in: SignIn, here: dict[str, Any]) -> None:
    page = sign_in(here["coordinator"]).get("/accounts/people").text
    assert "Karimova Dilfuza" in page
    assert "Karimov Akmal" not in page
    assert "Karimov Akmal" in sign_in(here["administrator"]).get("/accounts/people").text
    sign_in(here["hers"]).get("/accounts/people", 403)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "каримова дил"}, True),
        ({"q": "KARIMOVA"}, True),
        ({"q": "dilfuza karimova"}, True),
        ({"q": "%"}, True),  # no letter in it: nothing to search for
        ({"q": "Karimova Nodira"}, False),
        ({"q": "x@example.org"}, False),
        ({"state": "waiting"}, True),
        ({"state": "joined"}, False),
        ({"state": "closed"}, False),
        ({"page": "7"}, True),  # the last page there is
        ({"place": "no number", "agency": "999999", "state": "x"}, True),
    ],
)
def test_searching_and_filtering(sign_in: SignIn, here: dict[str, Any], asked: dict[str, str], found: bool) -> None:
    page = sign_in(here["coordinator"]).get("/accounts/people", query_string=asked).text
    assert ("Karimova Dilfuza Akmal qizi" in page) is found


def test_a_page_costs_the_same_for_two_and_for_sixty(
    app: Flask, world: Connection, sign_in: SignIn, here: dict[str, Any]
) -> None:
    hers = sign_in(here["coordinator"])
    paths = ["/accounts/people", f"/accounts/people/{here['hers'].id}", "/accounts/places", "/accounts/agencies"]
    costs = []
    for time in range(2):
        counts = []
        for path in paths:
            with counting(world) as statements:
                hers.get(path)
            counts.append(len(statements))
        costs.append(counts)
        with app.app_context(), transaction():
            for number in range(60 * (1 - time)):
                make_person(f"Fictional {'A' * (number + 1)}", make_place(f"UZ-TO-D{number % 7}"), agency=make_agency())
                make_agency(f"agency {number}")
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8
    page = hers.get("/accounts/people").text
    assert "Page 1 of 2" in page
    assert "62 people" in page


def test_a_person_is_added_once_however_often_the_button_is_pressed(
    app: Flask, sign_in: SignIn, here: dict[str, Any]
) -> None:
    hers = sign_in(here["coordinator"])
    hers.get("/accounts/people/add")
    where = {hers.post("/accounts/people/add", fields(here)).location for _click in range(2)}
    assert len(where) == 1
    assert "Oʻktamova Gʻuncha is added" in hers.get(where.pop()).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Person.name_key == "oktamova guncha")) == 1


def test_a_coordinator_adds_people_to_her_places_only_and_gives_no_offices(
    app: Flask, sign_in: SignIn, here: dict[str, Any]
) -> None:
    hers = sign_in(here["coordinator"])
    hers.post("/accounts/people/add", fields(here, place=here["other_place"]), status=422)
    hers.post("/accounts/people/add", fields(here, office="administrator"))
    with app.app_context():
        added = db.session.scalars(select(Person).where(Person.name_key == "oktamova guncha")).one()
        assert added.roles == []


def test_an_administrator_adds_a_coordinator_with_a_letter(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    administrator = sign_in(here["administrator"])
    administrator.get("/accounts/people/add")
    sent = fields(here, office="coordinator", email="guncha@example.org", send_letter="y")
    for _click in range(2):
        administrator.post("/accounts/people/add", sent)
    with app.app_context():
        role = db.session.scalars(select(Role).join(Person, Person.id == Role.person_id).where(
            Person.email == "guncha@example.org")).one()  # fmt: skip
        assert (role.kind, role.place_path) == ("coordinator", "/UZ/UZ-TO/")
        assert db.session.scalars(select(mail.Letter.address)).all() == ["guncha@example.org"]


def test_somebody_alike_is_shown_before_a_second_one_is_added(
    app: Flask, sign_in: SignIn, here: dict[str, Any]
) -> None:
    hers = sign_in(here["coordinator"])
    for name in ("Дилфуза Каримова", "Karimova Dilfusa", "Karimova Dilfuza Akmal qizi"):
        page = hers.post("/accounts/people/add", fields(here, name=name), status=422).text
        assert "Use this person" in page
        assert f"/accounts/people/{here['hers'].id}" in page
        assert "Karimov Akmal" not in page
    hers.post("/accounts/people/add", fields(here, name="Karimova Dilfusa", is_another="y"))


def test_nobody_elsewhere_is_given_away_by_a_likeness(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    hers = sign_in(here["coordinator"])
    page = hers.post("/accounts/people/add", fields(here, name="Somebody", email="akmal@example.org"), status=422).text
    assert "belongs to another account" in page
    assert "Karimov Akmal" not in page
    hers.post("/accounts/people/add", fields(here, name="Karimov Akmal"))


def test_a_slip_is_a_pdf_and_a_second_click_prints_the_same_code(
    app: Flask, sign_in: SignIn, here: dict[str, Any]
) -> None:
    hers, path = sign_in(here["coordinator"]), f"/accounts/people/{here['hers'].id}/slip"
    for _click in range(2):
        answer = hers.post(path, {"request_key": "click"}, status=200)
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        assert len(db.session.scalars(select(Invitation)).all()) == 1
    hers.post(path, {"request_key": "another"}, status=200)
    hers.get(path, 405)


def test_a_letter_is_sent_once_for_one_click(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    administrator, path = sign_in(here["administrator"]), f"/accounts/people/{here['elsewhere'].id}/letter"
    for _click in range(2):
        administrator.post(path, {"request_key": "click"})
    with app.app_context():
        assert len(db.session.scalars(select(mail.Letter)).all()) == 1
    refused = administrator.post(f"/accounts/people/{here['hers'].id}/letter", {}, status=409)
    assert "Print a slip instead" in refused.text


def test_changing_a_person(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    hers, number = sign_in(here["coordinator"]), here["hers"].id
    page = hers.get(f"/accounts/people/{number}/edit").text
    assert "Karimova Dilfuza Akmal qizi" in page
    hers.post(f"/accounts/people/{number}/edit", fields(here, name="Karimova D. 7"), status=422)
    hers.post(f"/accounts/people/{number}/edit", fields(here, name="Karimova Dilfuza", position="front line"))
    shown = hers.get(f"/accounts/people/{number}").text
    assert "Front line" in shown
    assert "Details changed" in shown


def test_somebody_without_a_place_keeps_having_none(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    with app.app_context(), transaction():
        nowhere = make_person("Fictional Nowhere", place_path=None)
        nowhere.place = nowhere.place_path = None
    administrator, path = sign_in(here["administrator"]), f"/accounts/people/{nowhere.id}/edit"
    administrator.get(path)
    administrator.post(path, fields(here, name="Fictional Somewhere", place=0))
    with app.app_context():
        assert db.session.get_one(Person, nowhere.id).place_id is None
    administrator.post(path, fields(here, name="Fictional Somewhere"))
    assert '<option value="0">Not said</option>' not in administrator.get(path).text.partition('id="agency"')[0]


def test_a_free_position_from_a_list_survives_a_change(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, here["hers"].id).position = "начальник смены"
    hers, path = sign_in(here["coordinator"]), f"/accounts/people/{here['hers'].id}/edit"
    assert "начальник смены" in hers.get(path).text
    hers.post(path, fields(here, position="начальник смены"))


def test_closing_and_opening_an_account(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    hers, number = sign_in(here["coordinator"]), here["hers"].id
    closed = sign_in(here["hers"])
    hers.post(f"/accounts/people/{number}/account", {"is_active": "no"})
    assert "This account is closed" in hers.get(f"/accounts/people/{number}").text
    closed.get("/accounts/me", 303)
    hers.post(f"/accounts/people/{number}/slip", {"request_key": "k"}, status=409)
    hers.post(f"/accounts/people/{number}/account", {"is_active": "yes"})
    sign_in(here["administrator"]).post(
        f"/accounts/people/{here['administrator'].id}/account", {"is_active": "no"}, status=409
    )


def test_offices_are_given_and_ended_by_administrators(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    administrator, path = sign_in(here["administrator"]), f"/accounts/people/{here['hers'].id}"
    for _click in range(2):
        administrator.post(f"{path}/offices", {"kind": "coordinator", "place": here["place"]})
    assert "Coordinator" in administrator.get(path).text
    with app.app_context():
        role = db.session.scalars(select(Role).where(Role.person_id == here["hers"].id)).one()
    administrator.post(f"/accounts/offices/{role.id}/end")
    administrator.post(f"/accounts/offices/{role.id}/end")
    sign_in(here["coordinator"]).post(f"{path}/offices", {"kind": "administrator", "place": here["place"]}, status=403)
    with app.app_context():
        last = db.session.scalars(select(Role).where(Role.kind == "administrator")).one()
    assert "last administrator" in administrator.post(f"/accounts/offices/{last.id}/end", status=409).text


def test_nobody_makes_a_slip_for_somebody_with_more_power(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    with app.app_context(), transaction():
        mighty = make_coordinator(make_place("UZ"), place_id=here["place"], place_path="/UZ/UZ-TO/")
    hers = sign_in(here["coordinator"])
    hers.get(f"/accounts/people/{mighty.id}")
    for path in ("slip", "letter", "account"):
        hers.post(f"/accounts/people/{mighty.id}/{path}", status=403)
    hers.get(f"/accounts/people/{mighty.id}/edit", 403)


def test_who_may_open_what(app: Flask, sign_in: SignIn, here: dict[str, Any]) -> None:
    people = {"coordinator": here["coordinator"], "hers": here["hers"], "administrator": here["administrator"]}
    hers, elsewhere = here["hers"].id, here["elsewhere"].id
    expected = {
        f"/accounts/people/{hers}": {"coordinator": 200, "hers": 200, "administrator": 200},
        f"/accounts/people/{elsewhere}": {"coordinator": 403, "hers": 403, "administrator": 200},
        f"/accounts/people/{hers}/edit": {"coordinator": 200, "hers": 403, "administrator": 200},
        "/accounts/people/999999": {"coordinator": 404, "hers": 404, "administrator": 404},
        "/accounts/people/add": {"coordinator": 200, "hers": 403, "administrator": 200},
        f"/accounts/places/{here['other_place']}/edit": {"coordinator": 403, "hers": 403, "administrator": 200},
        f"/accounts/places/{here['place']}/add": {"coordinator": 200, "hers": 403, "administrator": 200},
        "/accounts/places/add": {"coordinator": 403, "hers": 403, "administrator": 200},
        "/accounts/agencies/add": {"coordinator": 403, "hers": 403, "administrator": 200},
    }
    for (path, statuses), (who, person) in itertools.product(expected.items(), people.items()):
        sign_in(person).get(path, statuses[who])
