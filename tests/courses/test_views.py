"""The catalogue and the trainer's papers: who sees them, in which language, with how many queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.accounts.make import make_coordinator, make_official, make_person
from tests.cascade.make import make_licence
from tests.conftest import Browser, SignIn, counting
from tests.courses.make import JOBAID_EN, LESSON_EN, Change, swap, write_course
from tot.accounts.models import Person
from tot.courses.actions import publish
from tot.courses.reader import read_courses
from tot.db import db, transaction

Make = Callable[[], Person]
COURSE, NOTE, AID = "/courses/TST", "/courses/TST/TST-1/facilitator", "/courses/TST/TST-1/jobaid"


@pytest.fixture
def publish_course(app: Flask, world: Connection, tmp_path: Path, now: datetime) -> Callable[..., None]:
    def published(changes: dict[str, Change] | None = None, copies: int = 0) -> None:
        (course,) = read_courses(write_course(tmp_path / "TST", changes or {})).courses
        others = [replace(course, id=f"TS{number}", modules=()) for number in range(copies)]
        with app.app_context(), transaction():
            publish([course, *others], now)

    return published


@pytest.fixture
def signed_in(app: Flask, sign_in: SignIn) -> Callable[[Make], Browser]:
    def browser_of(make: Make) -> Browser:
        with app.app_context(), transaction():
            person = make()
            db.session.refresh(person)
        return sign_in(person)

    return browser_of


def trainer(language: str = "en") -> Person:
    person = make_person(language=language)
    make_licence(person)
    return person


def administrator() -> Person:
    return make_official("administrator")


def observer() -> Person:
    return make_official("observer")


def reviewer() -> Person:
    return make_official("reviewer")


@pytest.mark.parametrize(
    ("make", "catalogue", "papers"),
    [
        (trainer, 200, 200),
        (make_coordinator, 200, 200),
        (reviewer, 200, 200),
        (administrator, 200, 403),
        (observer, 200, 403),
        (make_person, 403, 403),
    ],
)
def test_who_sees_what(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser], make: Make, catalogue: int, papers: int
) -> None:
    publish_course()
    browser = signed_in(make)
    browser.get("/courses/", status=catalogue)
    shown = browser.get(COURSE, status=catalogue).text
    browser.get(NOTE, status=papers)
    browser.get(AID, status=papers)
    assert (NOTE in shown) == (AID in shown) == (papers == 200)


def test_without_signing_in_there_is_nothing(publish_course: Callable[..., None], browser: Browser) -> None:
    publish_course()
    for path in ("/courses/", COURSE, NOTE, AID):
        response = browser.client.get(path)
        assert response.status_code in (302, 303)
        assert "A course for tests" not in response.text


def test_an_empty_catalogue_says_what_to_do(signed_in: Callable[[Make], Browser]) -> None:
    assert "tot courses publish" in signed_in(administrator).get("/courses/").text


@pytest.mark.parametrize(
    "path",
    [
        "/courses/NONE",
        "/courses/TST-1",  # a module is no course
        "/courses/TST/NONE/facilitator",
        "/courses/TST/TST-2/facilitator",  # in preparation: it has none
        "/courses/TST/TST-2/jobaid",
        "/courses/NONE/TST-1/jobaid",
    ],
)
def test_what_is_not_there_is_not_found(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser], path: str
) -> None:
    publish_course()
    signed_in(trainer).get(path, status=404)


def test_a_course_shows_its_modules(publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]) -> None:
    publish_course()
    text = " ".join(signed_in(trainer).get(COURSE).text.split())
    for words in (
        "It is invented, and short.", "Nobody", "English, Русский", "80%", "70%", "Name it", "in preparation",
        "Lesson of 2 sections", "Scenario: A door", "Knowledge check of 9 questions", "7 needed", "1, published",
    ):  # fmt: skip
        assert words in text, words


def test_everything_is_in_the_readers_language(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]
) -> None:
    publish_course()
    browser = signed_in(lambda: trainer("ru"))
    assert "Курс для проверки" in browser.get("/courses/").text
    assert "Назвать" in browser.get(COURSE).text
    assert "Поздороваться" in browser.get(AID).text
    assert "Приветствие" in browser.get(NOTE).text


def test_a_paper_can_be_printed_in_another_language(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]
) -> None:
    publish_course()
    browser = signed_in(trainer)
    assert '<article class="prose paper" lang="ru">' in browser.get(f"{AID}?language=ru").text
    assert "Greet the child" in browser.get(f"{AID}?language=tlh").text


def test_a_draft_translation_says_so_and_the_source_does_not(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]
) -> None:
    publish_course()
    browser = signed_in(trainer)
    draft = "it has not been reviewed yet"
    assert [draft in browser.get(path).text for path in (COURSE, NOTE, f"{NOTE}?language=ru")] == [False, False, True]


def test_a_job_aid_has_two_sides_and_says_whom_to_ask(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]
) -> None:
    publish_course({JOBAID_EN: swap("Greet the child.", "Call {{child_protection_duty}}.")} | RUSSIAN_AID)
    text = signed_in(trainer).get(AID).text
    assert text.count("<article") == 2
    assert "{{" not in text
    assert "{#" not in text
    assert "ask your trainer" in text


RUSSIAN_AID: dict[str, Change] = {
    JOBAID_EN.replace(".en.", ".ru."): swap("Поздороваться.", "{{child_protection_duty}}."),
}


def test_course_text_cannot_bring_script(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser]
) -> None:
    publish_course({"course.yaml": swap("Nobody", "'&lt;script&gt; 1 < 2 \" onload=x'")})
    text = signed_in(trainer).get(COURSE).text
    assert "&amp;lt;script&amp;gt; 1 &lt; 2 &#34; onload=x" in text


def test_the_catalogue_costs_the_same_for_one_course_and_for_ten(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser], world: Connection
) -> None:
    counts = []
    for copies in (0, 9):
        publish_course(copies=copies)
        browser = signed_in(trainer)
        browser.get("/courses/")  # the books are loaded once
        with counting(world) as statements:
            browser.get("/courses/")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


def test_a_paper_costs_few_queries(
    publish_course: Callable[..., None], signed_in: Callable[[Make], Browser], world: Connection
) -> None:
    publish_course({LESSON_EN: swap("*it*", "it")})
    browser = signed_in(trainer)
    for path in (COURSE, NOTE, AID):
        browser.get(path)
        with counting(world) as statements:
            browser.get(path)
        assert len(statements) <= 4, statements
