"""The courses from a terminal: check what lies on disk, publish it, list it, say how far it is. Checking needs no
database."""

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
    from tot.courses.reader import Problem, Reading
    from tot.courses.rules import Whole

where = click.argument("path", required=False, type=click.Path(path_type=Path))
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


@click.group()
def courses() -> None:
    """Check, publish and list courses.

    PATH is the folder of one course, a folder of courses, or (to check) a quiz file by itself; without it, the
    project's own courses.
    """


@courses.command()
@where
@as_json
@click.option("--hints", "with_hints", is_flag=True, help="Also say where a text is long or hard to read.")
def check(path: Path | None, as_json: bool, with_hints: bool) -> None:
    """Report every mistake at once as file:line:column: where: what is wrong, and what to do.

    Exit code 1 when there is an error; a warning or a hint does not keep a course from being published.
    """
    reading = _read(path)
    shown = sorted([*reading.problems, *reading.hints]) if with_hints else list(reading.problems)
    if as_json:
        click.echo(json.dumps([_as_dict(problem) for problem in shown], ensure_ascii=False, indent=1))
    else:
        _print_problems(shown, reading)
        if not reading.errors:
            click.echo(f"In order: {_held(reading)}.")
    sys.exit(1 if reading.errors else 0)


@courses.command()
@where
@with_appcontext
def publish(path: Path | None) -> None:
    """Add versions of what changed, everything or nothing, and say what changed and which cohorts stay behind.

    Without PATH the project's courses are all there are: a published course that is not among them is retired; only
    those that were uploaded on the web are left as they are. With PATH no other course is touched.
    """
    from datetime import UTC, datetime

    from tot.clock import local_day
    from tot.courses import actions, sources
    from tot.courses.report import lines_of
    from tot.db import transaction
    from tot.refusals import Refused

    reading = _read(path)
    _print_problems(reading.problems, reading)
    if reading.errors:
        click.echo("Nothing was published; the versions of before stay.", err=True)
        sys.exit(1)
    try:
        with transaction():
            now = datetime.now(UTC)
            spared = {} if path else sources.uploaded_courses()
            wholes = [whole for whole in reading.wholes if whole.id not in spared]
            publication = actions.publish(
                wholes, now, is_everything=path is None, pictures=reading.pictures, spared=spared
            )
            sources.keep_folders(publication, reading.folders, now)
    except Refused as refused:
        click.echo(f"Nothing was published. {refused.sentence}", err=True)
        sys.exit(1)
    for line in lines_of(publication, wholes):
        click.echo(line)
    for key, uploaded_at in spared.items():
        click.echo(f"{key}: left as it was uploaded on {local_day(uploaded_at)}. To publish a folder instead, name it.")


@courses.command("list")
@where
@as_json
@click.option("--published", is_flag=True, help="What cohorts can be opened for, instead of what lies on disk.")
@click.pass_context
def list_(context: click.Context, path: Path | None, as_json: bool, published: bool) -> None:
    """Say what the courses hold: modules, lessons, items and scenarios."""
    from tot.courses.report import summary

    if published:
        from tot.courses.queries import published_courses

        with _application(context):
            rows = [summary(course) for course in published_courses()]
    else:
        reading = _read(path)
        if reading.errors:
            _print_problems(reading.problems, reading)
            sys.exit(1)
        rows = [summary(course) for course in reading.courses]
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


@courses.command()
@where
@as_json
@click.option("--signed", is_flag=True, help="What reviewers signed off of what is published, instead of the files.")
@click.pass_context
def status(context: click.Context, path: Path | None, as_json: bool, signed: bool) -> None:
    """Say how far each module, test, annex and the glossary is in each language.

    missing: a file is not there; stale: the English has changed since; draft: nobody has reviewed it;
    reviewed: somebody has, and the file says who and when; complete: it is the source and translates nothing.
    With --signed: the roles in which the text was signed off; changed since; waits.
    """
    from tot.courses.report import table_of

    if signed:
        with _application(context):
            _print_table(_signed_rows(), as_json)
        return
    reading = _read(path)
    _print_table(table_of(reading), as_json)
    if reading.errors and not as_json:
        click.echo(f"{len(reading.errors)} errors besides; see tot courses check.", err=True)


def _signed_rows() -> list[dict[str, Any]]:
    from tot.courses import queries, signing
    from tot.courses.report import table_of_signed

    glossary = queries.glossary()
    wholes: list[Whole] = [*([glossary] if glossary else []), *queries.annexes(), *queries.published_courses()]
    return table_of_signed(wholes, signing.signed_now())


def _print_table(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    languages = list(dict.fromkeys(language for row in rows for language in row["languages"]))
    width = max((len(row["part"]) for row in rows), default=0)
    wide = max((len(state) for row in rows for state in row["languages"].values()), default=0)
    click.echo(f"{'':<{width}}  {'  '.join(f'{language:<{wide}}' for language in languages)}".rstrip())
    for row in rows:
        states = "  ".join(f"{row['languages'].get(language, ''):<{wide}}" for language in languages)
        click.echo(f"{row['part']:<{width}}  {states}".rstrip())


def _application(context: click.Context) -> Any:
    """The application for commands that need it only sometimes."""
    from flask.cli import ScriptInfo

    return context.ensure_object(ScriptInfo).load_app().app_context()


def _read(path: Path | None) -> Reading:
    from tot.courses.reader import read_courses

    return read_courses(_near(path or ROOT / "courses"))


def _held(reading: Reading) -> str:
    if reading.questions:
        return f"{len(reading.questions)} questions"
    return ", ".join(course.id for course in reading.courses)


def _near(path: Path) -> Path:
    """The path as seen from the current folder where that is shorter, so that an editor can jump to it."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else Path(near)


def _print_problems(shown: list[Problem] | tuple[Problem, ...], reading: Reading) -> None:
    for problem in shown:
        click.echo(str(problem))
    if shown:
        counts = [_counted(reading.errors, "error"), _counted(reading.warnings, "warning")]
        if len(shown) > len(reading.problems):
            counts.append(_counted(reading.hints, "hint"))
        click.echo(f"{', '.join(counts)}.", err=True)


def _counted(problems: tuple[Problem, ...], name: str) -> str:
    return f"{len(problems)} {name}{'' if len(problems) == 1 else 's'}"


def _as_dict(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "message": problem.message,
        "severity": problem.severity,
    }
