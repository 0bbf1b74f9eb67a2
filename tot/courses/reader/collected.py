"""What is gathered while a course is read and can be judged only when everything was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tot.courses.reader.fields import Fields
    from tot.courses.reader.links import Link
    from tot.courses.rules import Question

State = Literal["missing", "stale", "draft", "reviewed", "complete"]
WORST_FIRST: tuple[State, ...] = ("missing", "stale", "draft", "reviewed", "complete")


@dataclass(frozen=True, slots=True)
class Citation:
    """Facts that a section, question or module names as its sources, in the field `sources`."""

    fields: Fields
    facts: tuple[str, ...]
    is_lesson: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the place of its structure in items.yaml."""

    question: Question
    fields: Fields
    is_imported: bool = False  # from another system, and nobody has looked after it yet


@dataclass(frozen=True, slots=True)
class FileState:
    """How far one file is in one language."""

    folder: Path
    language: str
    state: State


@dataclass(slots=True)
class Collected:
    links: list[Link] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    states: list[FileState] = field(default_factory=list)
    is_imported: bool = False  # whether the item that is being read comes from another system


def worst(states: Iterable[State]) -> State:
    """A whole is as far as the part that is least far."""
    return min(states, key=WORST_FIRST.index, default="complete")
