"""The way in: bytes of a file become rows of people as they are written there, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import lazy_gettext as _l

from tot.cohorts.sheet.cells import (
    MAX_BYTES,
    MAX_CELL,
    MAX_ROWS,
    Grid,
    has_control_characters,
    not_a_table,
    printable,
    unreadable,
)
from tot.cohorts.sheet.csv_file import read_csv
from tot.cohorts.sheet.headings import HEADING_ROWS, is_numbering, meanings, names_people
from tot.cohorts.sheet.xlsx_file import OLE, ZIP, read_xlsx, refuse_old_workbook, too_many_rows


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: column → text. `problem` is a code of cohorts.rules.REASONS when it cannot be read."""

    line: int
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was understood, to be shown before anything is done with it."""

    understood_as: str
    delimiter: str
    columns: Mapping[str, str]  # what stands in it → the heading in the file
    ignored: tuple[str, ...]  # headings that say nothing to us
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file as somebody chose it, read."""

    name: str
    digest: str
    sheet: Sheet


def opened(content: bytes, name: str) -> File:
    """Reads what somebody chose. A strange file takes seconds, so never inside a transaction. Raises Refused."""
    return File(name, sha256(content).hexdigest(), read(content))


def read(content: bytes) -> Sheet:
    """Reads a CSV or XLSX file. Raises Refused with a sentence that says what is wrong and what to do."""
    return _understand(grid_of(content))


def grid_of(content: bytes) -> Grid:
    """The cells of a CSV or XLSX file, whatever they are about. Raises Refused as above."""
    if len(content) > MAX_BYTES:
        raise unreadable(_l("The file is larger than 2 MB. Divide it into smaller files."))
    if not content.strip(b"\x00 \t\r\n"):
        raise unreadable(_l("The file is empty."))
    return _grid(content)


def _grid(content: bytes) -> Grid:
    if content.startswith(ZIP):
        return read_xlsx(content)
    if content.startswith(OLE):
        raise refuse_old_workbook(content)
    return read_csv(content)


def _understand(grid: Grid) -> Sheet:
    at = next((n for n, cells in enumerate(grid.cells[:HEADING_ROWS]) if names_people(meanings(cells))), None)
    if at is None:
        if max((len(cells) for cells in grid.cells), default=0) < 2 and len(grid.cells) < 2:
            raise not_a_table()
        raise unreadable(
            _l(
                "No column of names was found. Write a line of headings above the list, with a heading such as "
                "“Full name”, “ФИО” or “F.I.O.”, or use the template."
            )
        )
    headings = grid.cells[at]
    columns = meanings(headings)
    lines = [
        (line, cells)
        for line, cells in zip(grid.lines[at + 1 :], grid.cells[at + 1 :], strict=True)
        if cells != headings and any(n in columns for n, cell in enumerate(cells) if cell)
    ]
    if len(lines) > MAX_ROWS:
        raise too_many_rows(MAX_ROWS)
    if not lines:
        raise unreadable(
            _l("There is nobody below the headings. Write one person in each line and choose the file again.")
        )
    return Sheet(
        understood_as=grid.understood_as,
        delimiter=grid.delimiter,
        columns={column: headings[number] for number, column in columns.items()},
        ignored=tuple(text for n, text in enumerate(headings) if n not in columns and not is_numbering(text)),
        rows=tuple(_row(line, cells, columns) for line, cells in lines),
    )


def _row(line: int, cells: tuple[str, ...], columns: Mapping[int, str]) -> Row:
    said = {column: cells[number] for number, column in columns.items() if number < len(cells) and cells[number]}
    if not said.get("name"):
        parts = (said.get(part, "") for part in ("family name", "given name", "patronymic"))
        said["name"] = " ".join(part for part in parts if part)
    said = {column: text for column, text in said.items() if column not in ("family name", "given name", "patronymic")}
    return Row(line, {column: printable(text)[:MAX_CELL] for column, text in said.items()}, _problem(said))


def _problem(said: Mapping[str, str]) -> str | None:
    if any(has_control_characters(text) for text in said.values()):
        return "control characters"
    if any(len(text) > MAX_CELL for text in said.values()):
        return "too long"
    return None
