"""Who chose what, for items that are more than one choice: partners, places, numbers, and what patterns recognised.

These tables are made only where they are shown. What somebody wrote in her own words is in none of them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from flask_babel import gettext as _

from tot.courses.rules import Question
from tot.quizzes.types import TYPES
from tot.quizzes.types.short import recognised_by
from tot.reports.analysis import Analysis, Row
from tot.reports.rules.items import Option
from tot.reports.rules.parts import Part, parts
from tot.reports.rules.taken import Cell, Outcome
from tot.web.languages import say

KEY, OTHER, FOUND = "key", "other", "found"
MOST = 6  # wrong numbers, and patterns of a criterion, that are told apart
ALONE = 1  # a number that one person alone wrote may be anything, and is counted among the others

Read = Callable[[Any], Iterable[tuple[str, str]]]
Asked = Mapping[str, Sequence[str]]


def choices(analysis: Analysis) -> dict[int, tuple[Part, ...]]:
    """Number of an item → its parts, for every item with figures that has such a table."""
    return {row.number: made for row in analysis.rows if row.figures.difficulty is not None and (made := _parts(row))}


def rows_of(part: Part) -> tuple[Option, ...]:
    """What stands in its table; of a criterion only that it was recognised, its patterns stand below."""
    return part.options[:1] if part.options and part.options[0].id == FOUND else part.chosen


def words_of(question: Question, part: str, option: str, language: str) -> tuple[str, str, str]:
    """What a part is, what was chosen there, and its words, for a workbook."""
    criterion = next((one for one in question.criteria if one.id == part), None)
    entry = criterion.text if criterion else question.labels.get(part, {})
    if question.type == "order" and part:
        return say(entry, language), option, _("Place %(number)s", number=option)
    words = {KEY: f"{question.key} ± {question.tolerance}" if question.tolerance else str(question.key),
             OTHER: _("other numbers"), FOUND: _("recognised")}  # fmt: skip
    return say(entry, language), option, say(question.labels.get(option, {}), language) or words.get(option, option)


def _parts(row: Row) -> tuple[Part, ...]:
    """Empty for what is one choice from a list, and for what only a person can read."""
    question, counted = row.question, row.counted
    if question.type == "match":
        right = list(question.pairs.items())
        return parts(counted, _said(_pairs), dict.fromkeys(question.left, question.right), right)
    if question.type == "order":
        places = [str(place) for place in range(1, len(question.options) + 1)]
        key = list(_places(question.listed))
        return parts(counted, _said(_places), {step: places for step, _place in key}, key)
    if question.type == "num":
        given = _numbers(question, counted)
        return parts(counted, _said(given), {"": _frequent(counted, given)}, [("", KEY)])
    if any(criterion.patterns for criterion in question.criteria):
        patterns = _patterns(question)
        return parts(counted, _said(patterns), _met(question, counted, patterns), ())
    return ()


def _said(read: Read) -> Callable[[Outcome], Iterable[tuple[str, str]]]:
    """What stands in an answer; nothing where there is none."""

    def given(outcome: Outcome) -> Iterable[tuple[str, str]]:
        said = None if outcome.chosen is None else json.loads(outcome.said)
        return () if said is None else read(said)

    return given


def _pairs(said: Any) -> Iterable[tuple[str, str]]:
    return said.items()


def _places(said: Any) -> Iterable[tuple[str, str]]:
    """Step → its place; on paper a place may be empty."""
    return ((step, str(place)) for place, step in enumerate(said, 1) if step)


def _numbers(question: Question, counted: Iterable[Cell]) -> Read:
    """A number as it is grouped: right, itself (however it was written), or among the others."""
    kind = TYPES[question.type]

    def named(said: Any) -> str:
        return KEY if kind.mark(question, said) else f"{Decimal(str(said)).normalize():f}"

    met = Counter[str]()
    for cell in counted:
        if cell.outcome.chosen is not None:
            met[named(json.loads(cell.outcome.said))] += cell.count
    wrong = [one for one, count in met.most_common() if one != KEY and count > ALONE]
    told = {KEY, *wrong[:MOST]}
    return lambda said: [("", one if (one := named(said)) in told else OTHER)]


def _frequent(counted: Iterable[Cell], read: Read) -> list[str]:
    """The right number first, then the wrong ones as often as they were given, then all others."""
    met = Counter(_all_given(counted, read))
    wrong = [one for (_part, one), _count in met.most_common() if one not in (KEY, OTHER)]
    return [KEY, *wrong, *([OTHER] if met["", OTHER] else [])]


def _patterns(question: Question) -> Read:
    """Of each criterion that was recognised: that it was, and by which pattern."""

    @cache
    def read(said: str) -> list[tuple[str, str]]:
        return [(one, what) for one, pattern in recognised_by(question, said).items() for what in (FOUND, pattern)]

    return read


def _met(question: Question, counted: Iterable[Cell], read: Read) -> Asked:
    """Each criterion with the patterns that recognised it most often."""
    met = Counter(_all_given(counted, read)).most_common()
    return {
        criterion.id: [FOUND, *[what for (one, what), _count in met if one == criterion.id and what != FOUND][:MOST]]
        for criterion in question.criteria
    }


def _all_given(counted: Iterable[Cell], read: Read) -> Iterable[tuple[str, str]]:
    """Each as often as it was given."""
    given = _said(read)
    for cell in counted:
        for one in given(cell.outcome):
            yield from [one] * cell.count
