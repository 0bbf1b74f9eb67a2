"""Advice on the timed table of a facilitator note: its minutes are the minutes of the session."""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern

from tot.courses.reader.passages import Passage

ROW = pattern(r"(?m)^[ \t]*\|[ \t]*(\d{1,4})(?: ?[-–—] ?(\d{1,4}))?[^|\d\n]{0,20}\|")


def advise_session(note: Passage, planned: int) -> None:
    """Rows begin with `0–10` (from, to) or with a number of minutes. `planned` comes from module.yaml."""
    rows = list(_rows(note.text))
    if not rows:
        if planned:
            note.warning(0, "has no timed table; write rows such as | 0–10 | What | How |")
        return
    total = sum(minutes for _offset, minutes in rows)
    if total != planned:
        message = f"the table adds up to {total} minutes, and minutes.session is {planned}; correct one of them"
        note.warning(rows[0][0], message)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Where each timed row begins, and its minutes."""
    for found in ROW.finditer(text):
        start, end = int(found[1]), found[2]
        yield found.start(), int(end) - start if end else start
