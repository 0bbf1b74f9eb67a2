"""What a file of rows is once it is read: a grid of text, where each line stood, and how the file was understood."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.refusals import Refused

MAX_BYTES = 2 * 2**20
MAX_ROWS = 1000
MAX_COLUMNS = 100
MAX_CELL = 500  # characters; longer is a text, not a name, a post or an address


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines of text cells; `lines[i]` is the number that a spreadsheet shows beside `cells[i]`."""

    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    understood_as: str  # XLSX, UTF-8, UTF-16, Windows-1251 …
    delimiter: str = ""


def unreadable(sentence: Any) -> Refused:
    """A refusal of the whole file, shown beside the field that took it."""
    return Refused(sentence, "file")


def not_a_table() -> Refused:
    """What is said of pictures, documents and anything else without rows and columns."""
    return unreadable(
        _l("This file is not a table. Save your list as an Excel workbook (.xlsx) or as CSV and choose that file.")
    )


def as_text(value: Any) -> str:
    """A cell as a person reads it: 12 and not 12.0, a date as 2027-03-01, line breaks as spaces, no invisible marks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    text = unicodedata.normalize("NFC", str(value))
    # Soft hyphens, byte order marks, zero-width and direction marks come along from documents and chats.
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(text.split())


def printable(text: str) -> str:
    """The text with a visible sign for each character that no keyboard writes."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") else c for c in text)


def has_control_characters(text: str) -> bool:
    """Whether the text holds what no keyboard writes: a sign of a damaged file or a wrong encoding."""
    return "\ufffd" in printable(text)
