"""A participant's pages in a real browser: readable, within reach, by keyboard alone, and without script."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import look_at
from tests.progress.make import AT
from tests.quizzes.make import HALF, World, right, sent, world
from tot.cohorts.queries import own_enrolment
from tot.db import db, transaction
from tot.quizzes import actions as quizzes
from tot.quizzes.queries import sitting_by_id


@pytest.fixture
def w(app: Flask) -> World:
    with app.app_context():
        made = world()  # somebody new each time, in the same course
        db.session.commit()
        return made


def press(page: Page) -> None:
    page.locator("main form .btn-primary").first.click()


def answer(page: Page, w: World, number: int, response: object) -> None:
    question = w.quiz.questions[number - 1]
    for name, value in sent(question, response):
        field = page.locator(f'[name="{name}"]')
        if question.type in ("single", "branch", "tf", "multi"):
            page.check(f'[name="{name}"][value="{value}"]')
        elif question.type in ("match", "order"):
            field.select_option(value, force=True)
        else:
            field.fill(value)
    with page.expect_navigation():  # the page that is left has a place for "saved", too
        press(page)


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "uz")])
def test_every_page_of_a_participant_is_readable_and_within_reach(w: World, open_as, width: int, language: str) -> None:
    page = open_as(w.person, width=width, language=language)

    def look(path: str, name: str) -> None:
        response = page.goto(path)
        assert response.status == 200, path
        look_at(page, f"learning-{name}-{width}-{language}")

    lesson, quiz = f"/lessons/{w.enrolment.id}/BRD-2", f"/quizzes/{w.enrolment.id}/BRD-2-check"
    look("/", "home")
    look(f"/progress/{w.enrolment.id}", "course")
    look(lesson, "lesson")
    look(f"{lesson}/BRD-2-s4", "section")
    look(f"{lesson}/job-aid", "job-aid")
    look(f"/scenarios/{w.enrolment.id}/BRD-2-scenario", "scenario")
    press(page)
    look_at(page, f"learning-play-{width}-{language}")
    page.check('[name="choice"][value="a"]')
    press(page)
    page.wait_for_url("**/1")
    look_at(page, f"learning-step-{width}-{language}")
    page.locator("main .btn-primary").click()
    look_at(page, f"learning-ending-{width}-{language}")
    look(quiz, "quiz")
    press(page)
    page.wait_for_url("**/1")
    attempt = page.url.rsplit("/", 1)[0]
    for number, question in enumerate(w.quiz.questions, 1):
        page.goto(f"{attempt}/{number}")
        if question.type in ("multi", "match", "num", "short", "branch"):
            look_at(page, f"learning-{question.type}-{width}-{language}")
        answer(page, w, number, HALF if question.type == "short" else right(question))
        page.locator(".saved").wait_for()
        if question.type in ("order", "short"):
            look_at(page, f"learning-{question.type}-told-{width}-{language}")
    look(attempt, "answers")
    press(page)
    page.wait_for_url("**/review")
    look_at(page, f"learning-review-{width}-{language}")


def test_steps_are_put_in_order_with_the_keyboard(w: World, open_as) -> None:
    page = open_as(w.person)
    page.goto(f"/quizzes/{w.enrolment.id}/BRD-2-check")
    press(page)
    page.wait_for_url("**/1")
    page.goto(page.url.removesuffix("1") + "5")
    steps = page.locator(".in-order > li")
    order = list(w.quiz.questions[4].key)
    steps.nth(1).locator("button").first.press("Enter")  # chance may have put all in order
    for place, wanted in enumerate(order):
        here = [step.locator("select").get_attribute("name") for step in steps.all()].index(f"answer-{wanted}")
        up = steps.nth(here).locator("button").first
        up.focus()
        for _step in range(here - place):
            page.keyboard.press("Enter")
    assert [step.locator("select").input_value() for step in steps.all()] == ["1", "2", "3", "4", "5"]
    assert page.locator("[aria-live]").inner_text().startswith("Place ")
    look_at(page, "learning-order-360-en")
    press(page)
    assert page.locator(".notice-title").inner_text() == "That is right"
    assert page.evaluate("document.activeElement.className") == "notice tone-good"  # where a screen reader goes on


def test_without_script_each_step_has_a_place_to_choose(w: World, open_as) -> None:
    page = open_as(w.person, script=False)
    page.goto(f"/quizzes/{w.enrolment.id}/BRD-2-check")
    press(page)
    page.goto(page.url.removesuffix("1") + "5")
    assert page.locator(".in-order button").count() == 0
    answer(page, w, 5, right(w.quiz.questions[4]))
    assert page.locator(".notice-title").inner_text() == "That is right"


def test_a_wrong_submission_leads_to_its_first_field(w: World, open_as) -> None:
    page = open_as(w.person)
    page.goto(f"/quizzes/{w.enrolment.id}/BRD-2-check")
    press(page)
    page.wait_for_url("**/1")
    page.goto(page.url.removesuffix("1") + "6")
    press(page)
    page.locator(".error-summary").wait_for()
    look_at(page, "learning-match-refused-360-en")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "answer-a"


def test_a_trainer_marks_what_the_platform_did_not_recognise(app: Flask, w: World, open_as) -> None:
    with app.app_context(), transaction():
        sitting = sitting_by_id(quizzes.begin(own_enrolment(w.enrolment.id), w.quiz, None, AT))
        quizzes.answer(sitting, w.quiz, w.quiz.questions[8], HALF, client_key="k", revision=1, now=AT)
        quizzes.finish(sitting, w.quiz, None, AT)
    page = open_as(w.trainer)
    page.goto("/")
    look_at(page, "marking-home-360-en")
    page.get_by_role("link", name="1 answer waits for your marking").click()
    look_at(page, "marking-queue-360-en")
    page.get_by_role("link", name=w.person.name).click()
    look_at(page, "marking-360-en")
    page.get_by_label("You reassure the child").check()
    page.get_by_label("Your remark to the participant").fill("Well said.")
    press(page)
    page.get_by_text("Nothing to mark").wait_for()
