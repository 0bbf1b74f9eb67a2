"""Reads CSV: finds out which encoding and delimiter, and says so, because nobody who sends a list knows either."""

import csv
import io
import re

from flask_babel import lazy_gettext as _l

from tot.cohorts.sheet.cells import MAX_COLUMNS, MAX_ROWS, Grid, as_text, not_a_table, unreadable
from tot.cohorts.sheet.headings import known_headings

DELIMITERS = (",", ";", "\t", "|")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
# Eight-bit Cyrillic alphabets, the likeliest first: Windows, DOS, old Unix.
CYRILLIC = (("cp1251", "Windows-1251"), ("cp866", "DOS-866"), ("koi8-r", "KOI8-R"))
FREQUENT = frozenset("оеаинтслрвкмдуязбгшхжОЕАИНТСЛРВКМДУЯЗБГШХЖ")
MIXED = re.compile(r"[а-яё][А-ЯЁ]|[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё](?=[A-Za-z])")
OTHER_FILES = re.compile(
    rb"\s*(%PDF|\{\\rtf|<!doctype|<html|<\?xml|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc\xaf)", re.IGNORECASE
)
TEXT_CONTROLS = frozenset("\t\r\n\x0b\x0c\x1a")
SAYS_DELIMITER = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # Excel writes and reads such a first line


def read_csv(content: bytes) -> Grid:
    """The grid of a CSV file. Raises Refused, with the line, when it cannot be read."""
    if OTHER_FILES.match(content):
        raise not_a_table()
    text, understood_as = _decoded(content)
    said = SAYS_DELIMITER.match(text)
    if said:
        grid = _split(text[said.end() :], said[1], first_line=2)
        delimiter = said[1]
    else:
        delimiter = _delimiter(text)
        grid = _split(text, delimiter)
    return Grid(tuple(grid.values()), tuple(grid), understood_as, delimiter)


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return _try(content, codec), name
    if b"\x00" in content:
        # Without a byte order mark: a comma or a Latin letter has its zero byte behind (LE) or in front (BE).
        codec = "utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be"
        return _try(content, codec), "UTF-16"
    try:
        return _checked(content.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _eight_bit(content)


def _try(content: bytes, codec: str) -> str:
    try:
        return _checked(content.decode(codec))
    except UnicodeDecodeError:
        raise not_a_table() from None


def _checked(text: str) -> str:
    """Text, unless it is mostly what no text holds."""
    strange = sum(1 for character in text if character < " " and character not in TEXT_CONTROLS)
    if strange > len(text) / 50 + 3:
        raise not_a_table()
    return text


def _eight_bit(content: bytes) -> tuple[str, str]:
    readings = []
    for codec, name in CYRILLIC:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        # The right alphabet turns the bytes into frequent letters; a wrong one mixes capitals and Latin into words.
        merit = sum(character in FREQUENT for character in text) - 2 * len(MIXED.findall(text))
        readings.append((merit, text, name))
    if not readings:
        raise not_a_table()
    _merit, text, name = max(readings, key=lambda reading: reading[0])
    return _checked(text), name


def _delimiter(text: str) -> str:
    """The delimiter under which the headings are understood best and the lines are most alike."""

    def merit(delimiter: str) -> tuple[int, float, int]:
        rows = _sample(text, delimiter)
        heading = max(rows, key=known_headings, default=[])
        uneven = sum(1 for row in rows if len(row) > len(heading)) / (len(rows) or 1)
        return known_headings(heading), -uneven, len(heading)

    return max(DELIMITERS, key=merit)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == 30:
                break
    except csv.Error:
        pass
    return rows


def _split(text: str, delimiter: str, first_line: int = 1) -> dict[int, tuple[str, ...]]:
    """Line number → cells, without empty lines."""
    rows: dict[int, tuple[str, ...]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins_at = first_line
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise unreadable(
                    _l(
                        "Line %(line)s has more than %(count)s columns. This is not a list of people.",
                        line=begins_at,
                        count=MAX_COLUMNS,
                    )
                )
            cells = tuple(_cell(text) for text in row)
            if any(cells):
                rows[begins_at] = cells
            if len(rows) > 20 * MAX_ROWS:
                break  # the reader of rows refuses it with its number; there is no need to go on
            begins_at = reader.line_num + first_line
    except csv.Error:
        raise unreadable(
            _l(
                "Near line %(line)s a quotation mark is open or in the wrong place. Mend it and choose the file again.",
                line=begins_at,
            )
        ) from None
    return rows


def _cell(text: str) -> str:
    return as_text(text.replace("\x1a", ""))
