"""Everybody finds what she may open, as she may open it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from tests.accounts.make import make_coordinator, make_official, make_person
from tests.cascade.make import make_trainer
from tests.cohorts.make import make_cohort, make_enrolment
from tests.conftest import Browser, SignIn, counting
from tests.courses.make import FACILITATOR_EN, JOBAID_EN, LESSON_EN, LESSON_RU, swap, write_course
from tot.accounts.models import Person
from tot.courses.actions import publish
from tot.courses.models import Version
from tot.courses.queries import current_course
from tot.courses.reader import read_courses
from tot.courses.rules import Glossary, Handout, Term
from tot.db import db, transaction
from tot.search.views import PER_PAGE

WORD = "oʻzgacha"
CHANGES = {
    LESSON_EN: swap("Because *it*", "Because the guardian, *it*"),
    LESSON_RU: swap("Потому что", "Потому что опекун"),
    FACILITATOR_EN: swap("Greeting", f"Greeting by the guardian, {WORD}"),
    JOBAID_EN: swap("Greet the child", "Greet the guardian"),
}


@pytest.fixture
def course_version(app: Flask, world: Connection, tmp_path: Path, now: datetime) -> int:
    (course,) = read_courses(write_course(tmp_path / "TST", CHANGES)).courses
    with app.app_context(), transaction():
        publish([course], now)
        return db.session.scalars(select(Version.id).where(Version.thing_key == "TST")).one()


@pytest.fixture
def someone(app: Flask, sign_in: SignIn) -> Callable[..., Browser]:
    def browser_of(make: Callable[[], Person]) -> Browser:
        with app.app_context(), transaction():
            person = make()
            db.session.refresh(person)
        return sign_in(person)

    return browser_of


def pupil(language: str = "en") -> Person:
    person = make_person(language=language)
    make_enrolment(make_cohort(make_trainer()), person)
    return person


def found(browser: Browser, asked: str, **more: object) -> list[tuple[str, str]]:
    """(address, name) of every result on the page."""
    html = browser.get(f"/search?q={quote(asked)}" + "".join(f"&{name}={value}" for name, value in more.items())).text
    main = html.partition("<main")[2]
    links = re.findall(r'<h3><a href="([^"]+)"[^>]*>(.*?)</a>', main)
    return [(unescape(url), re.sub("<[^>]+>", "", unescape(name))) for url, name in links]


def enrolment_in(url: str) -> str:
    return re.sub(r"/\d+", "/N", url)


def test_a_participant_opens_what_she_finds(course_version: int, someone: Callable[..., Browser]) -> None:
    browser = someone(pupil)
    results = found(browser, "guardian")
    assert {(enrolment_in(url), name) for url, name in results} == {
        ("/lessons/N/TST-1/TST-1-s1", "Why"),
        ("/lessons/N/TST-1/job-aid", "Job aid"),
    }
    for url, _name in results:
        browser.get(url)
    page = browser.get("/search?q=GUARDIANS").text
    assert "the <mark>guardian</mark>, it matters." in page
    assert 'value="GUARDIANS"' in page
    assert "2 texts found" in page


def test_facilitator_notes_are_found_by_trainers_only(course_version: int, someone: Callable[..., Browser]) -> None:
    for spelling in (WORD, "o'zgacha", "OZGACHA", "oʼzgach"):
        assert found(someone(pupil), spelling) == []
        (note,) = found(someone(make_trainer), spelling)
        assert note == ("/courses/TST/TST-1/facilitator", "Facilitator note")
    assert f"<mark>{WORD}</mark>" in someone(make_trainer).get("/search?q=ozgacha").text


@pytest.mark.parametrize("make", [make_trainer, make_coordinator])
def test_who_reads_notes_finds_the_lesson_beside_them(
    course_version: int, someone: Callable[..., Browser], make: Callable[[], Person]
) -> None:
    browser = someone(make)
    assert set(found(browser, "guardian")) == {
        ("/courses/TST/TST-1/facilitator#TST-1-s1", "Why"),
        ("/courses/TST/TST-1/facilitator", "Facilitator note"),
        ("/courses/TST/TST-1/jobaid", "Job aid"),
    }
    for url, _name in found(browser, "guardian"):
        page = browser.get(url.partition("#")[0]).text
        assert "#" not in url or f'id="{url.partition("#")[2]}"' in page


@pytest.mark.parametrize("office", ["observer", "administrator", "m&e officer"])
def test_who_sees_courses_without_notes_is_led_to_the_course(
    course_version: int, someone: Callable[..., Browser], office: str
) -> None:
    browser = someone(lambda: make_official(office))
    assert found(browser, "guardian") == [("/courses/TST#TST-1", "Why")]
    assert 'id="TST-1"' in browser.get("/courses/TST").text


def test_a_stranger_to_all_courses_finds_nothing(course_version: int, someone: Callable[..., Browser]) -> None:
    page = someone(make_person).get("/search?q=guardian").text
    assert "There is no course yet" in page
    assert "<mark>" not in page


def glossary_and_open_course(app: Flask, tmp_path: Path, now: datetime) -> None:
    """A glossary of one term, and a course that anybody may read."""
    term = Term(
        id="guardian", number=1, words={"en": "guardian", "uz": "vasiy"}, note={}, certainty={},
        meaning={"en": "Who acts for a child.", "uz": "Bola nomidan ish yurituvchi."}, also={"en": ("tutor",)},
    )  # fmt: skip
    (course,) = read_courses(write_course(tmp_path / "open", CHANGES)).courses
    (one,) = course.ready_modules
    lesson = replace(one.lesson, id="OPN-lesson")
    module = replace(one, id="OPN-1", lesson=lesson, scenario=None, check=None, facilitator={})
    with app.app_context(), transaction():
        publish([Glossary(terms=(term,)), replace(course, id="OPN", modules=(module,), is_public=True)], now)


def test_terms_and_open_courses_are_found_by_everybody(
    app: Flask, course_version: int, someone: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    glossary_and_open_course(app, tmp_path, now)
    browser = someone(make_person)
    expected = {
        ("/courses/glossary#guardian", "guardian"),
        ("/courses/open/OPN#TST-1-s1", "Why"),
        ("/courses/open/OPN/OPN-1/leaflet", "Job aid"),
    }
    assert set(found(browser, "guardian")) == expected
    for url, _name in expected:
        page = browser.get(url.partition("#")[0]).text
        assert "#" not in url or f'id="{url.partition("#")[2]}"' in page
    assert found(browser, "tutor") == [("/courses/glossary#guardian", "guardian")], "by other words for it, too"
    assert found(browser, "vasiyning") == [("/courses/glossary#guardian", "vasiy")]
    html = browser.get("/search?q=tutor").text
    assert "Who acts for a child." in html
    for make in (pupil, make_trainer):
        assert expected <= set(found(someone(make), "guardian"))


def test_handouts_are_found_by_those_whom_they_are_for(
    app: Flask, course_version: int, someone: Callable[..., Browser], now: datetime
) -> None:
    with app.app_context(), transaction():
        course = current_course("TST")
        sheets = tuple(
            Handout(id=f"TST-{name}", for_trainers=name == "agenda", title={"en": name}, body={"en": "Zwieback."})
            for name in ("sheet", "agenda")
        )
        publish([replace(course, handouts=sheets)], now)
        newest = current_course("TST").version_id

    def pupil_of_newest() -> Person:
        person = make_person()
        make_enrolment(make_cohort(make_trainer(), course_version_id=newest), person)
        return person

    her, trainer = someone(pupil_of_newest), someone(make_trainer)
    assert {enrolment_in(url) for url, _name in found(her, "zwieback")} == {"/lessons/N/handouts/TST-sheet"}
    urls = {url for url, _name in found(trainer, "zwieback")}
    assert urls == {"/courses/TST/handouts/TST-sheet", "/courses/TST/handouts/TST-agenda"}
    for browser in (her, trainer):
        for url, _name in found(browser, "zwieback"):
            browser.get(url)


def test_nobody_searches_without_signing_in(course_version: int, browser: Browser) -> None:
    assert "/accounts/sign-in" in browser.get("/search?q=guardian", 303).headers["Location"]


def test_a_text_in_another_language_says_which(course_version: int, someone: Callable[..., Browser]) -> None:
    page = someone(pupil).get("/search?q=опекуна").text
    assert '<span class="tag" lang="ru">Русский</span>' in page
    assert '<p lang="ru">Потому что <mark>опекун</mark>' in page
    assert "<mark>опекун</mark>" in someone(lambda: pupil("ru")).get("/search?q=опекуна").text
    assert 'class="tag"' not in someone(lambda: pupil("ru")).get("/search?q=опекуна").text.partition("<main")[2]
    (section,) = found(someone(make_trainer), "опекуна")
    assert section[0] == "/courses/TST/TST-1/facilitator?language=ru#TST-1-s1", "it opens in that language"


def test_a_cohort_searches_its_version_and_staff_the_current_one(
    app: Flask, course_version: int, someone: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    her = someone(pupil)
    (newer,) = read_courses(
        write_course(tmp_path / "2", {LESSON_EN: swap("Because *it*", "Because the warden")})
    ).courses
    with app.app_context(), transaction():
        publish([newer], now)
    assert [name for _url, name in found(her, "guardian")] == ["Why", "Job aid"]
    assert found(her, "warden") == []
    assert found(someone(make_trainer), "guardian") == []
    assert [name for _url, name in found(someone(make_trainer), "warden")] == ["Why"]


def test_who_left_the_cohort_finds_nothing(app: Flask, course_version: int, sign_in: SignIn, now: datetime) -> None:
    with app.app_context(), transaction():
        person = make_person()
        make_enrolment(make_cohort(make_trainer()), person, ended_at=now)
        db.session.refresh(person)
    assert found(sign_in(person), "guardian") == []


def test_a_trainer_who_takes_part_finds_each_section_once(app: Flask, course_version: int, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        person = make_trainer()
        make_enrolment(make_cohort(make_trainer()), person)
        db.session.refresh(person)
    urls = [enrolment_in(url) for url, _name in found(sign_in(person), "guardian")]
    assert sorted(urls) == ["/courses/TST/TST-1/facilitator", "/lessons/N/TST-1/TST-1-s1", "/lessons/N/TST-1/job-aid"]


@pytest.mark.parametrize("asked", ["a", "1", "'", '" * -', "и", "   ", "ʻ", "_"])
def test_what_is_too_short_is_answered_with_what_to_do(
    course_version: int, someone: Callable[..., Browser], asked: str
) -> None:
    page = someone(pupil).get(f"/search?q={quote(asked)}").text
    assert ("at least two letters" in page) == bool(asked.strip())
    assert "<mark>" not in page


@pytest.mark.parametrize(
    "asked",
    [
        '"', "'", "';DROP TABLE index_words;--", "AND", "guardian AND", "NOT guardian", "(guardian", "guard*", "*",
        "^guard", "words:guardian", "{words} : guardian", "NEAR(guardian matters)", "guardian & !x", "guardian:*", "\\",
        "%", "_", "\x00guardian", "\ud7ff", "guardian " * 60, "a" * 5000, "<script>alert(1)</script>", "<mark>",
        "{{913*917}}", "%(asked)s", "\x1b\x7f\u202e guardian", "\ufffe\uffff",
    ],
)  # fmt: skip
def test_no_sign_in_a_question_is_an_error(course_version: int, someone: Callable[..., Browser], asked: str) -> None:
    page = someone(pupil).get(f"/search?q={quote(asked, errors='replace')}").text
    assert "<script>alert" not in page
    assert "837221" not in page.partition("<main")[2].partition("</main")[0]


def test_nothing_found_gives_advice_and_keeps_the_question(
    course_version: int, someone: Callable[..., Browser]
) -> None:
    page = someone(pupil).get("/search?q=<b>qqq</b>").text
    assert "Nothing found for “&lt;b&gt;qqq&lt;/b&gt;”" in page
    assert "<b>qqq" not in page
    assert "Try one word" in page


def test_markup_in_a_text_stays_text(
    app: Flask, world: Connection, someone: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    changes = {LESSON_EN: swap("Because *it* matters.", "Code `<img src=x onerror=1>` guardian & co.")}
    (course,) = read_courses(write_course(tmp_path / "TST", changes)).courses
    with app.app_context(), transaction():
        publish([course], now)
    page = someone(pupil).get("/search?q=guardian").text
    assert "Code &lt;img src=x onerror=1&gt; <mark>guardian</mark> &amp; co." in page


def many(course_version: int, app: Flask, now: datetime, tmp_path: Path) -> None:
    """More courses with the same texts, so that there is a second page."""
    (course,) = read_courses(write_course(tmp_path / "many", CHANGES)).courses
    with app.app_context(), transaction():
        for number in range(PER_PAGE):
            (one,) = course.ready_modules
            lesson = replace(one.lesson, id=f"TS{number}-lesson")
            copy = replace(one, id=f"TS{number}-1", lesson=lesson, scenario=None, check=None)
            publish([replace(course, id=f"TS{number}", modules=(copy,))], now)


def test_pages_follow_each_other_without_gap_or_repeat(
    app: Flask, course_version: int, someone: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    many(course_version, app, now, tmp_path)
    browser = someone(lambda: make_official("observer"))
    seen = [url for number in (1, 2) for url, _name in found(browser, "guardian", page=number)]
    assert len(seen) == len(set(seen)) == PER_PAGE + 1
    assert 'href="/search?q=guardian&amp;page=2"' in browser.get("/search?q=guardian").text or (
        'href="/search?page=2&amp;q=guardian"' in browser.get("/search?q=guardian").text
    )
    assert found(browser, "guardian", page=99) == found(browser, "guardian", page=2)


def test_a_page_asks_the_database_as_often_for_much_as_for_little(
    app: Flask, world: Connection, course_version: int, someone: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    counts = {}
    for size in ("little", "much"):
        if size == "much":
            many(course_version, app, now, tmp_path)
        for make in (pupil, make_trainer):
            browser = someone(make)
            browser.get("/search?q=guardian")
            with counting(world) as seen:
                browser.get("/search?q=guardian")
            counts[size, make.__name__] = len(seen)
    assert counts["little", "pupil"] == counts["much", "pupil"] <= 7
    assert counts["little", "make_trainer"] == counts["much", "make_trainer"] <= 8


def test_the_field_is_on_every_page_of_those_who_signed_in(
    course_version: int, someone: Callable[..., Browser], browser: Browser
) -> None:
    for make in (make_person, make_trainer, make_coordinator):
        assert '<form class="seek" action="/search"' in someone(make).get("/").text
    assert 'class="seek"' not in browser.get("/accounts/sign-in").text
