"""A new type is one module with its templates: from the course file to the statistics, and out to other systems."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import Connection, select

from tests.conftest import Browser, SignIn
from tests.courses.make import ITEMS, ITEMS_EN, ITEMS_RU, swap, write_course
from tests.packs.make import edition
from tests.progress.make import border_value
from tests.quizzes.make import World, committed_world, right
from tests.quizzes.new_type.year import Year
from tests.quizzes.test_paper_views import join
from tests.quizzes.test_views import hidden, start
from tests.reading import text_of
from tot.courses.reader import Reading, read_courses
from tot.courses.rules import Course, Question
from tot.db import db
from tot.packs import printing, rules
from tot.quizzes.formats import ours
from tot.quizzes.formats.converting import Request, convert
from tot.quizzes.models import Answer
from tot.quizzes.types import TYPES, Keyed, QuestionType, type_of

CHANGES = {
    ITEMS: swap("TST-1-q6, type: num, key: 18, tolerance: 0.5,", "TST-1-q6, type: year, key: 1989, tolerance: 1,"),
    ITEMS_EN: swap(
        "{stem: How old?, unit: years, feedback: Under 18.}",
        "{stem: When was the Convention adopted?, feedback: In 1989.}",
    ),
    ITEMS_RU: swap(
        "{stem: Сколько лет?, unit: лет, feedback: До 18.}", "{stem: Когда приняли Конвенцию?, feedback: В 1989.}"
    ),
}


@pytest.fixture(autouse=True)
def year(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that an installation does for a new type: its line in TYPES."""
    monkeypatch.setitem(TYPES, "year", Year())


@pytest.fixture
def shown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its templates lie beside this test."""
    beside = FileSystemLoader(Path(__file__).parent / "new_type" / "templates")
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([app.jinja_env.loader, beside]))  # type: ignore[list-item]


def read(folder: Path, **more: Any) -> Reading:
    return read_courses(write_course(folder, {**CHANGES, **more}))


def question(folder: Path) -> Question:
    (course,) = read(folder).courses
    check = course.module("TST-1").check
    assert check
    return check.question("TST-1-q6")


def with_year(asked: Question) -> Course:
    """The real course; the check of its second module asks for the year first."""
    module = border_value().module("BRD-2")
    assert module.check
    asked = replace(asked, id="BRD-2-year", points=2, sources=())
    check = replace(module.check, questions=(asked, *module.check.questions[1:]))
    modules = (replace(one, check=check) if one.id == "BRD-2" else one for one in border_value().modules)
    return replace(border_value(), modules=tuple(modules))


@pytest.fixture
def w(app: Flask, world: Connection, shown: None, tmp_path: Path) -> World:
    return committed_world(app, with_year(question(tmp_path)))


def test_it_is_read_and_checked_with_its_place(tmp_path: Path) -> None:
    assert [str(problem) for problem in read(tmp_path / "right").errors] == []
    assert (question(tmp_path / "key").key, question(tmp_path / "key").tolerance) == (1989, 1)
    spoilt = {ITEMS: lambda text: CHANGES[ITEMS](text).replace("key: 1989", "key: 19890")}
    (problem,) = read(tmp_path / "wrong", **spoilt).errors
    assert (problem.line, problem.where) == (8, "items.TST-1-q6.key")
    assert "should be between 1800 and 2100, not 19890" in problem.message


def test_it_is_asked_marked_and_reviewed(app: Flask, w: World, sign_in: SignIn) -> None:
    her = sign_in(w.person)
    attempt = start(w, her)
    page = her.get(f"{attempt}/1").text
    assert "When was the Convention adopted?" in page
    assert "Write a year in four digits." in page
    refused = her.post(f"{attempt}/1", {**hidden(page), "answer": "long ago"}, 422).text
    assert "This is no year." in refused
    assert 'value="long ago"' in refused
    her.post(f"{attempt}/1", {**hidden(page), "answer": "1990"})
    told = her.get(f"{attempt}/1").text
    assert "Said 1990, it was 1989." in told
    assert "You earned 1 of 2 points." in told
    her.post(f"{attempt}/finish")
    review = her.get(f"{attempt}/review").text
    assert "Said 1990, it was 1989." in review
    assert "one nearby half of them" in review


def typed(w: World, years: Mapping[int, str]) -> dict[str, str]:
    """Lines of the grid, by enrolment: this year, and what is right everywhere else."""
    cells = []
    for one in w.quiz.questions[1:]:
        said = Keyed("", {each.id: 1 for each in one.criteria}) if one.criteria else Keyed(right(one))
        cells.append(type_of(one).as_keyed(one, said))
    sent = {"day": "2026-02-27"}
    for who, year in years.items():
        sent |= {f"{who}-form": "", f"{who}-number": "0"}
        sent |= {f"{who}-{at}": cell for at, cell in enumerate([year, *cells], 1)}
    return sent


def test_it_is_printed_keyed_in_from_paper_and_counted(app: Flask, w: World, sign_in: SignIn) -> None:
    trainer: Browser = sign_in(w.trainer)
    with app.app_context():
        booklet, key = (printing.draw(edition(w.course), rules.KINDS[kind], "en").html for kind in ("checks", "key"))
    assert "A year is asked." in booklet
    assert "1989" not in booklet
    assert "It was 1989." in key
    grid = f"/quizzes/cohorts/{w.cohort.id}/paper/{w.quiz.id}"
    sheets = trainer.get(trainer.post(f"{grid}/sheets").headers["Location"])
    assert "Year:" in "".join(text_of(sheets.data))
    assert "The number, with a comma or a point" in trainer.get(grid).text
    people = [w.enrolment.id, *join(app, w, 9)]
    assert "This is no year." in trainer.post(grid, typed(w, {people[0]: "89"}), 422).text
    trainer.post(grid, typed(w, dict(zip(people, ["1989"] * 6 + ["1990"] * 3 + ["1950"], strict=True))))
    with app.app_context():
        asked = select(Answer).where(Answer.question_key == "BRD-2-year").order_by(Answer.points)
        earned = [(one.response, one.points) for one in db.session.scalars(asked)]
        assert earned == [(1950, 0)] + [(1990, 1)] * 3 + [(1989, 2)] * 6
    page = trainer.get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}").text
    row = page[page.index('<span class="soft">year</span>') :]
    assert "0.60" in row[: row.index("</tr>")]  # six of ten


def test_it_travels_where_it_says_how_and_is_named_elsewhere(tmp_path: Path) -> None:
    read(tmp_path / "TST")
    items = (tmp_path / "TST" / ITEMS).parent
    to_gift = convert(items, Request(to="gift", language="en"))
    assert b"When was the Convention adopted?{#1989:1####In 1989.}" in to_gift.files[""]
    assert to_gift.by_type["year"] == 1
    for name, title in (("moodle_xml", "Moodle XML"), ("qti", "QTI 3.0")):
        elsewhere = convert(items, Request(to=name, language="en"))
        assert [(one.name, str(one.reason)) for one in elsewhere.skipped] == [
            ("When was the Convention adopted?", f"{title} does not know this type of question: year.")
        ]
        assert elsewhere.skipped[0].line == 8
        assert len(elsewhere.written) == len(to_gift.written) - 1
    ours = convert(items, Request(to="ours", language="en"))
    assert ours.skipped == ()
    (tmp_path / "again.yaml").write_bytes(ours.files[""])
    (again,) = (one for one in convert(tmp_path / "again.yaml", Request(to="gift")).written if one.type == "year")
    assert (again.number, again.tolerance) == (Decimal(1989), Decimal(1))


class Silent(Year):
    """It does not say how it travels."""

    exports: Mapping[str, Callable[..., Any]] = {}
    taken = QuestionType.taken
    laid = QuestionType.laid
    right = QuestionType.right


def test_a_type_that_says_nothing_of_exchange_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(tmp_path)
    items = (tmp_path / ITEMS).parent
    asked = convert(items, Request(to="gift")).reading.items
    monkeypatch.setitem(TYPES, "year", Silent())
    reason = "Questions of this type are not exchanged with other systems."
    for name in ("gift", "ours", "folder"):
        found = convert(items, Request(to=name))
        assert [(one.line, one.name, str(one.reason)) for one in found.skipped] == [(8, "TST-1-q6", reason)]
        assert len(found.written) == len(asked) - 1
    written = ours.write(asked)
    assert [str(one.reason) for one in written.skipped] == [reason]
    assert len(written.written) == len(asked) - 1
