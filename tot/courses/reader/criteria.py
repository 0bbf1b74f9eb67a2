"""Reads what earns points in an open answer: criteria that patterns find, and those with levels that a person finds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from tot.courses.reader.fields import Fields
from tot.courses.reader.translations import SideBySide
from tot.courses.rules import MOST_DIGITS, SOURCE_LANGUAGE, Criterion, Level

Criteria = Callable[[Fields, SideBySide], tuple[Criterion, ...]]
"""From the question's fields and its words under `criteria`."""
EASY_TO_HOLD = 7  # criteria; with more, two markers rarely agree


def with_patterns(fields: Fields, words: SideBySide) -> tuple[Criterion, ...]:
    """`criteria: [one, two]`: each earns one point, and `patterns` among the words find some of them."""
    criteria = []
    for name in fields.texts("criteria", short_names=True):
        spoken = words.group(name)
        criteria.append(
            Criterion(id=name, text=spoken.text("text"), patterns=spoken.texts("patterns", may_be_empty=True))
        )
        for language, patterns in criteria[-1].patterns.items():
            for written in patterns:
                if written != written.lower() or not written.replace("*", "").strip():
                    message = f"{written[:60]!r} is no pattern; write small letters, with * for anything"
                    spoken.error("patterns", language, message)
        spoken.done()
    words.done()
    if len(criteria) > MOST_DIGITS:
        message = (
            f"has {len(criteria)} criteria, and on paper each is typed with one digit, 1 to {MOST_DIGITS}; join some"
        )
        fields.error(message, "criteria")
    return tuple(criteria)


def with_levels(fields: Fields, words: SideBySide) -> tuple[Criterion, ...]:
    """`criteria: {one: [0, 1, 2]}`: the points of each level, and under `levels` among the words what it looks like."""
    group = fields.group("criteria")
    names = group.short_names()
    if group.is_written and not names:
        fields.error("needs at least one criterion; add one, such as safety: [0, 1, 2]", "criteria")
    criteria = tuple(_criterion(name, _steps(group, name), words.group(name)) for name in names)
    words.done()
    if len(criteria) > EASY_TO_HOLD:
        message = f"has {len(criteria)} criteria; two markers rarely agree on more than {EASY_TO_HOLD}, join some"
        fields.warning(message, "criteria")
    for one in criteria:
        _advise(one, fields)
    return criteria


def _steps(group: Fields, name: str) -> tuple[int, ...]:
    steps = group.wholes(name, MOST_DIGITS)
    if steps and (steps[0] != 0 or len(steps) < 2 or any(b <= a for a, b in pairwise(steps))):
        written = ", ".join(map(str, steps))
        group.error(f"should go up from 0, such as [0, 1, 2], not [{written}]; correct it", name)
        return ()
    return steps


def _criterion(name: str, steps: tuple[int, ...], words: SideBySide) -> Criterion:
    text, spoken = words.text("text"), words.group("levels")
    levels = tuple(Level(points=points, text=spoken.text(str(points))) for points in steps)
    if steps:  # otherwise nobody knows which there should be
        spoken.done()
    words.done()
    return Criterion(id=name, text=text, patterns={}, levels=levels)


def _advise(criterion: Criterion, fields: Fields) -> None:
    """Levels that say the same cannot be told apart."""
    seen: dict[str, int] = {}
    for level in criterion.levels:
        said = " ".join(level.text.get(SOURCE_LANGUAGE, "").lower().split())
        if said and (first := seen.setdefault(said, level.points)) != level.points:
            message = f"{criterion.id} says the same for {first} and {level.points} points; say what differs"
            fields.warning(message, "criteria")
