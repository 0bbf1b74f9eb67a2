"""Answers are saved as they are given, in a real browser: when the line breaks, time is over, two pages are open."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.browser.conftest import Open, look_at
from tests.browser.test_learning import press
from tests.progress import make
from tests.quizzes.make import World, world
from tot.cohorts.queries import own_enrolment
from tot.db import db, transaction
from tot.quizzes import actions, queries, rules
from tot.quizzes.models import Answer, Attempt

LEFT = "Object.keys(localStorage).filter(name => name.startsWith('tot-answers-')).length"


@pytest.fixture
def w(app: Flask) -> World:
    with app.app_context():
        made = world(make.tested_value())
        db.session.commit()
        return made


def hold(app: Flask, w: World, key: str, *, is_open: bool = True) -> None:
    with app.app_context(), transaction():
        quiz = rules.quiz_in(w.course, key)[1]
        cohort = db.session.merge(w.cohort)
        (actions.open_test if is_open else actions.close_test)(cohort, quiz, w.trainer, datetime.now(UTC))


def began(app: Flask, w: World, key: str) -> str:
    with app.app_context(), transaction():
        own = own_enrolment(w.enrolment.id)
        number = actions.begin(own, rules.quiz_in(w.course, key)[1], None, datetime.now(UTC))
    return f"/quizzes/attempts/{number}"


def stored(app: Flask, attempt: str, question: str) -> list:
    with app.app_context():
        wanted = select(Answer.response).where(
            Answer.attempt_id == int(attempt.rsplit("/", 1)[1]), Answer.question_key == question
        )
        return list(db.session.scalars(wanted.order_by(Answer.revision)))


def is_saved(page: Page) -> None:
    expect(page.locator(".saved")).to_contain_text("Saved ")


def nothing_waits(page: Page) -> None:
    for _tick in range(100):
        if page.evaluate(LEFT) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("an answer still waits")


def choose(page: Page, value: str) -> None:
    page.locator(f'[name="answer"][value="{value}"]').check()


def choose_in_vain(page: Page, value: str) -> None:
    """The line is down for what is sent; the answer waits in the browser."""
    page.route("**/1", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, value)
    expect(page.locator(".saved")).to_contain_text("The line is down")


def test_each_choice_is_saved_at_once_and_may_change(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    choose(page, "b")
    is_saved(page)
    choose(page, "a")
    expect(page.locator("[name=revision]")).to_have_value("3")
    assert stored(app, attempt, "BRD-f1") == ["b", "a"]
    assert page.evaluate(LEFT) == 0
    press(page)
    page.wait_for_url("**/2")
    assert stored(app, attempt, "BRD-f1") == ["b", "a"]  # the button had nothing to add
    other = open_as(w.person)  # another telephone goes on
    other.goto(f"{attempt}/1")
    assert other.locator('[name="answer"][value="a"]').is_checked()


def test_a_broken_line_keeps_the_answer_until_it_is_there_again(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    page.context.set_offline(True)
    choose(page, "b")
    expect(page.locator(".saved")).to_contain_text("The line is down")
    look_at(page, "saving-offline-360-en")
    choose(page, "a")
    page.wait_for_timeout(300)
    assert stored(app, attempt, "BRD-f1") == []
    page.context.set_offline(False)
    is_saved(page)
    nothing_waits(page)
    assert stored(app, attempt, "BRD-f1")[-1] == "a"


def test_what_waits_survives_a_reload(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    choose_in_vain(page, "b")
    page.reload()
    expect(page.locator('[name="answer"][value="b"]')).to_be_checked()
    assert stored(app, attempt, "BRD-f1") == []
    page.unroute("**/1")
    page.goto(attempt)  # any page of the attempt sends it
    nothing_waits(page)
    assert stored(app, attempt, "BRD-f1") == ["b"]


@pytest.mark.parametrize("is_begun", [False, True])
def test_an_answer_whose_receipt_was_lost_counts_once(app: Flask, w: World, open_as: Open, is_begun: bool) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")

    receipts = []

    def swallow(route: Route) -> None:
        """The answer arrives, and what the server says to it is lost, or breaks off; once."""
        if route.request.method != "POST" or receipts:
            return route.continue_()
        receipts.append(route.fetch().status)
        return route.fulfill(content_type="application/json", body='{"kept": t') if is_begun else route.abort()

    page.route("**/1", swallow)
    choose(page, "b")
    expect(page.locator(".saved")).to_contain_text("The line is down")
    assert receipts == [200]
    choose(page, "a")
    page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(page)
    assert stored(app, attempt, "BRD-f1") == ["b", "a"]


def test_an_old_page_never_takes_the_place_of_a_newer_answer(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    old, new = open_as(w.person), open_as(w.person)
    for page in (old, new):
        page.goto(f"{attempt}/1")
    old.context.set_offline(True)
    choose(old, "b")
    choose(new, "a")
    is_saved(new)
    old.context.set_offline(False)
    expect(old.locator(".saved")).to_contain_text("has a newer answer")
    assert stored(app, attempt, "BRD-f1") == ["a"]


@pytest.mark.parametrize("is_slow", [True, False], ids=["slow", "down"])
def test_what_was_complete_only_later_is_saved_although_the_beginning_was_refused(
    app: Flask, w: World, open_as: Open, is_slow: bool
) -> None:
    hold(app, w, "BRD-pre")
    attempt = began(app, w, "BRD-pre")
    page = open_as(w.person)
    page.goto(f"{attempt}/3")
    if is_slow:

        def slow(route: Route) -> None:
            if route.request.method == "POST":
                page.wait_for_timeout(300)
            route.continue_()

        page.route("**/3", slow)
    else:
        page.context.set_offline(True)
    partners = page.locator("form[data-answer] select")
    for at in range(partners.count()):
        partners.nth(at).select_option(index=at + 1)  # the first alone is no answer; the others wait behind it
        page.wait_for_timeout(50)
    if not is_slow:
        expect(page.locator(".saved")).to_contain_text("The line is down")
        page.context.set_offline(False)
    is_saved(page)
    nothing_waits(page)
    with app.app_context():
        saved = list(db.session.scalars(select(Answer).where(Answer.attempt_id == int(attempt.rsplit("/", 1)[1]))))
    assert [(one.revision, len(one.response)) for one in saved] == [(1, 4)]


def test_a_knowledge_check_sent_while_the_line_is_down(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-2-check")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    page.context.set_offline(True)
    choose(page, "b")
    press(page)
    expect(page.locator(".saved")).to_contain_text("The line is down")
    page.context.set_offline(False)
    page.locator(".notice-title").wait_for()
    assert page.locator(".notice-title").inner_text() == "That is right"
    assert stored(app, attempt, "BRD-2-q1") == ["b"]


def test_a_check_keeps_what_is_chosen_and_not_given_yet(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-2-check")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    choose(page, "b")
    page.reload()
    expect(page.locator('[name="answer"][value="b"]')).to_be_checked()
    expect(page.locator(".saved")).to_contain_text("Not saved yet")
    assert stored(app, attempt, "BRD-2-q1") == []
    press(page)
    page.locator(".notice-title").wait_for()
    assert stored(app, attempt, "BRD-2-q1") == ["b"]
    assert page.evaluate(LEFT) == 0


def test_somebody_else_on_the_same_phone_finds_nothing(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    choose_in_vain(page, "b")
    assert page.evaluate(LEFT) == 1
    cookies = open_as(w.trainer).context.cookies()
    page.context.add_cookies(cookies)
    page.goto("/")
    assert page.evaluate(LEFT) == 0
    assert stored(app, attempt, "BRD-f1") == []


@pytest.mark.parametrize("leaves", [True, False])
def test_signing_out_asks_and_leaves_nothing(app: Flask, w: World, open_as: Open, leaves: bool) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.goto(f"{attempt}/1")
    choose_in_vain(page, "b")
    page.on("dialog", lambda dialog: dialog.accept() if leaves else dialog.dismiss())
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_timeout(500)
    assert page.evaluate(LEFT) == (0 if leaves else 1)


def ends_in(app: Flask, attempt: str, seconds: int) -> None:
    """The server's end of a test's time; the page counts by its own clock, which a test turns on."""
    with app.app_context():
        one = db.session.get_one(Attempt, int(attempt.rsplit("/", 1)[1]))
        one.ends_at = datetime.now(UTC) + timedelta(seconds=seconds)
        db.session.commit()


def test_when_the_time_is_over_the_page_hands_in(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.clock.install()
    ends_in(app, attempt, 60)
    page.goto(f"{attempt}/1")
    choose(page, "a")
    is_saved(page)
    expect(page.locator(".timer strong")).to_contain_text("0:")
    ends_in(app, attempt, 0)
    page.clock.fast_forward(60_000)
    page.wait_for_url("**/review")
    with app.app_context():
        assert queries.sitting_by_id(int(attempt.rsplit("/", 1)[1])).submitted_at is not None
    assert stored(app, attempt, "BRD-f1") == ["a"]


@pytest.mark.parametrize("more", [0, 10])
def test_time_that_ended_while_the_line_was_down(app: Flask, w: World, open_as: Open, more: int) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person)
    page.clock.install()
    ends_in(app, attempt, 60)
    page.goto(f"{attempt}/1")
    page.context.set_offline(True)
    choose(page, "b")
    ends_in(app, attempt, 60 * more)
    page.clock.fast_forward(60_000)
    expect(page.locator(".timer strong")).to_have_text("0:00")
    page.context.set_offline(False)
    if more:
        expect(page.locator(".timer strong")).to_contain_text("9:")
    else:
        page.wait_for_url("**/review")
    assert stored(app, attempt, "BRD-f1") == ["b"]


def test_without_script_the_time_is_said_and_the_button_saves(app: Flask, w: World, open_as: Open) -> None:
    attempt = began(app, w, "BRD-final")
    page = open_as(w.person, script=False)
    page.goto(f"{attempt}/1")
    assert re.search(r"(29|30) minutes", page.locator(".timer").inner_text())
    choose(page, "a")
    press(page)
    page.wait_for_url("**/2")
    assert stored(app, attempt, "BRD-f1") == ["a"]


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "uz")])
def test_every_page_of_a_test_is_readable_and_within_reach(
    app: Flask,
    w: World,
    open_as: Open,
    width: int,
    language: str,
) -> None:
    page, trainer = (open_as(one, width=width, language=language) for one in (w.person, w.trainer))

    def look(path: str, name: str, by: Page = page) -> None:
        assert by.goto(path).status == 200, path
        look_at(by, f"test-{name}-{width}-{language}")

    course, held = f"/progress/{w.enrolment.id}", f"/quizzes/cohorts/{w.cohort.id}/tests"
    look(course, "course-before")
    look(held, "held-before", trainer)
    hold(app, w, "BRD-pre")
    look(course, "course-open")
    look(f"/quizzes/{w.enrolment.id}/BRD-pre", "pre")
    attempt = began(app, w, "BRD-pre")
    look(f"{attempt}/1", "question")
    look(f"{attempt}/3", "match")
    look(f"{attempt}/finish", "finish")
    look(attempt, "answers")
    look(held, "held", trainer)
    look(f"/quizzes/enrolments/{w.enrolment.id}/time/BRD-pre", "time", trainer)
    hold(app, w, "BRD-pre", is_open=False)
    look(f"{attempt}/review", "pre-review")
    hold(app, w, "BRD-post")
    look(f"/quizzes/{w.enrolment.id}/BRD-post", "post")
    after = began(app, w, "BRD-post")
    with app.app_context(), transaction():
        sitting = queries.sitting_by_id(int(after.rsplit("/", 1)[1]))
        actions.finish(sitting, queries.quiz_of(sitting), None, datetime.now(UTC))
    look(f"{after}/review", "post-review")
    hold(app, w, "BRD-post", is_open=False)
    look(f"{after}/review", "post-key")
    look(f"/quizzes/{w.enrolment.id}/BRD-final", "final")
    look(course, "course-after")
