"""Places and agencies: a tree that grows downwards, names in three languages, each once."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Connection

from tests.accounts.make import make_agency, make_coordinator, make_official, make_person, make_place
from tests.conftest import SignIn
from tot.accounts import actions, queries
from tot.accounts.asking import agency_choices, place_choices
from tot.accounts.models import Agency, Place
from tot.accounts.views.places import tree_of
from tot.db import db, transaction
from tot.refusals import Refused
from tot.web.languages import in_language, say


def test_a_country_a_region_and_a_district(inside: None, now: datetime) -> None:
    country = actions.add_place(None, now, parent=None, names={"en": "Fictionia", "ru": "Фикция", "uz": ""})
    region = actions.add_place(None, now, parent=country, names={"uz": "O'rta viloyat"})
    district = actions.add_place(None, now, parent=region, names={"en": "Lower"})
    assert (country.kind, region.kind, district.kind) == ("country", "region", "district")
    assert district.path == "/FICTIONIA/FICTIONIA-ORTAVILOYAT/FICTIONIA-ORTAVILOYAT-LOWER/"
    assert region.names == {"uz": "Oʻrta viloyat"}
    with pytest.raises(Refused):
        actions.add_place(None, now, parent=district, names={"en": "Street"})
    for names in ({"en": "LOWER"}, {"en": ""}, {}):
        with pytest.raises(Refused):
            actions.add_place(None, now, parent=region, names=names)
    actions.add_place(None, now, parent=country, names={"en": "Lower"})  # elsewhere it is free


def test_renaming_keeps_the_code(inside: None, now: datetime) -> None:
    actions.seed(now)
    region = queries.place_by_code("UZ-TO")
    assert region
    actions.rename_place(region, None, now, {"en": "Tashkent oblast", "uz": "Toshkent viloyati"})
    actions.seed(now)
    assert (region.code, region.names["en"]) == ("UZ-TO", "Tashkent oblast")
    with pytest.raises(Refused):
        actions.rename_place(region, None, now, {"en": "Tashkent city"})


def test_the_tree_and_the_choices_keep_children_behind_their_parents(inside: None, now: datetime) -> None:
    actions.seed(now)
    places = queries.places_under("/UZ/")
    labels = [choice.label for choice in place_choices(places)]
    assert labels[0] == "Uzbekistan"
    at = labels.index("\u2003Tashkent region")
    assert labels[at + 1].startswith("\u2003\u2003")
    (root,) = tree_of(places)
    assert [twig.place.names["en"] for twig in root.children][:2] == ["Andijan region", "Bukhara region"]


def test_places_and_agencies_follow_the_readers_alphabet(inside: None) -> None:
    in_order = {
        "uz": ["Erkin", "Yozyovon", "Zarbdor", "Oʻzgan", "Gʻijduvon", "Sherobod"],
        "ru": ["Гиждуван", "Ёзъяван", "Зарбдар", "Узген", "Шерабад", "Эркин"],
    }
    russian = [in_order["ru"][at] for at in (5, 1, 2, 3, 0, 4)]
    names = [{"uz": uz, "ru": ru} for uz, ru in zip(in_order["uz"], russian, strict=True)]
    places = [make_place(f"P{number}", names=one) for number, one in enumerate(reversed(names))]
    agencies = [make_agency(f"A{number}", names=one) for number, one in enumerate(reversed(names))]
    for language, wanted in in_order.items():
        with in_language(language):
            assert [choice.label for choice in place_choices(places)] == wanted
            assert [say(twig.place.names) for twig in tree_of(places)] == wanted
            assert [choice.label for choice in agency_choices("none", agencies)] == ["none", *wanted]


def test_a_coordinator_sees_her_places_and_the_way_to_them(
    app: Flask, world: Connection, sign_in: SignIn, now: datetime
) -> None:
    with app.app_context(), transaction():
        actions.seed(now)
        region = db.session.scalars(select(Place).where(Place.code == "UZ-SU")).one()
        coordinator, country = make_coordinator(region), queries.place_by_code("UZ")
        assert country
        of_country = make_coordinator(country)
    hers = sign_in(coordinator)
    page = hers.get("/accounts/places").text
    assert "Termez district" in page
    assert "Uzbekistan" in page
    assert "Samarkand" not in page
    hers.post(f"/accounts/places/{region.id}/add", {"name_en": "Denau district", "name_uz": "Denov tumani"})
    assert "Denau district is added" in hers.get("/accounts/places").text
    hers.post(f"/accounts/places/{region.id}/add", {"name_uz": "Denov tumani"}, status=422)
    hers.post(f"/accounts/places/{region.id}/add", {}, status=422)
    hers.get(f"/accounts/places/{country.id}/add", 403)
    hers.get("/accounts/agencies")
    hers.get("/accounts/agencies/add", 403)
    theirs = sign_in(of_country)
    theirs.post("/accounts/agencies/add", {"name_en": "Airport police", "kind": "internal affairs"})
    assert "Airport police" in theirs.get("/accounts/agencies").text
    theirs.post("/accounts/agencies/add", {"name_en": "AIRPORT POLICE", "kind": "other"}, status=422)
    theirs.post("/accounts/agencies/add", {"name_en": "X agency", "kind": "no such kind"}, status=422)


def test_an_administrator_adds_a_country_and_renames(app: Flask, world: Connection, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        administrator = make_official("administrator", make_place("UZ"))
        agency = actions.add_agency(None, datetime.fromisoformat("2027-03-01T00:00Z"), kind="other", names={"en": "A"})
    browser = sign_in(administrator)
    browser.post("/accounts/places/add", {"name_en": "Fictionia"})
    browser.post(f"/accounts/agencies/{agency.id}/edit", {"name_en": "B", "name_ru": "Б", "name_uz": "B"})
    with app.app_context():
        assert db.session.get_one(Agency, agency.id).names == {"en": "B", "ru": "Б", "uz": "B"}
        assert queries.place_by_code("fictionia")


def test_a_participant_sees_no_places(app: Flask, world: Connection, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        participant = make_person()
    for path in ("/accounts/places", "/accounts/agencies"):
        sign_in(participant).get(path, 403)
