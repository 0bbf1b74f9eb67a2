"""How answers that were given under another key stand to a corrected one, and whether somebody has yet to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from tot.courses.keys import is_same_key
from tot.courses.rules import Question
from tot.quizzes.corrections import obstacle, points_by

if TYPE_CHECKING:
    from tot.quizzes.queries.alike import Alike

Group = TypeVar("Group", bound=Hashable)

LEFT = "left"
"""The mode of a regrade by which somebody decided to change nothing: whoever would lose keeps her points."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Answers that were given under another key: all of them, and who would gain or lose by the corrected one."""

    answers: int = 0
    raised: int = 0
    lowered: int = 0

    def state(self, modes: Collection[str]) -> str:
        """How the corrected key stands: "to decide", "left", "done" or "nothing".

        `modes`: of what was decided by it and holds.
        """
        if self.raised or (self.lowered and not modes):
            return "to decide"
        if not modes:
            return "nothing"
        return "left" if set(modes) == {LEFT} else "done"


@dataclass(frozen=True, slots=True)
class Decision:
    """A regrade that holds: by which version, for the cohorts of which place, and how."""

    question_key: str
    version_id: int | None
    place_path: str
    mode: str


def modes_in(
    decisions: Iterable[Decision], question_key: str, version_id: int | None, place_path: str | None
) -> set[str]:
    """How it was decided about this version for all cohorts of a place: there or above it; None: wherever it was."""
    return {
        one.mode
        for one in decisions
        if (one.question_key, one.version_id) == (question_key, version_id)
        and (place_path is None or place_path.startswith(one.place_path))
    }


def standings(
    answers: Iterable[Alike],
    newest: Mapping[str, Question],
    version: Callable[[int], Question],
    group: Callable[[Alike], Group],
) -> dict[Group, Standing]:
    """Group → how its answers stand; a group without any answer under another key is missing.

    `newest`: key of a question → the question as it is now. `version`: the number of a version → the question then.
    """

    @cache
    def is_other(version_id: int, question_key: str) -> bool:
        return not is_same_key(version(version_id), newest[question_key])

    found: dict[Group, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        # One that was marked again may have got its points by a key that is the newest no longer.
        if is_other(answer.version_id, answer.question_key) or answer.is_regraded:
            said = direction(version(answer.version_id), newest[answer.question_key], answer)
            found[group(answer)][said] += answer.answers
    return {one: Standing(said.total(), said["raised"], said["lowered"]) for one, said in found.items()}


def direction(before: Question, after: Question, answer: Alike) -> str:
    """Whether answers would be "raised" or "lowered" if the corrected key counted for everybody, or stay the "same".

    Nobody marks again by rule what a person has read, nor what the corrected key cannot judge.
    """
    if answer.is_read or obstacle(before, after, answer.response):
        return "same"
    points = points_by(after, answer.response, before.points)
    if points is None or points == answer.now:
        return "same"
    return "raised" if points > (answer.now or 0) else "lowered"
