"""A branching scenario: nodes where one chooses, and endings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tot.courses.rules.words import Words, with_id

SCALES = ("trust", "evidence", "safety", "fairness", "learning")
"""What a choice may move; the page has a word for each."""


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
        return with_id(self.choices, choice_id)


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
