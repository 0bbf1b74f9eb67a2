"""Questions from a terminal: converting between our quiz files and those of other systems."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from tot.quizzes.formats.converting import Conversion

WAIT = 5  # seconds between two signs of life
NAMES = ("gift", "moodle_xml", "aiken", "qti", "ours")


@click.group()
def questions() -> None:
    """Convert questions between our quiz files and those of other systems."""


@questions.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--from", "made_as", type=click.Choice(NAMES), help="The format of IN; otherwise it is recognised.")
@click.option("--to", type=click.Choice(NAMES), help="The format of OUT; otherwise its ending says it.")
@click.option("--language", default="", help="The language of the questions (en, ru, uz …); en if nothing is said.")
@click.option("--ids", "prefix", default="", help="How new ids begin, such as BRD-2; inside a course, its module's id.")
@click.option("--encoding", default="", help="The encoding of IN where it is not UTF-8 or UTF-16, such as cp1251.")
@click.option("--replace", is_flag=True, help="Replace the items.yaml that a folder OUT already holds.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")
def convert(
    source: Path, target: Path, made_as: str | None, to: str | None, language: str, prefix: str, encoding: str,
    replace: bool, as_json: bool,
) -> None:  # fmt: skip
    """Convert the questions of IN and write them to OUT.

    \b
    IN   GIFT, Moodle XML, Aiken, QTI 2.1 to 3.0 (an item, or a package as .zip), or a quiz file of ours.
    OUT  items.yaml    our quiz file, structure and words in one file
         a folder      the same as items.yaml and items.<language>.yaml, to lie in a module's folder
         .gift .txt    GIFT
         .xml          Moodle XML
         .zip          a package of QTI 3.0

    Every question that cannot be carried is listed with its line and the reason; the others are written. What we
    write passes `tot courses check`, by itself and inside a course with these ids.

    \b
    --json prints {"imported": n, "skipped": [{"line", "name", "reason"}, …], "by_type": {"single": n, …}}.
    Exit code: 0 when questions were written, also when some were skipped; 2 when none could be, and OUT is not touched.
    """
    from tot.quizzes.formats.converting import Request
    from tot.quizzes.formats.converting import convert as converted
    from tot.quizzes.formats.item import Unreadable
    from tot.quizzes.formats.places import check_apart, content_of, keep, prefix_for, target_format

    try:
        check_apart(source, target)
        wanted = target_format(target, to or "")
        request = Request(
            to=wanted, name=source.name, made_as=made_as or "", encoding=encoding, language=language,
            prefix=prefix_for(target, prefix),
        )  # fmt: skip
        with _patience(source):
            conversion = converted(content_of(source, made_as or ""), request)
            if conversion.written:
                keep(conversion.files, target, replace=replace)
    except Unreadable as refusal:
        _refuse(source, str(refusal.sentence), as_json=as_json)
    (_print_json if as_json else _print)(conversion, source, target)
    sys.exit(0 if conversion.written else 2)


@contextmanager
def _patience(source: Path, seconds: float = WAIT) -> Iterator[None]:
    """Says now and then that a long file is still being read, on the error stream, which disturbs no script."""
    is_done = Event()
    began = monotonic()

    def tell() -> None:
        while not is_done.wait(seconds):
            click.echo(f"{source}: still reading, {monotonic() - began:.0f} seconds so far …", err=True)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        is_done.set()
        teller.join()


def _refuse(source: Path, sentence: str, *, as_json: bool) -> NoReturn:
    if as_json:
        skipped = [{"line": 1, "name": source.name, "reason": sentence}]
        click.echo(json.dumps({"imported": 0, "skipped": skipped, "by_type": {}}, ensure_ascii=False))
    click.echo(f"{source}: {sentence}", err=True)
    sys.exit(2)


def _print_json(conversion: Conversion, _source: Path, _target: Path) -> None:
    click.echo(json.dumps(as_dict(conversion), ensure_ascii=False))


def as_dict(conversion: Conversion) -> dict[str, Any]:
    """What became of the file, for scripts."""
    return {
        "imported": len(conversion.written),
        "skipped": [{"line": one.line, "name": one.name, "reason": str(one.reason)} for one in conversion.skipped],
        "by_type": conversion.by_type,
    }


def _print(conversion: Conversion, source: Path, target: Path) -> None:
    for one in conversion.skipped:
        click.echo(f"{source}:{one.line}: {one.name}: not carried: {one.reason}")
    for line, note in conversion.notes:
        click.echo(f"{source}:{line}: note: {note}")
    types = ", ".join(f"{count} {name}" for name, count in sorted(conversion.by_type.items()))
    click.echo(f"{len(conversion.written)} questions carried ({types or 'none'}), {len(conversion.skipped)} not.")
    if conversion.written:
        click.echo(f"Written: {target}")
