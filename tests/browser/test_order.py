"""Steps are put in order with the mouse, a finger or the keyboard, in a real browser; without script by numbers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, look_at
from tests.browser.test_saving import began, is_saved, stored
from tests.progress import make
from tests.progress.make import question, words
from tests.quizzes.make import World, world
from tot.db import db

STEPS = tuple("abcdefghijkl")
LONG = "a step that is told in so many words that it takes two or three lines on the screen of a small telephone"


@pytest.fixture
def w(app: Flask) -> World:
    """A final test that begins with twelve steps."""
    value = make.tested_value()
    assert value.final
    labels = {step: words(f"Step {step}: {LONG if step in 'cf' else 'short'}") for step in STEPS}
    steps = question("BRD-f1", type="order", options=STEPS, key=STEPS[::-1], labels=labels)
    final = replace(value.final, questions=(steps, *value.final.questions[1:]))
    with app.app_context():
        made = world(replace(value, final=final))
        db.session.commit()
        return made


@pytest.fixture
def opened(app: Flask, w: World, open_as: Open) -> Callable[..., Page]:
    attempt = began(app, w, "BRD-final")

    def page_of(**how: Any) -> Page:
        page = open_as(w.person, **how)
        page.goto(f"{attempt}/1")
        page.attempt = attempt  # type: ignore[attr-defined]
        return page

    return page_of


def order(page: Page) -> list[str]:
    """The steps from the top, as they would be sent."""
    found = page.evaluate("[...document.querySelectorAll('.in-order select')].map(one => [one.name, one.value])")
    shown = [name.removeprefix("answer-") for name, _place in found]
    assert [int(place) for _name, place in found] == list(range(1, len(found) + 1))
    return shown


def moved(before: list[str], which: int, to: int) -> list[str]:
    after = [step for step in before if step != before[which]]
    return [*after[:to], before[which], *after[to:]]


def middle(page: Page, at: int, part: str = ".grip") -> tuple[float, float]:
    box = page.locator(".in-order .pair").nth(at).locator(part).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def said(page: Page) -> Any:
    return expect(page.locator(".in-order + [aria-live]"))


def test_a_mouse_takes_a_step_anywhere_and_drops_it(app: Flask, w: World, opened: Callable[..., Page]) -> None:
    page = opened(width=1280)
    before = order(page)
    x, y = middle(page, 0, "label")
    page.mouse.move(x, y)
    page.mouse.down()
    _below, goal = middle(page, 2)
    page.mouse.move(x, (y + goal) / 2, steps=4)
    page.mouse.move(x, goal + 12, steps=6)
    look_at(page, "order-dragging-1280")
    assert stored(app, page.attempt, "BRD-f1") == []  # nothing is sent on the way
    page.mouse.up()
    after = moved(before, 0, 2)
    assert order(page) == after
    said(page).to_have_text(f"Place 3: {page.locator('.in-order label').nth(2).inner_text()}")
    is_saved(page)
    assert stored(app, page.attempt, "BRD-f1") == [after]
    assert not page.evaluate("[...document.querySelectorAll('.in-order .pair')].some(one => one.style.transform)")


def test_escape_and_a_click_change_nothing(opened: Callable[..., Page]) -> None:
    page = opened(width=1280)
    before = order(page)
    x, y = middle(page, 1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 200, steps=5)
    assert order(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert order(page) == before
    page.mouse.click(x, y)
    assert order(page) == before
    said(page).to_have_text("")


def test_a_finger_takes_a_step_by_its_number_and_scrolls_elsewhere(
    app: Flask, w: World, chromium: Any, address: str, open_as: Open
) -> None:
    attempt = began(app, w, "BRD-final")
    cookies = open_as(w.person, language="ru").context.cookies()
    context = chromium.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{attempt}/1")
    look_at(page, "order-360-ru")
    before = order(page)
    touch = context.new_cdp_session(page)

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    page.locator(".in-order .pair").nth(1).scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('.in-order').offsetTop - 120)")
    x, y = middle(page, 1)
    finger("touchStart", x, y)
    _x, goal = middle(page, 0)
    for step in range(1, 9):
        finger("touchMove", x, y + (goal - y - 10) * step / 8)
    finger("touchEnd")
    assert order(page) == moved(before, 1, 0)
    is_dragged = page.evaluate("scrollY")
    # On its words the finger scrolls the page, and the steps stay where they are.
    x, y = middle(page, 2, "label")
    finger("touchStart", x, y)
    for step in range(1, 9):
        finger("touchMove", x, y - 25 * step)
    page.wait_for_timeout(300)  # a finger that rests before it leaves does not throw the page
    finger("touchEnd")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > is_dragged
    assert order(page) == moved(before, 1, 0)
    # Held at the edge of the screen the page scrolls by itself, until the step has reached its place.
    page.evaluate("scrollTo(0, document.querySelector('.in-order').offsetTop - 120)")
    now = order(page)
    x, y = middle(page, 0)
    finger("touchStart", x, y)
    finger("touchMove", x, 400)
    finger("touchMove", x, 735)
    for _tick in range(100):
        if page.evaluate("document.querySelector('.in-order').lastElementChild.classList.contains('dragged')"):
            break
        page.wait_for_timeout(100)
    finger("touchEnd")
    assert order(page) == moved(now, 0, len(STEPS) - 1)
    context.close()


def test_the_keyboard_alone_moves_a_step_and_says_where_it_is(
    app: Flask, w: World, opened: Callable[..., Page]
) -> None:
    page = opened()
    before = order(page)
    page.locator(".in-order .pair").nth(2).locator("button").nth(1).focus()
    page.keyboard.press("ArrowDown")
    assert order(page) == moved(before, 2, 3)
    said(page).to_contain_text("Place 4: ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert order(page) == moved(before, 2, 1)
    page.keyboard.press("Home")
    assert order(page) == moved(before, 2, 0)
    page.keyboard.press("ArrowUp")  # there is no further up
    assert order(page) == moved(before, 2, 0)
    page.keyboard.press("End")
    assert order(page) == moved(before, 2, len(STEPS) - 1)
    assert page.evaluate("document.activeElement.matches('.pair:last-child button:not(:disabled)')")
    page.keyboard.press("Enter")  # the button that is left there: up
    assert order(page) == moved(before, 2, len(STEPS) - 2)
    is_saved(page)
    page.reload()
    assert order(page) == moved(before, 2, len(STEPS) - 2)


def test_without_script_each_step_is_given_its_number(app: Flask, w: World, opened: Callable[..., Page]) -> None:
    page = opened(script=False)
    for place, step in enumerate(STEPS, 1):
        page.locator(f'[name="answer-{step}"]').select_option(str(place))
    page.locator("main form .btn-primary").first.click()
    page.wait_for_url("**/2")
    assert stored(app, page.attempt, "BRD-f1") == [list(STEPS)]
