"""The courses from a terminal: exit codes, what a person reads, what a script reads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cohorts.make import make_cohort
from tests.courses.make import MODULE, RUSSIAN, Change, swap, write_course
from tests.courses.test_library import read as read_library
from tests.courses.test_whole import written
from tot import config
from tot.app import create_app, main
from tot.db import db, transaction

Run = Callable[..., Result]
SPOILT = {"course.yaml": swap("hours: 3.5", "hours: many")}
STALE: dict[str, Change] = {f"{MODULE}/lesson.en.md": swap("*it*", "**it**")}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The `tot courses` command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["courses", *words])


def test_a_course_in_order(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    result = run("check", "TST")
    assert (result.exit_code, result.stdout) == (0, "In order: TST.\n")


def test_an_error_is_an_exit_code_and_a_line_to_jump_to(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST", SPOILT)
    result = run("check", str(tmp_path / "TST"))
    assert result.exit_code == 1
    assert result.stdout == (
        "TST/course.yaml:4:8: hours: should be a number; this is the text 'many', remove the quotes or correct it\n"
    )
    assert result.stderr == "1 error, 0 warnings.\n"


def test_a_warning_is_no_failure(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST", STALE)
    result = run("check", "TST")
    assert result.exit_code == 0
    assert ": translates: warning: TST/modules/1-first/lesson.en.md has changed since" in result.stdout


def test_problems_for_a_script(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST", SPOILT)
    result = run("check", "TST", "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)
    assert problem.items() >= {
        "file": "TST/course.yaml", "line": 4, "column": 8, "where": "hours", "severity": "error",
    }.items()  # fmt: skip
    write_course(tmp_path / "TST")
    assert json.loads(run("check", "TST", "--json").stdout) == []


def test_no_such_folder(run: Run) -> None:
    result = run("check", "nowhere")
    assert result.exit_code == 1
    assert result.stdout.startswith("nowhere:1:1: file: cannot be read")


def test_the_list_for_a_script(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    assert json.loads(run("list", "TST", "--json").stdout) == [
        {
            "id": "TST",
            "languages": ["en", "ru"],
            "modules": [
                {
                    "id": "TST-1",
                    "lessons": 1,
                    "items": 9,
                    "item_types": ["branch", "case", "match", "multi", "num", "order", "short", "single", "tf"],
                    "scenario_nodes": 4,
                },
                {"id": "TST-2", "lessons": 0, "items": 0, "item_types": [], "scenario_nodes": 0},
            ],
        }
    ]
    assert "TST-1    lessons 1  items  9  scenario nodes 4" in run("list", "TST").stdout


def test_nothing_is_listed_of_a_course_with_an_error(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST", SPOILT)
    assert run("list", "TST", "--json").exit_code == 1


def test_the_projects_own_courses_are_meant_without_a_path(run: Run) -> None:
    result = run("list", "--json")
    assert result.exit_code == 0, result.output
    assert "BRD" in [course["id"] for course in json.loads(result.stdout)]


def test_checking_needs_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; from tot.app import main\n"
        f"try: main(['courses', 'check', {str(write_course(tmp_path))!r}])\n"
        "except SystemExit as end: print(end.code, 'sqlalchemy' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=config.ROOT)
    assert ended.stdout.split("\n")[-2] == "0 False"


def test_without_an_application_the_reader_asks_for_the_types_of_question(tmp_path: Path) -> None:
    code = f"from tot.courses.reader import shelf as s; s.read_courses(s.Path({str(write_course(tmp_path))!r}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=config.ROOT)
    assert "LookupError: Hand over the types of question first" in ended.stderr  # no list of questions that are wrong


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty installation that commands find by the environment."""
    monkeypatch.setenv("TOT_INSTANCE", str(tmp_path / "instance"))
    app = create_app(testing=True)
    with app.app_context():
        db.create_all()
        yield
        db.engine.dispose()


@pytest.mark.usefixtures("installation")
def test_publishing_says_what_changed(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    first = run("publish", "TST")
    assert first.exit_code == 0, first.output
    assert first.stdout == "TST: version 1\n  new, with 15 parts\n"
    assert run("publish", "TST").stdout == "TST: nothing has changed since version 1.\n"
    write_course(tmp_path / "TST", {f"{MODULE}/items.ru.yaml": swap("Который?", "Какой?")})
    assert run("publish", "TST").stdout == (
        "TST: version 2\n"
        "  changed: question “Which one?” of TST-1-check (TST-1-q1)\n"
        "  changed: knowledge check of TST-1 (TST-1-check)\n"
        "  changed: module “First” (TST-1)\n"
    )


@pytest.mark.usefixtures("installation")
def test_nothing_is_published_with_an_error_or_against_a_refusal(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    run("publish", "TST")
    write_course(tmp_path / "TST", SPOILT)
    spoilt = run("publish", "TST")
    assert spoilt.exit_code == 1
    assert "Nothing was published; the versions of before stay." in spoilt.stderr
    write_course(tmp_path / "TST", {f"{MODULE}/items.yaml": swap("type: branch", "type: single")})
    refused = run("publish", "TST")
    assert refused.exit_code == 1
    assert "TST-1-q8 was a branch question and is now a single question" in refused.stderr
    write_course(tmp_path / "TST")
    assert run("publish", "TST").stdout == "TST: nothing has changed since version 1.\n"


@pytest.mark.usefixtures("installation")
def test_publishing_all_retires_what_is_gone(run: Run, tmp_path: Path) -> None:
    run("publish", str(write_course(tmp_path / "TST")))
    result = run("publish")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("TST: retired, because it is no longer among the courses.\n")


@pytest.mark.usefixtures("installation")
def test_publishing_says_which_cohorts_stay_behind(run: Run, tmp_path: Path) -> None:
    run("publish", str(write_course(tmp_path / "TST")))
    with transaction():
        name = make_cohort().name
    write_course(tmp_path / "TST", {f"{MODULE}/items.ru.yaml": swap("Который?", "Какой?")})
    last = run("publish", "TST").stdout.splitlines()[-1]
    assert last == f"  these cohorts keep the version they have until their trainer moves them: {name}"


@pytest.mark.usefixtures("installation")
def test_what_was_published_can_be_listed(run: Run, tmp_path: Path) -> None:
    run("publish", str(write_course(tmp_path / "TST")))
    on_disk, published = run("list", "TST", "--json"), run("list", "--published", "--json")
    assert json.loads(published.stdout) == json.loads(on_disk.stdout)
    assert published.exit_code == 0


def test_hints_are_asked_for(run: Run, tmp_path: Path) -> None:
    write_course(tmp_path / "TST")
    assert run("check", "TST").stdout == "In order: TST.\n"
    hinted = run("check", "TST", "--hints")
    assert hinted.exit_code == 0
    assert ": TST-1-s1: hint: the lesson has 11 words;" in hinted.stdout
    assert hinted.stderr == "0 errors, 0 warnings, 1 hint.\n"
    (hint,) = json.loads(run("check", "TST", "--hints", "--json").stdout)
    assert hint["severity"] == "hint"


STATUS: dict[str, dict[str, Change]] = {
    "draft": {},
    "reviewed": {
        name: swap("status: draft", "status: reviewed by a judge, 2027-03-05")
        for name in RUSSIAN
    },
    "stale": STALE,
    "missing": {f"{MODULE}/jobaid.ru.md": None},
}  # fmt: skip


@pytest.mark.parametrize("state", STATUS)
def test_the_status_of_each_part_in_each_language(run: Run, tmp_path: Path, state: str) -> None:
    write_course(tmp_path / "TST", STATUS[state])
    result = run("status", "TST", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {"part": "TST-1", "languages": {"en": "complete", "ru": state}},
        {"part": "TST-2", "languages": {"en": "in preparation", "ru": "in preparation"}},
    ]
    assert re.search(rf"(?m)^TST-1 +complete +{state}$", run("status", "TST").stdout)


def test_the_status_of_tests_handouts_and_library(run: Run, tmp_path: Path) -> None:
    read_library(tmp_path)
    written(tmp_path / "TST")
    rows = {row["part"]: row["languages"] for row in json.loads(run("status", ".", "--json").stdout)}
    assert rows["TST prepost"] == rows["TST refresher"] == rows["TST handouts"] == {"en": "complete", "ru": "draft"}
    assert rows["GLOSSARY"] == {"en": "complete", "ru": "complete", "uz": "complete"}
    assert rows["ANNEX-UZ"]["uz"] == "draft"
