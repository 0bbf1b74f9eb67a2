"""Judges questions that were read: those that our courses can hold, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.entries import PICTURE
from tot.quizzes.formats.item import Item, NotCarried, Reading, skipped
from tot.quizzes.formats.tags import understood
from tot.quizzes.formats.texts import objection
from tot.quizzes.types import TYPES

LONGEST = 20_000


def judged(reading: Reading) -> Reading:
    """The same reading, with what cannot be carried among the skipped, all in the order of their lines."""
    kept, left = [], list(reading.skipped)
    for item in reading.items:
        try:
            kept.append(_fit(item))
        except NotCarried as refusal:
            left.append(skipped(item.line, item.called, refusal.reason))
    left.sort(key=lambda one: one.line)
    return replace(reading, items=tuple(kept), skipped=tuple(left))


def _fit(item: Item) -> Item:
    """The item as it can be carried. Raises NotCarried."""
    if not item.stem.strip():
        raise NotCarried(_l("There is no question before the answers."))
    if PICTURE.fullmatch(item.stem.strip()):
        raise NotCarried(_l("The question is a picture without a description, and pictures are not carried."))
    item = understood(item)
    kind = TYPES[item.type]
    item = kind.fitting(item)
    texts = tuple(_texts(item))
    patterns = (pattern for need in item.needs for pattern in need.patterns)
    if any(len(text) > LONGEST for text in (*texts, *patterns)):
        raise NotCarried(_l("A text is longer than %(most)s characters.", most=LONGEST))
    if (refused := objection(*texts)) is not None:
        raise NotCarried(refused)
    points = item.points if 1 <= item.points <= 20 or kind.written.criteria else 1
    return replace(item, points=points, stem=item.stem.strip())


def _texts(item: Item) -> Iterator[str]:
    yield from (item.stem, item.feedback, item.model, item.unit)
    for option in item.options:
        yield option.text
        yield option.feedback
    for pair in item.pairs:
        yield from pair
    yield from item.spare
    yield from item.steps
    yield from item.tasks
    for need in item.needs:
        yield need.text
        yield from (text for _points, text in need.levels)
