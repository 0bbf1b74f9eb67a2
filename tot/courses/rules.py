"""What a course is made of: frozen values, the same whether they were read from disk or loaded from the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

SOURCE_LANGUAGE = "en"
"""The language courses are written in; all others translate it."""

Words = Mapping[str, str]
"""One text in several languages: language code → text. Empty where the author wrote none."""

ModuleStatus = Literal["ready", "in preparation"]
QuestionType = Literal["single", "multi", "tf", "match", "order", "num", "short", "branch"]
Key = str | bool | int | float | tuple[str, ...] | Mapping[str, str] | None
"""The right answer: an option (single, branch), options in the order offered (multi) or in the right order (order),
left → right (match), a claim (tf), a number (num), nothing (short)."""


def in_language(words: Words, language: str) -> str:
    """The text in this language, else in the source language, else in any; empty when there is none."""
    return words.get(language) or words.get(SOURCE_LANGUAGE) or next(iter(words.values()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A piece of a lesson read in one go; a trainer who adapts the course may not change a locked one."""

    id: str
    minutes: int
    locked: bool
    title: Words
    body: Words  # Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    id: str
    sections: tuple[Section, ...]
    version_id: int | None = None

    def section(self, section_id: str) -> Section:
        return _with_id(self.sections, section_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the player may do at a node; `to` names a node or an ending, `effects` moves scales up or down."""

    id: str
    to: str
    effects: Mapping[str, int]
    text: Words
    consequence: Words  # may be empty
    feedback: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    id: str
    text: Words
    choices: tuple[Choice, ...]

    def choice(self, choice_id: str) -> Choice:
        return _with_id(self.choices, choice_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    id: str
    safe: bool
    title: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A branching story. Every scale is shown from −2 to +2 and begins at 0."""

    id: str
    start: str
    scales: tuple[str, ...]
    title: Words
    setting: Words
    nodes: Mapping[str, Node]
    endings: Mapping[str, Ending]
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What earns one point in a short answer; a pattern is lower-case words in which * stands for anything."""

    id: str
    text: Words
    patterns: Mapping[str, tuple[str, ...]]  # language → patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item. `labels` holds the words of every option, left and right entry by its id; a tf question has none."""

    id: str
    type: QuestionType
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
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`pass_mark` is the number of questions that must be answered right."""

    id: str
    kind: str
    pass_mark: int
    questions: tuple[Question, ...]
    version_id: int | None = None

    def question(self, question_id: str) -> Question:
        return _with_id(self.questions, question_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module in preparation has a title, hours and objectives only; a ready one has a lesson."""

    id: str
    status: ModuleStatus
    hours: int | float
    minutes: Mapping[str, int]  # self_study, session, test
    title: Words
    objectives: tuple[Words, ...]
    lesson: Lesson | None
    scenario: Scenario | None
    check: Quiz | None
    facilitator: Words  # Markdown, for trainers only
    jobaid: Words  # Markdown with two parts of level 2, the front and the back of one sheet
    sources: tuple[str, ...]
    drafts: tuple[str, ...]  # languages in which a file of this module has not been reviewed yet
    version_id: int | None = None

    @property
    def is_ready(self) -> bool:
        return self.status == "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The share of session time that must be attended, in percent, over all and on each day (F-TOT-19)."""

    percent_total: int
    percent_each_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    id: str
    title: Words
    audience: Words
    summary: Words
    hours: int | float
    languages: tuple[str, ...]
    modules: tuple[Module, ...]
    attendance: Attendance
    version_id: int | None = None

    @property
    def ready_modules(self) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.is_ready)

    def module(self, module_id: str) -> Module:
        """Raises KeyError for an id that is not in this course."""
        return _with_id(self.modules, module_id)


Thing = Course | Module | Lesson | Scenario | Quiz | Question
"""What has an id of its own for ever, and versions."""


def sides_of_job_aid(jobaid: Words, language: str) -> tuple[str, ...]:
    """The Markdown of the front and of the back, each with its heading."""
    _, *sides = f"\n{in_language(jobaid, language)}".split("\n## ")
    return tuple(f"## {side}".strip() for side in sides)


def parts_of(thing: Thing) -> tuple[Thing, ...]:
    """The things directly inside this one, in reading order."""
    if isinstance(thing, Course):
        return thing.modules
    if isinstance(thing, Module):
        return tuple(part for part in (thing.lesson, thing.scenario, thing.check) if part is not None)
    return thing.questions if isinstance(thing, Quiz) else ()


def things_in(thing: Thing) -> Iterator[Thing]:
    """This thing and everything addressable inside it, the innermost first."""
    for part in parts_of(thing):
        yield from things_in(part)
    yield thing


Identified = TypeVar("Identified", Section, Choice, Question, Module)


def _with_id(items: tuple[Identified, ...], wanted: str) -> Identified:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
