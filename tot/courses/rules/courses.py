"""A course with its modules, tests and handouts, and everything in them that is addressable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tot.courses.rules.lessons import Lesson
from tot.courses.rules.library import Annex, Facts, Glossary
from tot.courses.rules.questions import Half, PairedTest, Question, Quiz
from tot.courses.rules.scenarios import Scenario
from tot.courses.rules.words import Words, in_language, with_id

ModuleStatus = Literal["ready", "in preparation"]


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
class Handout:
    """A sheet that belongs to the whole course: an agenda, a rubric, a template."""

    id: str
    for_trainers: bool
    title: Words
    body: Words  # Markdown
    drafts: tuple[str, ...] = ()  # languages that nobody has reviewed yet
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as the author drew it. Texts name it by its digest, so that a new picture is a new text."""

    name: str
    digest: str
    width: int
    height: int


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
    is_public: bool = False  # anyone may read it without signing in
    prepost: PairedTest | None = None
    refresher: Quiz | None = None
    final: Quiz | None = None
    handouts: tuple[Handout, ...] = ()
    figures: tuple[Figure, ...] = ()
    version_id: int | None = None

    @property
    def ready_modules(self) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.is_ready)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that one of its tests asks."""
        tests = (*(module.check for module in self.ready_modules), self.refresher, self.final, self.prepost)
        return tuple(question for test in tests if test is not None for question in test.questions)

    def module(self, module_id: str) -> Module:
        """Raises KeyError for an id that is not in this course."""
        return with_id(self.modules, module_id)


Whole = Course | Facts | Glossary | Annex
"""What is published as one."""

Thing = Whole | Module | Lesson | Scenario | Quiz | Question | PairedTest | Half | Handout
"""What has an id of its own for ever, and versions."""


def sides_of_job_aid(jobaid: Words, language: str) -> tuple[str, ...]:
    """The Markdown of the front and of the back, each with its heading."""
    _, *sides = f"\n{in_language(jobaid, language)}".split("\n## ")
    return tuple(f"## {side}".strip() for side in sides)


def parts_of(thing: Thing) -> tuple[Thing, ...]:
    """The things directly inside this one, in reading order."""
    if isinstance(thing, Course):
        tests = tuple(test for test in (thing.prepost, thing.refresher, thing.final) if test is not None)
        return (*thing.modules, *tests, *thing.handouts)
    if isinstance(thing, Module):
        return tuple(part for part in (thing.lesson, thing.scenario, thing.check) if part is not None)
    if isinstance(thing, PairedTest):
        return (*thing.questions, *thing.halves)
    return thing.questions if isinstance(thing, Quiz) else ()


def things_in(thing: Thing) -> Iterator[Thing]:
    """This thing and everything addressable inside it, the innermost first."""
    for part in parts_of(thing):
        yield from things_in(part)
    yield thing
