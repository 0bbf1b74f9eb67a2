"""What marking again would do: answer by answer, attempt by attempt, and added up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from tot.quizzes.rules import Tally

MODES = ("favour", "strict")
"""In favour of participants: nobody loses points, because nobody can answer to a key she could not know. Strictly: the
corrected key counts for everybody."""
UNDO = "undo"

# Why an answer stays as it is, in the order in which pages list it.
KEPT = ("favour", "person", "gone", "not offered", "unread", "changed since")


def verdict(now: float | None, new: float | None, *, obstacle: str, is_read: bool, mode: str) -> str:
    """What becomes of an answer: "change", "same", or the reason of KEPT for which it stays as it is.

    `now`: its points, None while it waits for a marker. `new`: what the other key gives it, None where a person must
    read it. What a person read and marked is never marked again by rule.
    """
    if is_read:
        return "person"
    if obstacle:
        return obstacle
    if new is None:
        return "same" if now is None else "unread"
    if now == new:
        return "same"
    return "favour" if mode == "favour" and now is not None and new < now else "change"


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that gets other points; None: it waits for a marker."""

    answer_id: int
    attempt_id: int
    enrolment_id: int
    cohort_id: int
    quiz_key: str
    number: int  # of the marking to come
    before: float | None
    after: float | None

    @property
    def is_raised(self) -> bool:
        return self.after is not None and (self.before is None or self.after > self.before)


@dataclass(frozen=True, slots=True)
class Effect:
    """A change, and how the whole attempt stands before and after it."""

    change: Change
    before: Tally
    after: Tally
    may_pass: bool = True  # a pre-test is not passed or failed: nothing depends on it

    @property
    def passing(self) -> int:
        """1: passed now; -1: no longer passed; 0: as before."""
        return self.after.is_passed - self.before.is_passed if self.may_pass else 0


@dataclass(frozen=True)
class Preview:
    """What marking again would do. The same state is the same preview: whoever confirms it gets what she saw."""

    effects: tuple[Effect, ...]  # those whose passing changes first, then by cohort and enrolment
    kept: Mapping[str, int]  # reason of KEPT → answers that stay as they are for it
    same: int  # answers that get the points they have
    versions: Mapping[int, int]  # version of the question → answers given under it
    state: str

    @cached_property
    def answers(self) -> int:
        """All answers that were looked at."""
        return len(self.effects) + self.same + sum(self.kept.values())

    @cached_property
    def raised(self) -> int:
        return sum(effect.change.is_raised for effect in self.effects)

    @property
    def lowered(self) -> int:
        return len(self.effects) - self.raised

    @cached_property
    def passed(self) -> tuple[Effect, ...]:
        """Attempts that would be passed, and are not."""
        return tuple(effect for effect in self.effects if effect.passing > 0)

    @cached_property
    def failed(self) -> tuple[Effect, ...]:
        """Attempts that are passed, and would not be."""
        return tuple(effect for effect in self.effects if effect.passing < 0)

    @property
    def may_be_left(self) -> bool:
        """In favour of participants nothing changes, though some have points that the other key would not give."""
        return not self.effects and bool(self.kept.get("favour"))

    @property
    def counts(self) -> dict[str, Any]:
        """What is kept of it with the regrade."""
        return {
            "answers": self.answers,
            "raised": self.raised,
            "lowered": self.lowered,
            "same": self.same,
            "passed": len(self.passed),
            "failed": len(self.failed),
            "kept": dict(self.kept),
        }


def preview_of(
    effects: Iterable[Effect], kept: Counter[str], same: int, versions: Counter[int], about: Sequence[Any]
) -> Preview:
    """`about`: what was asked, such as the question, the version and the mode; it is part of the state."""
    ordered = tuple(
        sorted(
            effects,
            key=lambda one: (-abs(one.passing), one.passing, one.change.cohort_id, one.change.enrolment_id,
                             one.change.attempt_id),
        )
    )  # fmt: skip
    listed = {reason: kept[reason] for reason in KEPT if kept[reason]}
    return Preview(ordered, listed, same, dict(sorted(versions.items())), _state(about, ordered, listed, same))


def _state(about: Sequence[Any], effects: Sequence[Effect], kept: Mapping[str, int], same: int) -> str:
    seen = [
        [e.change.answer_id, e.change.number, e.change.before, e.change.after, e.before.right, e.after.right, e.passing]
        for e in effects
    ]
    text = json.dumps([list(about), seen, dict(kept), same], separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def scopes(roles: Iterable[Any]) -> tuple[str, ...]:
    """The places for whose cohorts somebody with these roles may mark again, none inside another of them."""
    paths = {
        role.place_path
        for role in roles
        if role.kind == "reviewer" or (role.kind == "coordinator" and role.place_path.count("/") == 2)
    }
    return tuple(sorted(path for path in paths if not any(path != other and path.startswith(other) for other in paths)))
