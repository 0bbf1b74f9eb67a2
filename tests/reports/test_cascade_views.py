"""The cascade page: both generations with their reach, for each as far as she may see."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.accounts.make import make_coordinator, make_official, make_person, make_place
from tests.cascade.make import make_course, make_licence, make_trainer
from tests.cohorts.make import AT, make_cohort, make_enrolment
from tests.conftest import SignIn, counting
from tot.accounts.models import Person
from tot.certificates.models import Batch, Certificate
from tot.cohorts.models import Cohort
from tot.db import db


def issue(cohort: Cohort, enrolments: list[Any]) -> None:
    batch = Batch(
        cohort=cohort, kind="completion", issued_at=AT, issued_by_id=cohort.led_by_id, request_key=f"b{cohort.id}"
    )
    db.session.add(batch)
    for enrolment in enrolments:
        number = f"TST-{enrolment.id}"
        db.session.add(
            Certificate(
                enrolment=enrolment, batch=batch, kind="completion", number=number, code=number, facts={}, digest="d",
                issued_at=AT,
            )
        )  # fmt: skip
    db.session.flush()


@pytest.fixture
def place(app: Flask, world: Connection) -> SimpleNamespace:
    """A master trainer with 7 people, a trainer beneath her with 3, and somebody else's tree in another region."""
    with app.app_context():
        make_course()
        names = {"en": "North region", "ru": "Север", "uz": "Shimol"}
        north, south = make_place("UZ-TO", names=names), make_place("UZ-SA", names={"en": "South region"})
        master = make_trainer(north, name="Fictional Master")
        cohort = make_cohort(master)
        enrolments = [make_enrolment(cohort) for _each in range(6)]
        below = make_person("Fictional Below")
        make_enrolment(cohort, below)
        make_enrolment(cohort, ended_at=AT)
        make_licence(below, north, master.licences[0], because_of_cohort_id=cohort.id)
        second = make_cohort(below)
        for person in (enrolments[0].person, make_person(), make_person()):
            make_enrolment(second, person)
        issue(cohort, enrolments)
        made = SimpleNamespace(
            master=master,
            below=below,
            stranger=make_trainer(south, name="Fictional Stranger"),
            coordinator=make_coordinator(north),
            country=make_coordinator(),
            observer=make_official("observer"),
            administrator=make_official("administrator"),
            participant=make_person(),
        )
        db.session.commit()
        for person in vars(made).values():
            _ = person.roles, person.licences
    return made


def words(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def cascade(sign_in: SignIn, person: Person) -> str:
    return words(sign_in(person).get("/reports/cascade").text)


def test_a_master_trainer_sees_both_generations_with_their_reach(place: SimpleNamespace, sign_in: SignIn) -> None:
    page = cascade(sign_in, place.master)
    assert "Fictional Master master trainer · generation 1 1 cohort · 7 people with those beneath: 9 people" in page
    assert "Fictional Below national trainer · generation 2 1 cohort · 3 people" in page
    assert "Stranger" not in page
    assert "Generation 1 1 1 7 7 6 Generation 2 1 1 3 3 0 All 2 2 9 10 6" in page


def test_a_trainer_sees_those_above_without_their_names(place: SimpleNamespace, sign_in: SignIn) -> None:
    page = cascade(sign_in, place.below)
    assert "a trainer in North region master trainer · generation 1 1 cohort · 7 people" in page
    assert "Fictional Below" in page
    assert "Master master" not in page


@pytest.mark.parametrize("who", ["coordinator", "country"])
def test_a_coordinator_sees_the_names_of_her_place(place: SimpleNamespace, sign_in: SignIn, who: str) -> None:
    page = cascade(sign_in, getattr(place, who))
    assert "Fictional Master" in page
    assert ("Fictional Stranger" in page) is (who == "country")


def test_an_observer_sees_counts_without_names_and_no_small_ones(place: SimpleNamespace, sign_in: SignIn) -> None:
    page = cascade(sign_in, place.observer)
    assert "Fictional" not in page
    assert "a trainer in North region national trainer · generation 2 1 cohort · fewer than 5" in page
    assert "Groups of fewer than 5 people are not shown and are left out of every sum" in page
    assert "Generation 2 1 1 0 0 0 All 3 2 7 7 6" in page, "the three people appear in no sum"


def test_who_has_no_part_in_it_sees_no_cascade(place: SimpleNamespace, sign_in: SignIn) -> None:
    for person in (place.administrator, place.participant):
        sign_in(person).get("/reports/cascade", 403)


def test_an_empty_cascade_says_what_to_do(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        lonely = make_coordinator(make_place("UZ-QA"))
        watching = make_official("observer", make_place("UZ-QA"))
        for person in (lonely, watching):
            _ = person.roles, person.licences
        db.session.commit()
    assert "Invite a master trainer" in cascade(sign_in, lonely)
    assert "No trainers yet" in cascade(sign_in, watching)


def test_a_renewed_licence_stands_once_in_its_place(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        master = db.session.get_one(Person, place.master.id)
        old = master.licences[0]
        old.ended_at, old.ended_reason = AT, "Renewed"
        db.session.flush()
        make_licence(master, old.place, path=old.path)
        db.session.commit()
    page = cascade(sign_in, place.country)
    assert page.count("Fictional Master") == 2  # in the tree and in the table
    assert "licence ended" not in page


def test_courses_are_chosen_one_at_a_time(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        make_course("TSU")
        make_licence(db.session.get_one(Person, place.stranger.id), make_place("UZ-SA"), course_key="TSU")
        db.session.commit()
    browser = sign_in(place.country)
    assert "Fictional Master" in browser.get("/reports/cascade").text
    other = words(browser.get("/reports/cascade?course=TSU").text)
    assert "Fictional Stranger" in other
    assert "Fictional Master" not in other
    assert "Fictional Master" in browser.get("/reports/cascade?course=NONE").text


def test_the_page_asks_as_often_for_many_trainers_as_for_few(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, world: Connection
) -> None:
    browser = sign_in(place.country)
    browser.get("/reports/cascade")
    with counting(world) as few:
        browser.get("/reports/cascade")
    with app.app_context():
        master = db.session.get_one(Person, place.master.id)
        for _each in range(10):
            trainer = make_trainer(make_place("UZ-TO"), master.licences[0])
            cohort = make_cohort(trainer)
            for _person in range(5):
                make_enrolment(cohort)
        db.session.commit()
    with counting(world) as many:
        browser.get("/reports/cascade")
    assert len(few) == len(many) <= 8
