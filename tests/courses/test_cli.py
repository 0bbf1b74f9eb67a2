"""The courses from a terminal: exit codes, what a person reads, what a script reads."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.courses.make import MODULE, swap, write_course
from tot import config
from tot.app import create_app, main
from tot.db import db

Run = Callable[..., Result]
SPOILT = {"course.yaml": swap("hours: 3.5", "hours: many")}
STALE = {f"{MODULE}/lesson.en.md": swap("*it*", "**it**")}


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
                    "items": 8,
                    "item_types": ["branch", "match", "multi", "num", "order", "short", "single", "tf"],
                    "scenario_nodes": 4,
                },
                {"id": "TST-2", "lessons": 0, "items": 0, "item_types": [], "scenario_nodes": 0},
            ],
        }
    ]
    assert "TST-1    lessons 1  items  8  scenario nodes 4" in run("list", "TST").stdout


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
    assert first.stdout == "TST: version 1\n  new, with 14 parts\n"
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
