"""Judges questions that were read: those that our courses can hold, and why not the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from re import IGNORECASE
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.courses.rules import MOST_LETTERED
from tot.quizzes.formats.item import MOST_ENTRIES, Item, NotCarried, Reading, skipped
from tot.quizzes.formats.tags import understood
from tot.quizzes.formats.texts import objection, one_line
from tot.quizzes.formats.weights import ALL_TO_ONE, NO_RIGHT_ANSWER

LARGEST_NUMBER, MOST_PLACES, MOST_DIGITS = Decimal(10) ** 9, 30, 15
PICTURE = pattern(r"\((?:…|[^()\n]{1,80}\.(?:png|jpe?g|gif|svg|bmp|webp|eps|tiff?))\)", IGNORECASE)
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
    item = FITTING[item.type](item)
    texts = tuple(_texts(item))
    if any(len(text) > LONGEST for text in texts):
        raise NotCarried(_l("A text is longer than %(most)s characters.", most=LONGEST))
    if (refused := objection(*texts)) is not None:
        raise NotCarried(refused)
    points = item.points if 1 <= item.points <= 20 or item.type == "case" else 1
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


def _choice(item: Item) -> Item:
    options = tuple(replace(option, text=one_line(option.text)) for option in item.options)
    if len(options) < 2:
        raise NotCarried(_l("There are fewer than two answers to choose from."))
    _check_entries([option.text for option in options], MOST_LETTERED)
    right = sum(option.percent > 0 for option in options)
    if not right:
        raise NotCarried(NO_RIGHT_ANSWER)
    if item.type == "multi":
        return replace(item, options=options)
    if right > 1:
        raise NotCarried(_l("Several answers are right, and only one can be chosen."))
    return replace(item, options=options)


def _claim(item: Item) -> Item:
    return item


def _pairs(item: Item) -> Item:
    _check_entries([left for left, _right in item.pairs], MOST_ENTRIES)
    _check_entries(list(dict.fromkeys([*(right for _left, right in item.pairs), *item.spare])), MOST_LETTERED)
    if len(item.pairs) < 2:
        raise NotCarried(_l("There are fewer than two pairs."))
    if len({right for _left, right in item.pairs}) < 2:
        raise NotCarried(ALL_TO_ONE)
    return item


def _steps(item: Item) -> Item:
    _check_entries(list(item.steps), MOST_LETTERED)
    if len(item.steps) < 2:
        raise NotCarried(_l("There are fewer than two steps."))
    return item


def _number(item: Item) -> Item:
    digits = [one.normalize().as_tuple() for one in (item.number, item.tolerance)]
    places = max(-int(one.exponent) for one in digits)
    if (
        abs(item.number) > LARGEST_NUMBER
        or not 0 <= item.tolerance <= LARGEST_NUMBER
        or places > MOST_PLACES
        or max(len(one.digits) for one in digits) > MOST_DIGITS
    ):
        raise NotCarried(
            _l("The number is too large or too exact: here are up to 10 digits before the point, 15 in all.")
        )
    return item


def _words(item: Item) -> Item:
    if any(len(pattern) > LONGEST for need in item.needs for pattern in need.patterns):
        raise NotCarried(_l("A text is longer than %(most)s characters.", most=LONGEST))
    return item


def _check_entries(texts: list[str], most: int) -> None:
    if len(texts) > most:
        raise NotCarried(_l("There are more than %(most)s answers.", most=most))
    if any(not text.strip() for text in texts):
        raise NotCarried(_l("An answer has no text."))
    if any(PICTURE.fullmatch(text) for text in texts):
        raise NotCarried(_l("An answer is a picture without a description, and pictures are not carried."))


FITTING: dict[str, Callable[[Item], Item]] = {
    "single": _choice,
    "branch": _choice,
    "multi": _choice,
    "tf": _claim,
    "match": _pairs,
    "order": _steps,
    "num": _number,
    "short": _words,
    "case": _words,
}
