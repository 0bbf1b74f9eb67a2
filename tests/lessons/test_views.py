"""A participant reads a module section by section; what she has read is kept and told to progress."""

from collections.abc import Iterator

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import Connection

from tests.conftest import Browser, SignIn, count_of, counting
from tests.progress import make
from tests.quizzes.make import World, committed_world
from tot.db import db
from tot.lessons.models import Reading
from tot.progress.models import Evidence
from tot.progress.queries import evidence_of


@pytest.fixture
def w(app: Flask, world: Connection) -> Iterator[World]:
    return committed_world(app)


@pytest.fixture
def her(w: World, sign_in: SignIn) -> Browser:
    return sign_in(w.person)


@pytest.fixture
def lesson(w: World) -> str:
    return f"/lessons/{w.enrolment.id}/BRD-2"


def test_reading_from_the_first_section_to_the_last(app: Flask, w: World, her: Browser, lesson: str) -> None:
    assert "Begin to read" in her.get(lesson).text
    there = f"{lesson}/BRD-2-s1"
    for number in range(1, 9):
        assert f"Section {number} of 8" in her.get(there).text
        there = her.post(there).headers["Location"]
    assert there == f"/progress/{w.enrolment.id}"
    assert "8 of 8 sections" in her.get(there).text
    assert "Read again" in her.get(lesson).text
    with app.app_context():
        told = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert [fact.thing_key for fact in told] == [f"BRD-2-s{number}" for number in range(1, 9)]


def test_reading_again_changes_nothing(app: Flask, her: Browser, lesson: str) -> None:
    for _click in range(2):
        assert her.post(f"{lesson}/BRD-2-s3").headers["Location"] == f"{lesson}/BRD-2-s4"
    assert count_of(app, Reading) == count_of(app, Evidence) == 1
    page = her.get(lesson).text
    assert "1 of 8" in page
    assert "Read on" in page


def test_contacts_that_are_not_set_say_whom_to_ask(her: Browser, lesson: str) -> None:
    page = her.get(f"{lesson}/BRD-2-s4").text
    assert "[ask your trainer: interpreter service]" in page
    assert "{{" not in page


@pytest.mark.parametrize(("language", "is_draft"), [("en", False), ("ru", True), ("uz", True)])
def test_a_draft_says_so(w: World, her: Browser, lesson: str, language: str, is_draft: bool) -> None:
    her.get(f"/language/{language}", 303)
    page = her.get(f"{lesson}/BRD-2-s1").text
    title = w.course.module("BRD-2").lesson.sections[0].title[language]
    assert str(escape(title)) in page
    assert (f'<article class="prose" lang="{language}">') in page
    assert ("This translation is a draft" in page) == is_draft or language != "en"


def test_paper_and_job_aid(her: Browser, lesson: str) -> None:
    whole = her.get(f"{lesson}/print").text
    assert all(f'id="BRD-2-s{number}"' in whole for number in range(1, 9))
    aid = her.get(f"{lesson}/job-aid").text
    assert "Ten steps" in aid
    assert "{#front}" not in aid


def test_locked_core_and_trainer_notes_are_not_for_learners(her: Browser, lesson: str) -> None:
    whole = her.get(f"{lesson}/print").text
    assert "locked" not in whole.lower()
    assert "Session plan" not in whole


def test_unknown_places_are_404(w: World, her: Browser, lesson: str) -> None:
    for path in (
        f"{lesson}/BRD-2-s9",
        f"/lessons/{w.enrolment.id}/BRD-1",
        f"/lessons/{w.enrolment.id}/NO",
        "/lessons/0/BRD-2",
    ):
        her.get(path, 404)
    her.post(f"{lesson}/NO", status=404)


def test_nobody_else_reads_and_nobody_after_leaving(
    app: Flask, w: World, her: Browser, sign_in: SignIn, lesson: str
) -> None:
    with app.app_context():
        somebody = make.person("Somebody Fictional")
        db.session.commit()
    for person in (somebody, w.trainer):
        sign_in(person).get(lesson, 403)
        sign_in(person).post(f"{lesson}/BRD-2-s1", status=403)
    with app.app_context():
        db.session.merge(w.enrolment).ended_at = make.AT
        db.session.commit()
    her.get(lesson, 403)
    her.post(f"{lesson}/BRD-2-s1", status=403)
    assert count_of(app, Reading) == 0


def test_pages_ask_the_database_little(her: Browser, world: Connection, lesson: str) -> None:
    her.get(f"{lesson}/BRD-2-s1")
    for path in (lesson, f"{lesson}/BRD-2-s1", f"{lesson}/print", f"{lesson}/job-aid"):
        with counting(world) as seen:
            her.get(path)
        assert len(seen) <= 3, seen
    with counting(world) as seen:
        her.post(f"{lesson}/BRD-2-s1")
    assert len(seen) <= 6, seen
