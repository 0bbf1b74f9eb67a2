"""Tests typed in from paper in a real browser, with the keyboard alone, and without script."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.browser.conftest import Open, look_at
from tests.progress import make
from tests.quizzes.make import World, world
from tests.quizzes.test_paper import CHECK, PRE, form, typed
from tot.db import db
from tot.quizzes import queries
from tot.quizzes.models import Attempt, Keying

DRAFTS = "Object.keys(localStorage).filter(name => name.startsWith('tot-drafts-')).length"

SEEN = """(() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === here;
})()"""


@pytest.fixture
def w(app: Flask) -> World:
    with app.app_context():
        made = world(make.tested_value())
        for at in range(4):
            make.enrolment(made.cohort, make.person(f"Person {at}"))
        db.session.commit()
        return made


def grid(w: World, key: str = PRE) -> str:
    return f"/quizzes/cohorts/{w.cohort.id}/paper/{key}"


def type_line(page: Page, cells: tuple[str, ...], letter: str = "") -> int:
    """Types the cells of the line that has the focus; returns how many keys that took."""
    keys = 0
    for at, cell in enumerate((letter, *cells) if letter else cells):
        page.keyboard.type(cell)
        keys += len(cell)
        # One letter, t or f, and rows of letters go on by themselves; several letters and numbers by Enter.
        here = page.evaluate("document.activeElement.name || ''")
        if here.endswith("-form" if letter and at == 0 else f"-{at if letter else at + 1}"):
            page.keyboard.press("Enter")
            keys += 1
    return keys


def stored(app: Flask, w: World) -> list[list[str]]:
    with app.app_context():
        lines = queries.lines_of(db.session.merge(w.cohort), queries.on_paper(w.course, PRE))
        return [list(line.stands.typed) for line in lines if line.stands]


def test_five_lines_with_the_keyboard_alone(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    right = {letter: typed(form(w, PRE, letter)) for letter in "AB"}
    keys = 0
    for number in range(5):
        keys += type_line(page, right["AB"[number % 2]], "AB"[number % 2])
    expect(page.locator(".keying-done")).to_have_text("5 of 5 lines saved")
    assert stored(app, w) == [list(right["AB"[number % 2]]) for number in range(5)]
    assert page.evaluate(DRAFTS) == 0
    assert keys < 5 * 45
    page.goto(f"/quizzes/cohorts/{w.cohort.id}/tests")
    expect(page.get_by_text("on paper", exact=True)).to_have_count(5)


def test_a_cell_is_red_at_once_and_a_line_that_is_not_complete_waits(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    page.keyboard.type("a")
    page.keyboard.type("z")
    expect(page.locator("td.wrong")).to_have_count(1)
    expect(page.locator(".keying-hint")).to_contain_text("One letter, a to d")
    page.keyboard.press("Backspace")
    page.keyboard.type("и")  # the layout was not switched
    assert page.locator("td input").nth(1).input_value() == "b"
    page.keyboard.press("ArrowDown")
    expect(page.locator(".stood").first).to_contain_text("11 cells are empty")
    assert stored(app, w) == []
    page.reload()
    expect(page.locator("td input").nth(1)).to_have_value("b")
    expect(page.locator(".stood").first).to_contain_text("not saved yet")


def test_what_was_said_of_lines_goes_when_they_are_saved(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    right = typed(form(w, PRE, "A"))
    fields = page.locator("tr[data-line]").first.locator("td input:not([type=hidden])")
    for at, cell in enumerate(("A", "z", *right[1:])):
        fields.nth(at).evaluate("(field, cell) => { field.value = cell }", cell)
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.keying').submit()")  # as without script, or from a file
    expect(page.locator(".error-summary")).to_contain_text("1 line is not saved")
    fields.nth(1).fill(right[0])
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".keying-done")).to_have_text("1 of 5 lines saved")
    expect(page.locator(".error-summary")).to_have_count(0)


def test_a_line_that_was_saved_a_moment_ago_is_corrected_with_a_reason(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    reason = page.get_by_label("Why do saved lines change?")
    expect(reason).to_be_hidden()
    type_line(page, typed(form(w, PRE, "A")), "a")
    expect(page.locator(".keying-done")).to_have_text("1 of 5 lines saved")
    cell = page.locator("tr[data-line]").first.locator("td input").nth(1)
    cell.fill("-")
    cell.press("ArrowDown")
    expect(page.locator(".stood").first).to_contain_text("why it changes")
    reason.fill("misread")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".stood").first).to_contain_text("saved")
    expect(page.locator("td.wrong")).to_have_count(0)
    assert stored(app, w)[0][0] == "-"
    expect(page.get_by_role("link", name="Correct the day")).to_be_visible()


def test_a_broken_line_keeps_what_was_typed(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    page.context.set_offline(True)
    type_line(page, typed(form(w, PRE, "A")), "a")
    expect(page.locator(".stood").first).to_contain_text("The line is down")
    assert page.evaluate(DRAFTS) == 1
    page.context.set_offline(False)
    expect(page.locator(".keying-done")).to_have_text("1 of 5 lines saved", timeout=15_000)
    assert len(stored(app, w)) == 1
    assert page.evaluate(DRAFTS) == 0


def test_a_line_whose_receipt_breaks_off_is_sent_again_and_stands_once(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280)
    page.goto(grid(w))
    broken: list[int] = []

    def break_off(route: Route) -> None:
        if route.request.method != "POST" or broken:
            return route.continue_()
        broken.append(route.fetch().status)
        return route.fulfill(content_type="application/json", body='{"lines": {')

    page.route("**/*", break_off)
    type_line(page, typed(form(w, PRE, "A")), "a")
    expect(page.locator(".keying-done")).to_have_text("1 of 5 lines saved", timeout=15_000)
    assert broken == [200]
    assert len(stored(app, w)) == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_what_has_the_focus_is_never_hidden(app: Flask, w: World, open_as: Open, width: int) -> None:
    page = open_as(w.trainer, width=width)
    page.goto(grid(w))
    for _cell in range(14):
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.name")
        page.keyboard.press("Enter")


def test_two_people_at_once_overwrite_nothing(app: Flask, w: World, open_as: Open) -> None:
    one, other = (open_as(w.trainer, width=1280) for _person in range(2))
    for page in (one, other):
        page.goto(grid(w))
    type_line(one, typed(form(w, PRE, "A")), "a")
    expect(one.locator(".keying-done")).to_have_text("1 of 5 lines saved")
    type_line(other, typed(form(w, PRE, "A"), q1="-"), "a")
    expect(other.locator(".stood").first).to_contain_text("saved this line differently")
    expect(other.locator("td small")).to_have_text(typed(form(w, PRE, "A"))[0])
    assert stored(app, w)[0][0] != "-"


def test_without_script_one_button_saves_what_is_complete(app: Flask, w: World, open_as: Open) -> None:
    page = open_as(w.trainer, width=1280, script=False)
    page.goto(grid(w, CHECK))
    for field, cell in zip(page.locator("tr").nth(1).locator("td input").all(), typed(form(w, CHECK)), strict=True):
        field.fill(cell)
    page.locator("tr").nth(2).locator("td input").first.fill("q")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary-title")).to_have_text("1 line is not saved")
    with app.app_context():
        wanted = select(Keying.kind).join(Attempt, Attempt.id == Keying.attempt_id)
        assert db.session.scalars(wanted.where(Attempt.enrolment_id == w.enrolment.id)).all() == ["keyed"]


@pytest.mark.parametrize("script", [True, False])
def test_a_file_is_looked_at_in_the_grid_and_saved_by_the_button(
    app: Flask, w: World, open_as: Open, script: bool
) -> None:
    page = open_as(w.trainer, width=1280, script=script)
    page.goto(grid(w) + "/file")
    headings = f"No.;Full name;Form;{';'.join(map(str, range(1, 13)))}"
    lines = [f"{n + 2};Person {n};{letter};{';'.join(typed(form(w, PRE, letter)))}" for n, letter in enumerate("ABA")]
    content = "\n".join([headings, *lines]).encode()
    page.locator("[type=file]").set_input_files({"name": "grid.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#error-summary-title")).to_have_text("3 lines are not saved")
    assert stored(app, w) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".keying-done")).to_have_text("3 of 5 lines saved")
    assert stored(app, w) == [list(typed(form(w, PRE, letter))) for letter in "ABA"]


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "uz")])
def test_the_pages_are_readable_and_within_reach(w: World, open_as: Open, width: int, language: str) -> None:
    page = open_as(w.trainer, width=width, language=language)
    pages = {f"/quizzes/cohorts/{w.cohort.id}/paper": "list", grid(w): "pre", grid(w, CHECK): "check"}
    for path, name in {**pages, grid(w) + "/file": "file"}.items():
        assert page.goto(path).status == 200
        look_at(page, f"paper-{name}-{width}-{language}")
    page.goto(grid(w))
    type_line(page, typed(form(w, PRE, "A")), "a")
    page.locator(".saved-line").wait_for()
    page.reload()
    look_at(page, f"paper-saved-{width}-{language}")
    page.goto(grid(w) + "/check")
    look_at(page, f"paper-second-{width}-{language}")
