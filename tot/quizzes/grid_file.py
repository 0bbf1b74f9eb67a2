"""The grid as a workbook: downloaded with names, filled in where there is no line, and read back into the grid.

What is read is saved by nobody yet: it stands in the grid, with what is wrong in it, until somebody presses the button.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tot.accounts.rules import name_key
from tot.cohorts.sheet.headings import COLUMNS, HEADING_ROWS, meanings
from tot.cohorts.sheet.reading import grid_of
from tot.courses.rules import Quiz
from tot.quizzes import keying
from tot.quizzes.grid import Row
from tot.quizzes.keying import Line, Outcome
from tot.refusals import Refused
from tot.web.languages import current_language
from tot.web.sheets import print_on_pages, workbook_in


@dataclass(frozen=True, slots=True)
class FromFile:
    """Lines that the file fills in, and a sentence for each line of it that belongs to nobody here."""

    rows: tuple[Row, ...]
    strangers: tuple[Any, ...]


def workbook(rows: Sequence[Row], *, has_forms: bool) -> bytes:
    """Numbers, names, forms and what is typed so far. Every cell is text, so that 1-2 stays no date."""
    content = io.BytesIO()
    width = rows[0].width if rows else 0
    name = COLUMNS["name"].get(current_language(), COLUMNS["name"]["en"])
    headings = [_("No."), name, *([_("Form")] if has_forms else []), *map(str, range(1, width + 1))]
    with workbook_in(content) as book:
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("1")
        sheet.write_row(0, 0, headings, bold)
        sheet.set_column(0, len(headings), 7, text)
        sheet.set_column(1, 1, 38, text)
        for at, row in enumerate([row for row in rows if row.taken_at is None], 1):
            cells = [str(row.line.number), row.line.name, *([row.form] if has_forms else []), *row.cells]
            for column, cell in enumerate(cells):
                sheet.write_string(at, column, cell, text)
        sheet.freeze_panes(1, 3 if has_forms else 2)
        print_on_pages(sheet, 0)
    return content.getvalue()


def read_into(content: bytes, rows: Sequence[Row], forms: Mapping[str, Quiz]) -> FromFile:
    """The grid with the lines of a file. Raises Refused, with a sentence, where it is no such file."""
    grid = grid_of(content)
    width = rows[0].width if rows else 0
    wanted = [str(number) for number in range(1, width + 1)]
    at = next((n for n, cells in enumerate(grid.cells[:HEADING_ROWS]) if set(wanted) <= set(cells)), None)
    columns = {what: column for column, what in meanings(grid.cells[at]).items()} if at is not None else {}
    if at is None or "name" not in columns:
        raise Refused(
            _l("No line of headings with names and numbers of questions was found. Fill in the file from here."),
            "file",
        )
    answers = [grid.cells[at].index(number) for number in wanted]
    name_at, form_at = columns["name"], columns["name"] + 1
    found: dict[int, Row] = {}
    strangers = []
    for number, cells in zip(grid.lines[at + 1 :], grid.cells[at + 1 :], strict=True):
        said = [*cells, *[""] * (max(answers) + 1 - len(cells))]
        row = _whose(said[name_at], said[name_at - 1] if name_at else "", rows)
        typed = tuple(said[column] for column in answers)
        if row is None:
            strangers.append(_l("Line %(line)s: nobody here is called %(name)s.", line=number, name=said[name_at]))
        elif row.id in found:
            strangers.append(_l("Line %(line)s: %(name)s stands in the file twice.", line=number, name=said[name_at]))
        elif any(typed):
            found[row.id] = _filled(row, said[form_at] if len(forms) > 1 else "", typed, forms)
    return FromFile(tuple(found.get(row.id, row) for row in rows), tuple(strangers))


def _whose(name: str, number: str, rows: Sequence[Row]) -> Row | None:
    """By name; of two with one name, the one with this number."""
    named = [row for row in rows if name_key(row.line.name) == name_key(name)]
    exact = [row for row in named if str(row.line.number) == number]
    return exact[0] if exact else named[0] if len(named) == 1 else None


def _filled(row: Row, form: str, typed: tuple[str, ...], forms: Mapping[str, Quiz]) -> Row:
    """What the file says, unless it is what stands there already."""
    line = Line(row.id, form or row.form, tuple(cell[:200] for cell in typed), row.number)
    letter = keying.form_of(line.form) if len(forms) > 1 else ""
    if row.taken_at is not None:
        return row
    if letter not in forms:
        trouble = Outcome(row.id, "refused", _l("From the file: type the form that is printed on the sheet, A or B."))
        return Row(row.line, line.form, line.cells, row.number, outcome=trouble)
    reading = keying.read(forms[letter], line)
    if reading.typed == row.cells and letter == row.form:
        return row
    sentence = _l("From the file: not saved yet.")
    return Row(
        row.line, letter, line.cells, row.number, outcome=Outcome(row.id, "refused", sentence, errors=reading.errors)
    )
