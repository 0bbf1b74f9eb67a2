"""A text that people will read, and its place in a file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from re import Match, Pattern
from re import compile as pattern

from tot.courses.reader.files import SourceFile
from tot.courses.reader.problems import Mark

NEW_LINE = pattern(r"\n")
FENCE = pattern(r"(?m)^ {0,3}(```|~~~)[^\n]*\n(?:(?! {0,3}\1)[^\n]*\n)*(?: {0,3}\1[^\n]*\n?)?")
CODE_SPAN = pattern(r"`[^`\n]*`")


@dataclass(frozen=True)
class Passage:
    """A text and its place. With `has_lines` its lines are lines of the file, indented like the first, at `mark`."""

    file: SourceFile
    text: str
    mark: Mark
    where: str
    has_lines: bool = False

    def mark_at(self, offset: int) -> Mark:
        if not self.has_lines:
            return self.mark
        above = bisect_right(self._line_starts, offset) - 1
        return Mark(self.mark.line + above, self.mark.column + offset - self._line_starts[above])

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in NEW_LINE.finditer(self.text))]

    def error(self, offset: int, message: str) -> None:
        self.file.error(self.mark_at(offset), self.where, message)

    def warning(self, offset: int, message: str) -> None:
        self.file.warning(self.mark_at(offset), self.where, message)

    def hint(self, message: str) -> None:
        self.file.hint(self.mark, self.where, message)


def without_code(text: str) -> str:
    if "`" not in text and "~~~" not in text:
        return text
    return blanked(CODE_SPAN, blanked(FENCE, text))


def blanked(what: Pattern[str], text: str) -> str:
    """The text with every match replaced by spaces, so that places in it stay the same."""

    def spaces(found: Match[str]) -> str:
        return "".join("\n" if sign == "\n" else " " for sign in found[0])

    return what.sub(spaces, text)
