"""A case is answered in a long text, waits for a person, and is marked level by level on a page without any script."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.conftest import Browser, SignIn, count_of
from tests.progress.make import border_value, question, words
from tests.quizzes.make import World, committed_world
from tests.quizzes.test_views import hidden, post, start
from tot.courses.rules import Course, Criterion, Level, Question
from tot.quizzes.models import Marking

STEM = "A girl sits alone in the hall.\n\n- It is late.\n- Nobody asks for her."
TEXT = "I sit down beside her.\n\nThen I call the duty officer."


def levels(*said: tuple[int, str]) -> tuple[Level, ...]:
    return tuple(Level(points=points, text=words(text)) for points, text in said)


def a_case() -> Question:
    criteria = (
        Criterion(
            id="safe", text=words("Her *safety*"), patterns={},
            levels=levels((0, "Nothing about it"), (1, "She is not alone"), (3, "She is not alone and help is called")),
        ),
        Criterion(id="noted", text=words("A note"), patterns={}, levels=levels((0, "No note"), (1, "Time and place"))),
    )  # fmt: skip
    return question(
        "BRD-2-case", type="case", points=4, options=(), key=None, criteria=criteria, stem=words(STEM),
        tasks=("now", "note"), labels={"now": words("What do you do?"), "note": words("What do you note?")},
        model=words("I sit down.\n\nI call."), feedback=words("Safety first."),
    )  # fmt: skip


def with_case(course: Course) -> Course:
    """The real course; the check of its second module asks a case first."""
    module = course.module("BRD-2")
    assert module.check
    check = replace(module.check, questions=(a_case(), *module.check.questions[1:]))
    return replace(
        course, modules=tuple(replace(one, check=check) if one.id == "BRD-2" else one for one in course.modules)
    )


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    return committed_world(app, with_case(border_value()))


@pytest.fixture
def her(sign_in: SignIn, w: World) -> Browser:
    return sign_in(w.person)


def test_the_page_shows_the_case_its_tasks_and_how_much_may_be_written(w: World, her: Browser) -> None:
    page = her.get(f"{start(w, her)}/1").text
    for said in ("<li>It is late.</li>", "What do you note?", "up to 6000 characters", 'data-most="6000"'):
        assert said in page
    assert "not alone and help" not in page  # the rubric would say the answer


def test_a_text_that_is_too_long_is_kept_on_the_page(w: World, her: Browser) -> None:
    attempt = start(w, her)
    fields = hidden(her.get(f"{attempt}/1").text)
    page = her.post(f"{attempt}/1", {**fields, "answer": "ʻ" * 6001}, 422).text
    assert "Shorten your answer to 6000 characters." in page
    assert "ʻ" * 6001 in page


def test_a_person_marks_level_by_level_and_the_participant_sees_how_far_she_came(
    app: Flask, w: World, her: Browser, sign_in: SignIn
) -> None:
    attempt = start(w, her)
    her.post(f"{attempt}/1", {"client_key": "k", "revision": "1", "answer": TEXT})
    told = her.get(f"{attempt}/1").text
    assert "Your answer waits for your trainer" in told
    assert "<li>It is late.</li>" in told
    her.post(f"{attempt}/finish")
    trainer = sign_in(w.trainer)
    queue = trainer.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark").text
    (there,) = re.findall(r'href="(/quizzes/answers/\d+/mark)"', queue)
    page = trainer.get(there).text
    for said in (TEXT, "What do you note?", "Her <em>safety</em>", "3 points", "She is not alone and help is called"):
        assert said in page
    assert not re.search(r'<input[^>]*checked[^>]*type="radio"', page)
    refused = post(trainer, there, [("number", "1"), ("criteria-safe", "1")], 422).text
    assert refused.count("Choose a level.") == 2  # in the summary and at the criterion
    post(trainer, there, [("number", "1"), ("criteria-safe", "2"), ("criteria-noted", "1")], 422)  # no such level
    assert count_of(app, Marking) == 0
    fields = [("number", "1"), ("criteria-safe", "1"), ("criteria-noted", "1"), ("remark", "Whom do you call?")]
    post(trainer, there, fields)
    post(trainer, there, fields)  # a double click
    assert count_of(app, Marking) == 1
    again = trainer.get(there).text
    assert len(re.findall(r'<input[^>]*checked[^>]*type="radio"', again)) == 2
    seen = her.get(f"{attempt}/review").text
    for said in (
        "You earned 2 of 4 points.", "She is not alone", "1 of 3 points", "For all points:", "1 of 1 point",
        "Whom do you call?", "Marked by Malika Fictional.", "partly right",
    ):  # fmt: skip
        assert said in seen
    post(trainer, there, [("number", "2"), ("criteria-safe", "3"), ("criteria-noted", "1")])
    assert "For all points:" not in her.get(f"{attempt}/review").text
