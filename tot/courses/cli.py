"""The courses from a terminal: check what lies on disk, publish it, list it. Checking needs no database."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import with_appcontext

from tot.config import ROOT

if TYPE_CHECKING:
    from tot.courses.actions import Published
    from tot.courses.reader import Problem, Reading
    from tot.courses.rules import Course, Module

where = click.argument("path", required=False, type=click.Path(path_type=Path))
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


@click.group()
def courses() -> None:
    """Check, publish and list courses.

    PATH is the folder of one course or a folder of courses; without it, the project's own courses.
    """


@courses.command()
@where
@as_json
def check(path: Path | None, as_json: bool) -> None:
    """Report every mistake at once as file:line: where: what is wrong, and what to do.

    Exit code 1 when there is an error; a warning does not keep a course from being published.
    """
    reading = _read(path)
    if as_json:
        click.echo(json.dumps([_as_dict(problem) for problem in reading.problems], ensure_ascii=False, indent=1))
    else:
        _print_problems(reading)
        if not reading.errors:
            click.echo(f"In order: {', '.join(course.id for course in reading.courses)}.")
    sys.exit(1 if reading.errors else 0)


@courses.command()
@where
@with_appcontext
def publish(path: Path | None) -> None:
    """Add versions of what changed, all courses or none, and say what changed.

    Without PATH the project's courses are all there are: a published course that is not among them is retired.
    With PATH no other course is touched.
    """
    from datetime import UTC, datetime

    from tot.courses import actions
    from tot.db import transaction
    from tot.refusals import Refused

    reading = _read(path)
    _print_problems(reading)
    if reading.errors:
        click.echo("Nothing was published; the versions of before stay.", err=True)
        sys.exit(1)
    try:
        with transaction():
            publication = actions.publish(reading.courses, datetime.now(UTC), is_everything=path is None)
    except Refused as refused:
        click.echo(f"Nothing was published. {refused.sentence}", err=True)
        sys.exit(1)
    for course in publication.courses:
        click.echo(_what_happened(course))
    for key in publication.retired_courses:
        click.echo(f"{key}: retired, because it is no longer among the courses.")


@courses.command("list")
@where
@as_json
def list_(path: Path | None, as_json: bool) -> None:
    """Say what the courses hold: modules, lessons, items and scenarios, as they lie on disk."""
    reading = _read(path)
    if reading.errors:
        _print_problems(reading)
        sys.exit(1)
    rows = [_summary(course) for course in reading.courses]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for course in rows:
        click.echo(f"{course['id']}  {', '.join(course['languages'])}")
        for module in course["modules"]:
            click.echo(
                f"  {module['id']:<8} lessons {module['lessons']}  items {module['items']:>2}"
                f"  scenario nodes {module['scenario_nodes']}  {' '.join(module['item_types'])}".rstrip()
            )


def _read(path: Path | None) -> Reading:
    from tot.courses.reader import read_courses

    return read_courses(_near(path or ROOT / "courses"))


def _near(path: Path) -> Path:
    """The path as seen from the current folder where that is shorter, so that an editor can jump to it."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else Path(near)


def _print_problems(reading: Reading) -> None:
    for problem in reading.problems:
        click.echo(str(problem))
    if reading.problems:
        click.echo(_counted(reading), err=True)


def _counted(reading: Reading) -> str:
    def count(problems: tuple[Problem, ...], name: str) -> str:
        return f"{len(problems)} {name}{'' if len(problems) == 1 else 's'}"

    return f"{count(reading.errors, 'error')}, {count(reading.warnings, 'warning')}."


def _as_dict(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "message": problem.message,
        "severity": problem.severity,
    }


def _what_happened(course: Published) -> str:
    if not course.is_changed:
        return f"{course.course_key}: nothing has changed since version {course.number}."
    done = [
        f"{verb} {', '.join(keys)}"
        for verb, keys in (
            ("new", course.added),
            ("changed", course.changed),
            ("retired", course.retired),
            ("back", course.revived),
        )
        if keys
    ]
    return f"{course.course_key}: version {course.number}; {'; '.join(done)}."


def _summary(course: Course) -> dict[str, Any]:
    return {
        "id": course.id,
        "languages": list(course.languages),
        "modules": [_module_summary(module) for module in course.modules],
    }


def _module_summary(module: Module) -> dict[str, Any]:
    questions = module.check.questions if module.check else ()
    return {
        "id": module.id,
        "lessons": 1 if module.lesson else 0,
        "items": len(questions),
        "item_types": sorted({question.type for question in questions}),
        "scenario_nodes": len(module.scenario.nodes) if module.scenario else 0,
    }
