"""Questions, the quizzes that ask them, and the paired test before and after a course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tot.courses.rules.words import Words, with_id

Key = str | bool | int | float | tuple[str, ...] | Mapping[str, str] | None
"""The right answer: an option (single, branch), options in the order offered (multi) or in the right order (order),
left → right (match: one on the right may belong to several, or to none), a claim (tf), a number (num), nothing where a
person marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How far an answer meets a criterion, in the author's words, and the points for it."""

    points: int
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What earns points in an open answer; a pattern is lower-case words in which * stands for anything.

    Without levels it is met or not, for one point. Levels go up from 0 points.
    """

    id: str
    text: Words
    patterns: Mapping[str, tuple[str, ...]]  # language → patterns
    levels: tuple[Level, ...] = ()

    @property
    def top(self) -> int:
        """The most points that it earns."""
        return self.levels[-1].points if self.levels else 1

    def reached(self, points: int) -> int:
        """The points of the highest level that these points reach: what is between two levels is the lower one."""
        steps = [level.points for level in self.levels] or [0, 1]
        return max((step for step in steps if step <= points), default=0)


MOST_LETTERED = 26
"""Entries that bear letters on paper, A to Z. With more, two letters typed could be one answer or two."""
MOST_DIGITS = 9
"""What is typed with one digit from a sheet of paper: the number of a criterion, the points of a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item. `labels` holds the words of every option, left and right entry and task by its id."""

    id: str
    type: str  # its name: one of those handed over to the reader of courses
    points: int
    options: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    key: Key
    tolerance: int | float
    unit: Words
    criteria: tuple[Criterion, ...]
    locked: bool
    sources: tuple[str, ...]
    stem: Words
    labels: Mapping[str, Words]
    feedback: Words
    model: Words
    module: str = ""  # the module a test's question is about; empty in a module's own check
    tags: tuple[str, ...] = ()  # what a test draws by
    tasks: tuple[str, ...] = ()  # what a case asks to do; without them its stem says so
    version_id: int | None = None

    @property
    def pairs(self) -> Mapping[str, str]:
        """The key of a match: left → right. Raises TypeError for another type of question."""
        if not isinstance(self.key, Mapping):
            raise TypeError(f"{self.id}: {self.type} has no pairs")
        return self.key

    @property
    def listed(self) -> tuple[str, ...]:
        """The key where it is a list: what is right, or the right order. Raises TypeError for another type."""
        if not isinstance(self.key, tuple):
            raise TypeError(f"{self.id}: {self.type} has no list")
        return self.key

    @property
    def is_one_to_one(self) -> bool:
        """Of a match: whether every entry on the right belongs to one on the left, none to several and none to none."""
        return isinstance(self.key, Mapping) and sorted(self.key.values()) == sorted(self.right)


Origin = Literal["provisional", "panel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What share of the questions must be right, and why: an author's guess for now, or an Angoff panel."""

    percent: int
    origin: Origin = "provisional"
    judges: int = 0  # how many sat on the panel
    on: date | None = None  # and when


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """So many questions, drawn at random for each attempt from those with this tag."""

    tag: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`pass_mark` is the number of questions that must be answered right.

    With draws an attempt asks those that are drawn, and every question that none of the draws could choose.
    """

    id: str
    kind: str
    pass_mark: int
    questions: tuple[Question, ...]
    drafts: tuple[str, ...] = ()  # of a refresher: languages not reviewed yet; a module says it of its check
    minutes: int = 0  # time to answer; 0 is as long as one likes
    attempts: int = 0  # how often one may try; 0 is as often as one likes
    cut: Cut | None = None  # where the pass mark comes from
    draw: tuple[Draw, ...] = ()
    markers: int = 1  # how many read an open answer: one, or two who know nothing of each other
    version_id: int | None = None

    @property
    def asked(self) -> int:
        """How many questions one attempt has."""
        return len(self.always) + sum(draw.count for draw in self.draw)

    @property
    def always(self) -> tuple[Question, ...]:
        """The questions that every attempt has."""
        tags = {draw.tag for draw in self.draw}
        return tuple(question for question in self.questions if not tags & set(question.tags))

    def question(self, question_id: str) -> Question:
        return with_id(self.questions, question_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """The pre-test or the post-test of a paired test: attempts need to say which of the two they are."""

    id: str
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTest:
    """Two forms of equal difficulty: whoever has form A before the course has form B after it, and the reverse.

    The same place in both forms is a pair: same module, type and points. `origin` says where the pass mark comes from.
    """

    id: str
    pretest_id: str
    posttest_id: str
    pass_percent: int
    origin: Origin
    forms: Mapping[str, tuple[str, ...]]  # letter → ids of questions in their order
    questions: tuple[Question, ...]
    drafts: tuple[str, ...] = ()  # languages that nobody has reviewed yet
    judges: int = 0  # of the panel that set the pass mark
    on: date | None = None  # when it met
    minutes: int = 0  # time to answer either form; 0 is as long as one likes
    markers: int = 1  # how many read an open answer
    version_id: int | None = None

    @property
    def cut(self) -> Cut:
        """The pass mark of the post-test and where it comes from."""
        return Cut(percent=self.pass_percent, origin=self.origin, judges=self.judges, on=self.on)

    @property
    def halves(self) -> tuple[Half, Half]:
        """Before and after."""
        return Half(id=self.pretest_id), Half(id=self.posttest_id)

    @property
    def pass_mark(self) -> int:
        """How many questions of a form must be right."""
        return -(-len(self.forms["A"]) * self.pass_percent // 100)

    def question(self, question_id: str) -> Question:
        return with_id(self.questions, question_id)

    def form(self, letter: str) -> tuple[Question, ...]:
        """The questions of this form. Raises KeyError for a letter that is no form."""
        return tuple(self.question(name) for name in self.forms[letter])
