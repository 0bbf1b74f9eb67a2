"""People are added and let in; each thing once, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.make import make_agency, make_coordinator, make_person, make_place
from tot import mail
from tot.accounts import actions, paper, queries, rules
from tot.accounts.actions import newcomers
from tot.accounts.models import Invitation, Person
from tot.audit import Did, Event
from tot.db import db, transaction
from tot.refusals import Refused


def newcomer(name: str = "Karimova Dilfuza Akmal qizi", **changes: object) -> dict[str, Any]:
    values = {"language": "uz", "sex": "female", "agency": make_agency(), "place": make_place("UZ-TO")}
    return {"name": name, **values, **changes}


def add(now: datetime, *name: str, **changes: object) -> Person:
    return actions.add_person(None, now, **newcomer(*name, **changes))


def test_a_person_is_kept_with_a_clean_name_a_key_and_a_sign_in_name(inside: None, now: datetime) -> None:
    with transaction():
        person = add(now, "  Gʼulomova   O'g'iloy ", email=" Ogiloy@Example.ORG ")
    assert person.name == "Gʻulomova Oʻgʻiloy"
    assert (person.name_key, person.sign_in_name) == ("gulomova ogiloy", "gulomova.ogiloy")
    assert (person.email, person.place_path) == ("ogiloy@example.org", "/UZ/UZ-TO/")
    assert not person.has_joined
    assert db.session.scalars(select(Event)).one().kind == Did.ADDED_PERSON.value


def test_two_people_of_one_name_get_two_sign_in_names(inside: None, now: datetime) -> None:
    with transaction():
        names = [add(now).sign_in_name for _person in range(3)]
    assert names == ["karimova.dilfuza", "karimova.dilfuza2", "karimova.dilfuza3"]


def test_the_same_request_adds_one_person(inside: None, now: datetime) -> None:
    with transaction():
        first = add(now, request_key="one click")
    with transaction():
        second = add(now, request_key="one click")
    assert second.id == first.id
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_many_are_added_with_a_name_each_and_an_address_stays_its_owners(inside: None, now: datetime) -> None:
    add(now, "Karimova Dilfuza")
    add(now, "Karimova Dilfuza", email="taken@example.org")
    wanted = [
        ("Karimova Dilfuza", None), ("Каримова Дилфуза", "New@example.org "), ("Ali Vali", " TAKEN@example.org"),
        ("Ali Vali", "new@example.org"), ("Ali Vali", None),
    ]  # fmt: skip
    facts = [newcomer(name, email=email) for name, email in wanted]
    added = actions.add_people(None, now, facts)
    assert [person and (person.sign_in_name, person.email) for person in added] == [
        ("karimova.dilfuza3", None), ("karimova.dilfuza4", "new@example.org"), None, None, ("ali.vali", None),
    ]  # fmt: skip
    kinds = db.session.scalars(select(Event.thing_id).where(Event.kind == Did.ADDED_PERSON.value).order_by(Event.id))
    assert list(kinds)[2:] == [person.id for person in added if person]


def test_what_others_take_at_the_same_moment_is_left_to_them(
    inside: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(now, "Karimova Dilfuza", email="taken@example.org")
    for query in ("emails_in_use", "sign_in_names_from"):  # they were not there yet when it was looked
        monkeypatch.setattr(newcomers.queries, query, lambda _wanted: set())
    with transaction():
        facts = [newcomer("Karimova Dilfuza"), newcomer("Ali Vali", email="taken@example.org"), newcomer("Ali Vali")]
        added = actions.add_people(None, now, facts)
    assert [person and person.sign_in_name for person in added] == ["karimova.dilfuza2", None, "ali.vali"]
    assert db.session.scalar(select(func.count()).select_from(Person)) == 3


@pytest.mark.parametrize("name", ["", "A", "Ali 2", "x" * 121, "Ali <b>"])
def test_what_is_no_name_is_refused_beside_its_field(inside: None, now: datetime, name: str) -> None:
    with pytest.raises(Refused) as refused:
        add(now, name)
    assert refused.value.field == "name"


def test_an_address_belongs_to_one_person(inside: None, now: datetime) -> None:
    add(now, email="a@example.org")
    with pytest.raises(Refused) as refused:
        add(now, "Somebody Else", email="A@example.org")
    assert refused.value.field == "email"


def test_a_code_is_kept_only_as_a_hash_and_a_new_one_withdraws_the_old(app: Flask, inside: None, now: datetime) -> None:
    person = make_person()
    old, new = (actions.make_code(person, "slip", None, now) for _code in range(2))
    kept = db.session.scalars(select(Invitation.code_hash)).all()
    assert not any(old in text or new in text for text in kept)
    former, latest = queries.invitation_by_code(old), queries.invitation_by_code(rules.shown_code(new).lower())
    assert former
    assert latest
    db.session.refresh(former)
    assert not former.is_open_at(now)
    assert latest.is_open_at(now + timedelta(days=29))
    assert not latest.is_open_at(now + timedelta(days=30))
    with pytest.raises(Refused):
        actions.join(old, "hash", "en", now)


def test_a_second_click_gives_the_same_slip(inside: None, now: datetime) -> None:
    person, other = make_person(), make_person()
    codes = {actions.make_code(person, "slip", None, now, request_key="click") for _click in range(2)}
    assert len(codes) == 1
    assert actions.make_code(other, "slip", None, now, request_key="click") not in codes
    actions.join(codes.pop(), "hash", "uz", now)
    with pytest.raises(Refused):
        actions.make_code(person, "slip", None, now, request_key="click")


def test_a_code_lets_its_owner_in_once_and_ends_older_sign_ins(inside: None, now: datetime) -> None:
    person = make_person(failed_sign_ins=7, locked_until=now + timedelta(hours=1))
    cookie = person.get_id()
    code = actions.make_code(person, "slip", None, now)
    actions.join(code, "a hash", "ru", now)
    assert (person.password_hash, person.language, person.locked_until) == ("a hash", "ru", None)
    assert queries.person_of_cookie(cookie) is None
    assert queries.person_of_cookie(person.get_id()) is person
    with pytest.raises(Refused):
        actions.join(code, "another hash", "ru", now)
    assert person.password_hash == "a hash"


@pytest.mark.parametrize(("by", "lasts"), rules.CODE_LASTS.items())
def test_each_kind_of_code_ends_in_time(inside: None, now: datetime, by: str, lasts: timedelta) -> None:
    person = make_person()
    code = actions.make_code(person, by, None, now)
    with pytest.raises(Refused):
        actions.join(code, "hash", "en", now + lasts)
    assert actions.join(code, "hash", "en", now + lasts - timedelta(seconds=1)) is person


def test_a_stranger_who_asks_for_a_reset_cannot_spoil_a_slip(inside: None, now: datetime) -> None:
    person = make_person(email="a@example.org")
    slip = actions.make_code(person, "slip", None, now)
    actions.send_reset(person, now)
    assert actions.join(slip, "hash", "en", now) is person


def test_an_invitation_is_a_letter_in_her_language_with_a_link(app: Flask, inside: None, now: datetime) -> None:
    coordinator, person = make_coordinator(), make_person(email="a@example.org", language="ru")
    with transaction():
        actions.invite(person, coordinator, now)
    letter = db.session.scalars(select(mail.Letter)).one()
    address = next(line for line in letter.body.splitlines() if line.startswith("http://localhost/j/"))
    assert actions.join(address.rpartition("/")[2], "hash", "ru", now) is person
    event = db.session.scalars(select(Event).where(Event.kind == Did.INVITED.value)).one()
    assert (event.actor_id, event.facts) == (coordinator.id, {"person": person.id, "by_letter": True})


def test_only_a_letter_that_lets_in_may_be_left_alone(inside: None, now: datetime) -> None:
    person = make_person(email="a@example.org")
    with transaction():
        for _try in range(rules.TRIES):
            actions.note_failure(person.id, now)
        actions.send_reset(person, now)
    said = {letter.purpose: letter.body for letter in db.session.scalars(select(mail.Letter))}
    unasked = "If you did not expect this letter, you need not do anything."
    assert unasked in said["reset"]
    assert "Tell your coordinator" in said["locked"]
    assert unasked not in said["locked"]


def test_without_an_address_a_slip_is_advised(inside: None, now: datetime) -> None:
    with pytest.raises(Refused, match="slip"):
        actions.invite(make_person(), None, now)


def test_slips_are_one_pdf_for_many(app: Flask, inside: None, now: datetime) -> None:
    people = [make_person(f"Fictional Person {letter}", agency=make_agency()) for letter in "ABCDEF"]
    with transaction():
        rows = actions.make_slips(people, None, now)
    content = paper.slips(rows, expires_at=now + rules.CODE_LASTS["slip"], language="uz")
    assert content.startswith(b"%PDF")
    assert all(queries.invitation_by_code(code).is_open_at(now) for _person, code in rows)  # type: ignore[union-attr]


def test_a_closed_account_gets_no_code_and_its_codes_end(inside: None, now: datetime) -> None:
    person = make_person()
    code = actions.make_code(person, "slip", None, now)
    actions.change_person(person, None, now, is_active=False)
    with pytest.raises(Refused):
        actions.join(code, "hash", "en", now)
    with pytest.raises(Refused):
        actions.make_code(person, "slip", None, now)


def test_the_last_administrator_stays(inside: None, now: datetime) -> None:
    from tests.accounts.make import make_official

    first, second = make_official("administrator"), make_official("administrator")
    actions.end_role(first.roles[0], second, now)
    assert first.roles == []
    with pytest.raises(Refused):
        actions.end_role(second.roles[0], second, now)


def test_an_office_is_held_once(inside: None, now: datetime) -> None:
    person, place = make_person(), make_place("UZ")
    for _twice in range(2):
        actions.grant_role(person, "coordinator", place, None, now)
    assert [(role.kind, role.place_path) for role in person.roles] == [("coordinator", "/UZ/")]


def test_people_alike_come_with_the_likeliest_first(inside: None) -> None:
    here, elsewhere = make_place("UZ-TO"), make_place("UZ-SA")
    names = [
        "Karimova Dilfusa",
        "Karimova Dilfuza Akmal qizi",
        "Dilfuza Karimova",
        "Каримова Дилфуза",
        "Karimova Nodira",
    ]
    one_letter, with_father, other_order, same, _other = (make_person(name, here) for name in names)
    away = make_person("Каримова Дилфуза", elsewhere)
    by_address = make_person("Somebody Else", elsewhere, email="d@example.org")
    found = queries.people_matching(rules.name_key("Karimova Dilfuza"), None, here.path)
    assert found == [same, other_order, with_father, one_letter]
    found = queries.people_matching(rules.name_key("Karimova Dilfuza"), " D@example.org ", here.path)
    assert found == [by_address, same, other_order, with_father, one_letter]
    assert away in queries.people_matching(rules.name_key("Karimova Dilfuza"))
    assert queries.people_matching("") == []


def test_seeding_twice_adds_nothing(inside: None, now: datetime) -> None:
    from tot.accounts.models import Agency, Place

    for _twice in range(2):
        actions.seed(now)
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Place, Agency)]
        assert counts == [5 + 14 + 21, 16]
    assert len([place for place in queries.places_under("/UZ/") if place.kind == "region"]) == 14
