"""What all courses share, as people read it: terms on the page of a text, the glossary, the annex of one's country."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.conftest import Browser, SignIn, counting
from tests.progress import make
from tests.progress.make import border_module, border_value
from tests.real import real
from tot.courses import queries
from tot.courses.actions import publish
from tot.courses.models import Version
from tot.courses.rules import Annex, Glossary, Handout
from tot.db import db
from tot.web.collation import sort_key


@pytest.fixture(scope="module")
def library() -> tuple[Any, ...]:
    """The project's own glossary, facts and annexes."""
    return real().library.wholes


@pytest.fixture
def w(app: Flask, world: Connection, library: tuple[Any, ...]) -> SimpleNamespace:
    with app.app_context():
        cohort = make.cohort(make.border_course())
        person = make.person("Dilfuza Fictional")
        enrolment = make.enrolment(cohort, person)
        publish(library, make.AT)
        db.session.commit()
        queries.forget_shelf()
        made = SimpleNamespace(
            person=person, enrolment_id=enrolment.id, section=f"/lessons/{enrolment.id}/BRD-2/BRD-2-s2"
        )
        _ = person.roles, person.licences
    return made


def links_and_cards(text: str) -> tuple[set[str], set[str]]:
    return set(re.findall(r'href="#(term-[\w-]+)"', text)), set(re.findall(r'id="(term-[\w-]+)"', text))


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_every_term_of_a_text_has_its_card_on_the_page(w: SimpleNamespace, sign_in: SignIn, language: str) -> None:
    browser = sign_in(w.person)
    browser.get(f"/language/{language}", 303)
    for path in (w.section, f"/lessons/{w.enrolment_id}/BRD-2/print"):
        links, cards = links_and_cards(browser.get(path).text)
        assert links == cards
        assert links


def test_meanings_cost_no_query_once_they_are_known(w: SimpleNamespace, sign_in: SignIn, world: Connection) -> None:
    browser = sign_in(w.person)
    browser.get(w.section)
    with counting(world) as statements:
        browser.get(w.section)
    assert len(statements) <= 3


def test_a_new_meaning_is_there_as_soon_as_it_is_published(
    app: Flask, w: SimpleNamespace, sign_in: SignIn, library: tuple[Any, ...]
) -> None:
    browser = sign_in(w.person)
    slug = sorted(links_and_cards(browser.get(w.section).text)[1])[0].removeprefix("term-")
    glossary = next(whole for whole in library if isinstance(whole, Glossary))
    terms = tuple(replace(t, meaning={"en": "Entirely new."}) if t.id == slug else t for t in glossary.terms)
    with app.app_context():
        publish([replace(glossary, terms=terms)], make.AT)
        db.session.commit()
        queries.forget_shelf()
    assert "Entirely new." in browser.get(w.section).text


def test_the_glossary_is_for_everybody_and_in_the_order_of_the_language(w: SimpleNamespace, browser: Browser) -> None:
    browser.get("/language/uz", 303)
    text = browser.get("/courses/glossary").text
    words = re.findall(r"<dt>([^<]+)</dt>", text)
    assert len(words) == 64
    assert words == sorted(words, key=lambda word: sort_key(word, "uz"))
    assert words[0] != "odam savdosi", "this would be the order of the file"


def test_the_annex_of_ones_country_says_its_day_and_that_it_is_a_draft(w: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(w.person)
    course = browser.get(f"/progress/{w.enrolment_id}").text
    assert "annex Uzbekistan" in course
    assert "not signed off yet" in course
    annex = browser.get("/courses/annex").text
    for words in ("National law: Uzbekistan", "Version 1", "This annex is a draft", "Open: for the legal reviewer"):
        assert words in annex, words
    assert "Kazakhstan" in browser.get("/courses/annex/kz").text
    browser.get("/courses/annex/xx", 404)


def test_a_signed_annex_names_its_reviewer(
    app: Flask, w: SimpleNamespace, sign_in: SignIn, library: tuple[Any, ...]
) -> None:
    uzbek = next(whole for whole in library if isinstance(whole, Annex) and whole.country == "uz")
    with app.app_context():
        publish([replace(uzbek, status="signed off", reviewer="national legal reviewer, 2027-01-10")], make.AT)
        db.session.commit()
        queries.forget_shelf()
    browser = sign_in(w.person)
    assert "Signed off: national legal reviewer, 2027-01-10" in browser.get("/courses/annex").text
    assert "not signed off yet" not in browser.get(f"/progress/{w.enrolment_id}").text


def test_an_open_course_is_read_without_signing_in_and_no_other_is(
    app: Flask, w: SimpleNamespace, browser: Browser
) -> None:
    lesson = replace(border_module().lesson, id="OPN-1-lesson")  # type: ignore[type-var]
    module = replace(border_module(), id="OPN-1", lesson=lesson, scenario=None, check=None)
    with app.app_context():
        value = replace(border_value(), id="OPN", is_public=True, modules=(module,), prepost=None, refresher=None)
        publish([value], make.AT)
        db.session.commit()
    assert "/courses/open/OPN" in browser.get("/courses/open").text
    text = browser.get("/courses/open/OPN").text
    links, cards = links_and_cards(text)
    assert links == cards
    assert "Why your post matters" in text
    assert "Ten steps" in browser.get("/courses/open/OPN/OPN-1/leaflet").text
    for path in ("/courses/open/BRD", "/courses/open/NONE", "/courses/open/OPN/OPN-9/leaflet"):
        browser.get(path, 404)


def test_handouts_for_trainers_are_for_trainers(app: Flask, world: Connection, sign_in: SignIn) -> None:
    sheets = tuple(
        Handout(
            id=f"BRD-h-{name}",
            for_trainers=name == "rubric",
            title={"en": f"The {name}"},
            body={"en": f"Fill in the {name}."},
        )
        for name in ("rubric", "plan")
    )
    with app.app_context():
        (done,) = publish([replace(border_value(), handouts=sheets)], make.AT).courses
        trainer, pupil = make.person("Malika Fictional"), make.person("Dilfuza Fictional")
        cohort = make.cohort(db.session.get_one(Version, done.version_id), led_by=trainer)
        enrolment = make.enrolment(cohort, pupil).id
        db.session.commit()
        for person in (trainer, pupil):
            _ = person.roles, person.licences
    hers = sign_in(trainer)
    assert "Fill in the rubric." in hers.get("/courses/BRD/handouts/BRD-h-rubric").text
    hers.get("/courses/BRD/handouts/BRD-h-none", 404)
    pupils = sign_in(pupil)
    course = pupils.get(f"/progress/{enrolment}").text
    assert ("The plan" in course, "The rubric" in course) == (True, False)
    assert "Fill in the plan." in pupils.get(f"/lessons/{enrolment}/handouts/BRD-h-plan").text
    pupils.get(f"/lessons/{enrolment}/handouts/BRD-h-rubric", 404)
    pupils.get("/courses/BRD/handouts/BRD-h-rubric", 403)
