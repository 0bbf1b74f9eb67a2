"""The pieces of a text beside those of the version that was signed last, in the languages of a reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from tot.reviews.rules.differences import Part, difference
from tot.reviews.rules.pieces import Line, Marks, Piece

State = Literal["unsigned", "same", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """`parts`: language → what is other in it; a language in which nothing is, or was not asked for, is missing."""

    line: Line
    parts: Mapping[str, tuple[Part, ...]]
    marks_before: Marks | None = None  # where they were others


@dataclass(frozen=True, slots=True)
class ComparedPiece:
    """`state` is "unsigned" where there is nothing to compare with."""

    piece: Piece
    state: State
    lines: tuple[ComparedLine, ...]
    marks_before: Marks | None = None
    sources_before: tuple[str, ...] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it must be read: what is as it was signed may stay folded."""
        return self.state != "same"


def compared(
    now: Iterable[Piece], before: Iterable[Piece] | None, languages: tuple[str, ...]
) -> tuple[ComparedPiece, ...]:
    """Every piece in the order of now; what is gone comes last. Without `before` nothing is said to differ."""
    if before is None:
        return tuple(ComparedPiece(piece, "unsigned", _plain(piece)) for piece in now)
    known = {piece.id: piece for piece in before}
    found = [_compared(known.pop(piece.id, None), piece, languages) for piece in now]
    return (*found, *(_gone(piece, languages) for piece in known.values()))


def _plain(piece: Piece) -> tuple[ComparedLine, ...]:
    return tuple(ComparedLine(line, {}) for line in piece.lines)


def _compared(before: Piece | None, now: Piece, languages: tuple[str, ...]) -> ComparedPiece:
    if before is None:
        return ComparedPiece(now, "new", _plain(now))
    lines = tuple(_lines(before, now, languages))
    found = ComparedPiece(
        now,
        "changed",
        lines,
        before.marks if _marks_in(before, languages) != _marks_in(now, languages) else None,
        before.sources if before.sources != now.sources else None,
    )
    is_other = any(line.parts or line.marks_before is not None for line in lines)
    if is_other or found.marks_before is not None or found.sources_before is not None:
        return found
    return replace(found, state="same")


def _marks_in(piece: Piece, languages: tuple[str, ...]) -> tuple[Marks, list[str | None]]:
    """How sure a word is belongs to what is signed, in the languages that are."""
    return piece.marks, [(piece.certainty or {}).get(language) for language in languages]


def _lines(before: Piece, now: Piece, languages: tuple[str, ...]) -> Iterator[ComparedLine]:
    known = {(line.label, line.name): line for line in before.lines}
    for line in now.lines:
        old = known.pop((line.label, line.name), None) or Line(line.label, {}, line.name, line.marks)
        yield ComparedLine(line, _parts(old, line, languages), old.marks if old.marks != line.marks else None)
    for line in known.values():
        yield _line_gone(line, languages)


def _parts(old: Line, new: Line, languages: tuple[str, ...]) -> dict[str, tuple[Part, ...]]:
    return {
        language: difference(old.words.get(language, ""), new.words.get(language, ""))
        for language in languages
        if old.words.get(language, "") != new.words.get(language, "")
    }


def _line_gone(line: Line, languages: tuple[str, ...]) -> ComparedLine:
    empty = replace(line, words={})
    return ComparedLine(empty, _parts(line, empty, languages))


def _gone(piece: Piece, languages: tuple[str, ...]) -> ComparedPiece:
    return ComparedPiece(piece, "gone", tuple(_line_gone(line, languages) for line in piece.lines))
