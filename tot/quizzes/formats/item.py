"""One question on its way between formats, and what reading a file yields. Texts are Markdown, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from tot.refusals import Sentence

MOST_QUESTIONS, MOST_ENTRIES = 50_000, 200
RIGHT = 100.0  # percent of the points


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, or one answer that is recognised (then * stands for anything); worth this share of the
    points, below zero where choosing it costs some."""

    text: str
    percent: float = 0.0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What earns a point of an answer in one's own words; with levels (points, text), as many as the level says."""

    text: str
    patterns: tuple[str, ...] = ()
    levels: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Which fields are filled follows from the type, whose names are ours.

    single, multi, branch: options · tf: claim · match: pairs, spare (on the right, belongs to none) · order: steps in
    the right order · num: number, tolerance, unit · short: needs (none: a person reads every answer), model · case:
    tasks, needs with levels, model.
    """

    type: str
    stem: str
    line: int = 1
    name: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    category: str = field(default="", compare=False)  # where it lay in the other system
    points: int = 1
    options: tuple[Option, ...] = ()
    claim: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    spare: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    number: Decimal = Decimal(0)
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    is_span: bool = field(default=False, compare=False)  # num: written as a range, whose middle nobody meant
    needs: tuple[Need, ...] = ()
    tasks: tuple[str, ...] = ()
    model: str = ""
    feedback: str = ""
    notes: tuple[Sentence, ...] = ()  # what was carried otherwise than it stood there

    @property
    def partners(self) -> tuple[str, ...]:
        """What can be chosen for the left entries, each once."""
        return tuple(dict.fromkeys([*(right for _left, right in self.pairs), *self.spare]))

    @property
    def is_one_to_one(self) -> bool:
        """Whether every partner belongs to one left entry: none to several, none to nothing."""
        return len(self.partners) == len(self.pairs) and not self.spare

    @property
    def called(self) -> str:
        """What a person calls it: its name, else how it begins."""
        return _short(self.name or self.stem)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A question that cannot be carried, and why."""

    line: int
    name: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file holds; `notes` are about the file, each with the line it speaks of."""

    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[tuple[int, Sentence], ...] = ()
    language: str = ""  # where the file says it

    @property
    def by_type(self) -> Mapping[str, int]:
        """How many questions there are of each type."""
        return Counter(item.type for item in self.items)


class NotCarried(Exception):
    """This question cannot be carried; the others go on."""

    def __init__(self, reason: Sentence, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Unreadable(Exception):
    """Nothing in this file can be read; `sentence` says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_count(count: int) -> None:
    """Ends the reading of a file of more questions than anybody can look at. Raises Unreadable."""
    if count > MOST_QUESTIONS:
        raise Unreadable(_l("There are more than %(most)s questions. Divide the file.", most=MOST_QUESTIONS))


def skipped(line: int, name: str, reason: Sentence) -> Skipped:
    """With a name that fits a line."""
    return Skipped(line, _short(name), reason)
