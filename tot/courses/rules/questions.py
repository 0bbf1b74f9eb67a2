"""Questions, the quizzes that ask them, and the paired test before and after a course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tot.courses.rules.words import Words, with_id

QuestionType = Literal["single", "multi", "tf", "match", "order", "num", "short", "branch"]
Key = str | bool | int | float | tuple[str, ...] | Mapping[str, str] | None
"""The right answer: an option (single, branch), options in the order offered (multi) or in the right order (order),
left → right (match), a claim (tf), a number (num), nothing (short)."""


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
    module: str = ""  # the module a test's question is about; empty in a module's own check
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`pass_mark` is the number of questions that must be answered right."""

    id: str
    kind: str
    pass_mark: int
    questions: tuple[Question, ...]
    drafts: tuple[str, ...] = ()  # of a refresher: languages not reviewed yet; a module says it of its check
    version_id: int | None = None

    def question(self, question_id: str) -> Question:
        return with_id(self.questions, question_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedTest:
    """Two forms of equal difficulty: whoever has form A before the course has form B after it, and the reverse.

    The same place in both forms is a pair: same module, type and points. `origin` says where the pass mark comes from.
    """

    id: str
    pretest_id: str
    posttest_id: str
    pass_percent: int
    origin: str
    forms: Mapping[str, tuple[str, ...]]  # letter → ids of questions in their order
    questions: tuple[Question, ...]
    drafts: tuple[str, ...] = ()  # languages that nobody has reviewed yet
    version_id: int | None = None

    def question(self, question_id: str) -> Question:
        return with_id(self.questions, question_id)

    def form(self, letter: str) -> tuple[Question, ...]:
        """The questions of this form. Raises KeyError for a letter that is no form."""
        return tuple(self.question(name) for name in self.forms[letter])
