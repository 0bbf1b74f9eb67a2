"""A mistake in a course file: where it is, what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

from tot.courses.reader.collected import Collected

Severity = Literal["error", "warning", "hint"]


class Mark(NamedTuple):
    """A place in a file; both count from 1, and the column counts characters."""

    line: int
    column: int


START = Mark(1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An error keeps a course from being published; a warning does not, and a hint is only worth a look."""

    file: str
    line: int
    column: int
    where: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        severity = "" if self.is_error else f"{self.severity}: "
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {severity}{self.message}"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


class Problems:
    """Collects every problem of one reading, so that none hides the next."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}
        self.collected = Collected()

    def add(self, file: str, mark: Mark, where: str, message: str, severity: Severity = "error") -> None:
        self._found[Problem(file, mark.line, mark.column, where, message, severity)] = None

    def in_order(self) -> tuple[Problem, ...]:
        return tuple(sorted(problem for problem in self._found if problem.severity != "hint"))

    def hints(self) -> tuple[Problem, ...]:
        return tuple(sorted(problem for problem in self._found if problem.severity == "hint"))

    def forget_course(self) -> None:
        """What was collected of one course has been judged; the next begins anew."""
        self.collected = Collected()

    @property
    def error_count(self) -> int:
        return sum(problem.is_error for problem in self._found)


def did_you_mean(written: str, possible: Iterable[str]) -> str:
    """A hint to append to a message: the nearest possible name, or all of them when they are few."""
    choices = sorted(possible)
    if near := get_close_matches(written[:80], choices, n=1, cutoff=0.6):
        return f"did you mean {near[0]}?"
    if not choices:
        return "remove it"
    return f"possible here: {', '.join(choices[:12])}{' …' if len(choices) > 12 else ''}"
