"""A long text is saved while it is typed and nothing typed is lost, in a real browser; keys fill in a rubric."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import Open, look_at
from tests.browser.test_saving import LEFT, began, is_saved, nothing_waits, stored
from tests.progress import make
from tests.quizzes.make import World, world
from tests.quizzes.test_case import a_case, with_case
from tot.db import db, transaction
from tot.quizzes import actions, queries
from tot.quizzes.models import Answer

TEXT = "I sit down beside her.\n\nThen I call the duty officer."


@pytest.fixture
def w(app: Flask) -> World:
    """The case stands first in the knowledge check, and in the final test."""
    value = with_case(make.tested_value())
    assert value.final
    final = replace(value.final, questions=(replace(a_case(), id="BRD-f1"), *value.final.questions[1:]))
    with app.app_context():
        made = world(replace(value, final=final))
        db.session.commit()
        return made


def area(page: Page):
    return page.locator("textarea")


def test_a_long_text_is_saved_while_it_is_typed(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.clock.install()
    page.goto(f"{attempt}/1")
    area(page).press_sequentially("I sit", delay=20)
    page.clock.run_for(2_000)
    is_saved(page)
    area(page).focus()
    for letter in " down and go on writing without any pause for six seconds.":
        page.keyboard.type(letter)
        page.clock.run_for(110)
    page.wait_for_timeout(100)
    assert len(stored(app, attempt, "BRD-f1")) >= 2  # who never pauses is saved, too
    area(page).fill(TEXT)
    expect(page.locator(".field")).to_contain_text(f"{len(TEXT)} of 6000 characters")
    page.reload()  # within the second: what was typed last goes out as the page is left
    expect(area(page)).to_have_value(TEXT)
    nothing_waits(page)
    assert stored(app, attempt, "BRD-f1")[-1] == TEXT


def test_a_text_that_is_too_long_is_not_saved_and_not_lost(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    area(page).fill("ў" * 6001)
    expect(page.locator(".too-long")).to_have_text("6001 of 6000 characters")
    expect(page.locator(".saved")).to_contain_text("Not saved yet")
    page.reload()
    expect(area(page)).to_have_value("ў" * 6001)
    expect(page.locator(".saved")).to_contain_text("Not saved yet")
    area(page).press("End")
    area(page).press("Backspace")
    is_saved(page)
    nothing_waits(page)
    assert stored(app, attempt, "BRD-f1") == ["ў" * 6000]


def test_what_is_typed_before_the_button_is_pressed_is_there_after_a_reload(
    app: Flask, w: World, open_as: Open
) -> None:
    attempt = began(app, w, w.quiz.id)
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    area(page).fill(TEXT)
    page.goto(f"{attempt}/2")
    page.goto(f"{attempt}/1")
    expect(area(page)).to_have_value(TEXT)
    expect(page.locator(".saved")).to_contain_text("What you had written is here again")
    assert stored(app, attempt, "BRD-2-case") == []
    look_at(page, "case-360-en")
    page.locator("main form .btn-primary").first.click()
    expect(page.locator(".notice, .verdict").first).to_contain_text("waits for your trainer")
    assert page.evaluate(LEFT) == 0  # nothing is left behind on the telephone
    assert stored(app, attempt, "BRD-2-case") == [TEXT]


@pytest.mark.parametrize(("width", "language"), [(360, "uz"), (1280, "ru")])
def test_a_rubric_is_filled_in_with_the_keyboard(
    app: Flask, w: World, open_as: Open, width: int, language: str
) -> None:
    attempt = began(app, w, w.quiz.id)
    number = int(attempt.rsplit("/", 1)[1])
    with app.app_context(), transaction():
        sitting = queries.sitting_by_id(number)
        quiz = queries.quiz_of(sitting)
        sent = {"client_key": "k", "revision": 1, "now": datetime.now(UTC)}
        actions.answer(sitting, quiz, quiz.questions[0], TEXT, **sent)
        actions.finish(sitting, quiz, w.person, datetime.now(UTC))
    with app.app_context():
        answer = db.session.scalar(select(Answer.id).where(Answer.attempt_id == number))
    page = open_as(w.trainer, width=width, language=language)
    page.goto(f"/quizzes/answers/{answer}/mark")
    look_at(page, f"rubric-{width}-{language}")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Whom do you call?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/to-mark")
    hers = open_as(w.person, width=width, language=language)
    hers.goto(f"{attempt}/review")
    expect(hers.locator("#question-1")).to_contain_text("She is not alone")
    expect(hers.locator("#question-1")).to_contain_text("Whom do you call?")
    look_at(hers, f"case-review-{width}-{language}")
