"""Reads Excel workbooks (.xlsx). They are weighed before they are unpacked: a small file can hold a flood."""

import io
import re
import zipfile
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.cohorts.sheet.cells import MAX_COLUMNS, MAX_ROWS, Grid, as_text, not_a_table, unreadable
from tot.cohorts.sheet.headings import HEADING_ROWS, meanings, names_people
from tot.refusals import Refused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_UNPACKED = 24 * 2**20
MAX_PARTS = 300
LAST_ROW, LAST_COLUMN = 20 * MAX_ROWS, MAX_COLUMNS
WANTED = re.compile(r"(\[content_types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))$", re.IGNORECASE)
# The tags of rows and cells with their attributes; a tag that ends with / holds nothing and takes no room.
TAGS = re.compile(rb"""<(?:\w+:)?(row|c)\b((?:[^<>"'/]|"[^"]*"|'[^']*')*)(/?)>""")
WHERE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")


def read_xlsx(content: bytes) -> Grid:
    """The grid of the first sheet that lists people. Raises Refused when the workbook cannot or must not be read."""
    from python_calamine import SheetVisibleEnum

    workbook = _open(_weighed(content))
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        rows = _rows(workbook, number)
        if any(names_people(meanings(row)) for row in list(rows.values())[:HEADING_ROWS]):
            return Grid(tuple(rows.values()), tuple(rows), "XLSX")
    first = _rows(workbook, 0) if workbook.sheets_metadata else {}
    return Grid(tuple(first.values()), tuple(first), "XLSX")


def refuse_old_workbook(content: bytes) -> Refused:
    """What is said of the old binary format, in which newer workbooks with a password also come."""
    if ENCRYPTED in content:
        return unreadable(
            _l("This workbook is protected by a password. Save a copy without the password and choose that file.")
        )
    return unreadable(
        _l("This is an old Excel or Word file. Open it, save it as an Excel workbook (.xlsx) and choose that file.")
    )


def _weighed(content: bytes) -> bytes:
    """The same workbook, repacked with only those parts that were read here and found harmless."""
    clean = io.BytesIO()
    left = MAX_UNPACKED
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as packed,
            zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as repacked,
        ):
            names = packed.namelist()
            if not any(name.lower() == "xl/workbook.xml" for name in names):
                raise not_a_table()
            if len(names) > MAX_PARTS or len(set(names)) != len(names):
                raise _too_heavy()
            for part in packed.infolist():
                if not WANTED.match(part.filename):
                    continue
                if part.flag_bits & 1:
                    raise refuse_old_workbook(ENCRYPTED)
                with packed.open(part) as opened:
                    text = opened.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise _too_heavy()
                _check_part(part.filename, text)
                repacked.writestr(part.filename, text)
    except Refused:
        raise
    except Exception:  # zipfile has many ways of saying that an archive is broken, some of them undocumented
        raise _damaged() from None
    return clean.getvalue()


def _check_part(name: str, text: bytes) -> None:
    if b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _damaged()  # no program writes that into a workbook
    if "/worksheets/" not in name.lower():
        return
    # A single cell in the last corner would make the reader lay out seventeen thousand million empty ones.
    row = 0
    for tag, attributes, is_empty in TAGS.findall(text):
        where = WHERE.search(attributes)
        row = int(where[2][:9] or 0) if where else row
        if tag == b"c" and not is_empty:
            _check_place(row, _column_number(where[1]) if where else 0)


def _check_place(row: int, column: int) -> None:
    if row > LAST_ROW:
        raise too_many_rows(MAX_ROWS)
    if column > LAST_COLUMN:
        raise unreadable(
            _l("The sheet has more than %(count)s columns. This is not a list of people.", count=LAST_COLUMN)
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def too_many_rows(most: int) -> Refused:
    """What is said of long files."""
    return unreadable(
        _l(
            "The file has more than %(most)s rows. Divide it into smaller files and import them one after another.",
            most=most,
        )
    )


def _too_heavy() -> Refused:
    return unreadable(
        _l("This workbook unpacks to far more than a list of people. Copy the list into a new one and choose that.")
    )


def _damaged() -> Refused:
    return unreadable(_l("This workbook is damaged or was not written by Excel. Open it, save it again and choose it."))


def _open(content: bytes) -> Any:
    from python_calamine import PasswordError, load_workbook

    try:
        return load_workbook(io.BytesIO(content))
    except PasswordError:
        raise refuse_old_workbook(ENCRYPTED) from None
    except BaseException as error:
        raise _known_failure(error) from None


def _rows(workbook: Any, number: int) -> dict[int, tuple[str, ...]]:
    """Line number → cells, without empty lines; a merged cell says the same in each of its lines."""
    try:
        sheet = workbook.get_sheet_by_index(number)
        grid = [[as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = sheet.merged_cell_ranges or []
    except BaseException as error:
        raise _known_failure(error) from None
    for (top, left), (bottom, right) in merged:
        _fill(grid, top, left, bottom, right)
    return {line: tuple(row) for line, row in enumerate(grid, start=1) if any(row)}


def _known_failure(error: BaseException) -> BaseException:
    """A refusal for whatever the reader says of a broken workbook, a panic of its Rust half included."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return _damaged()
    return error


def _fill(grid: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Repeats a cell that was merged over several lines (a region over its people); across columns it stays single."""
    if top >= len(grid) or left >= len(grid[top]) or left != right:
        return
    for line in range(top + 1, min(bottom + 1, len(grid))):
        grid[line][left] = grid[top][left]
