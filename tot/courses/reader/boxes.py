"""Boxes in a text: a line `::: rule`, the text of the box, a line `:::`."""

from __future__ import annotations

from re import compile as pattern

from tot.courses.reader.passages import Passage, without_code
from tot.courses.reader.problems import did_you_mean

KINDS = ("rule", "think", "example", "caution")
FENCE = pattern(r"(?m)^ {0,3}:{3,}([^:\n][^\n]*|)$")


def check_boxes(passage: Passage) -> None:
    """Every box is of a known kind, is closed, and holds no other box."""
    opened: int | None = None
    for found in FENCE.finditer(without_code(passage.text)):
        kind = found[1].strip()
        if not kind and opened is None:
            passage.error(found.start(), f"::: closes no box; open one above with ::: and {' or '.join(KINDS)}")
        elif kind and opened is not None:
            passage.error(found.start(), "a box inside a box; close the one above with a line ::: first")
        elif kind and kind not in KINDS:
            passage.error(found.start(), f"there is no box {kind[:40]!r}; {did_you_mean(kind, KINDS)}")
        opened = found.start() if kind else None
    if opened is not None:
        passage.error(opened, "this box is never closed; end it with a line :::")


def boxes_in(text: str) -> list[str]:
    return [kind for found in FENCE.finditer(without_code(text)) if (kind := found[1].strip())]
