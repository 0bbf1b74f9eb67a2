"""Markers in a real browser: every page within reach, and a pile of answers marked with the keyboard alone."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import Open, look_at
from tests.progress import make
from tests.quizzes.make import World, handed_in, marker_for, world
from tot.accounts.models import Person
from tot.db import db, transaction
from tot.quizzes import actions, queries
from tot.quizzes.models import Marking, Rating

CHECK = "BRD-2-check"


@pytest.fixture
def w(app: Flask) -> World:
    with app.app_context():
        made = world()
        db.session.commit()
        return made


@pytest.fixture
def answers(app: Flask, w: World) -> tuple[list[int], Person, Person]:
    """Three answers, a second marker and a third."""
    with app.app_context():
        w.cohort, w.enrolment = db.session.merge(w.cohort), db.session.merge(w.enrolment)
        people = [None, make.person("Zulayho Fictional"), make.person("Lola Fictional")]
        numbers = [handed_in(w, f"I promise nothing, {at}.", who).id for at, who in enumerate(people)]
        second, third = marker_for(w, "Sabohat Fictional"), marker_for(w, "Tohir Fictional")
        for part, who in (("second", second), ("third", third)):
            actions.choose_marker(w.cohort, CHECK, part, who.id, w.trainer, make.AT)
        for who in (second, third):
            who.roles, who.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
        return numbers, second, third


def rate(app: Flask, number: int, part: str, by: Person, points: int) -> None:
    said = {"no_promise": int(points > 0), "need_to_know": int(points > 1)}
    with app.app_context(), transaction():
        turn = queries.turn(number, part)
        assert turn
        actions.rate(turn, said, "Well put.", number=1, actor=by, now=make.AT)


def test_a_pile_is_marked_with_the_keyboard_alone(
    app: Flask, w: World, answers: tuple[list[int], Person, Person], open_as: Open
) -> None:
    """Tab to a criterion, Space to tick it, Tab on to the button, Enter: the next answer stands there."""
    page = open_as(answers[1], width=1280, language="en")
    page.goto("/quizzes/marking")
    page.get_by_role("link", name="Mark the answers").focus()
    page.keyboard.press("Enter")
    for number in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Answer {number} of 3")
        box = page.get_by_role("checkbox").first
        for _tab in range(20):
            page.keyboard.press("Tab")
            if box.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("Space")
        for _tab in range(4):  # the other criterion, none of these, the remark, the button
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    with app.app_context():
        found = list(db.session.scalars(select(Rating).where(Rating.answer_id.in_(answers[0]))))
    assert [one.criteria for one in found] == [{"no_promise": 1, "need_to_know": 0}] * 3


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])
def test_every_page_of_markers_is_readable_and_within_reach(
    app: Flask,
    w: World,
    answers: tuple[list[int], Person, Person],
    open_as: Open,
    width: int,
    language: str,
) -> None:
    numbers, second, third = answers
    rate(app, numbers[0], "first", w.trainer, 2)
    rate(app, numbers[0], "second", second, 1)
    rate(app, numbers[1], "first", w.trainer, 1)
    rate(app, numbers[1], "second", second, 1)
    trainer, her, him, pupil = (
        open_as(one, width=width, language=language) for one in (w.trainer, second, third, w.person)
    )
    cohort = f"/quizzes/cohorts/{w.cohort.id}"
    with app.app_context():
        (marking,) = db.session.scalars(select(Marking).where(Marking.answer_id == numbers[1]))
        attempt = marking.answer.attempt_id
    for by, path in (
        (trainer, "/"),
        (trainer, f"{cohort}/to-mark"),
        (trainer, f"{cohort}/markers"),
        (trainer, f"{cohort}/markers/{CHECK}/second"),
        (trainer, f"/quizzes/answers/{numbers[2]}/beside/first"),
        (trainer, f"/reports/cohorts/{w.cohort.id}/tests/{CHECK}/agreement"),
        (trainer, f"/quizzes/attempts/{attempt}/review"),
        (her, "/quizzes/marking"),
        (her, f"/quizzes/answers/{numbers[2]}/beside/second"),
        (her, f"/quizzes/answers/{numbers[0]}/beside/second"),
        (him, f"/quizzes/answers/{numbers[0]}/beside/third"),
        (pupil, f"/quizzes/attempts/{attempt - 1}/review"),
    ):
        assert by.goto(path).status == 200, path
        look_at(by, f"marking-{path.strip('/').replace('/', '-') or 'home'}-{width}-{language}")
