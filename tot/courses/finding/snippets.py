"""The piece of a text that shows best why it was found, in its own spelling, with the words that were meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tot.courses.finding.spelling import Term, Word, words_in

LENGTH = 220  # letters, about three lines on a phone


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text; `is_meant` where it is a word that was asked for."""

    text: str
    is_meant: bool


def marked(text: str, terms: Sequence[Term]) -> tuple[Stretch, ...]:
    """The whole text in stretches."""
    return _stretches(text, 0, len(text), [word for word in words_in(text) if _is_meant(word, terms)])


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> tuple[Stretch, ...]:
    """A part of the text of about this length: where the most different words that were asked for stand together."""
    words = list(words_in(text))
    meant = [word for word in words if _is_meant(word, terms)]
    start, end = _window(text, words, meant, terms, length)
    cut = _stretches(text, start, end, [word for word in meant if start <= word.start and word.end <= end])
    before = (Stretch("… ", False),) if start else ()
    after = (Stretch(" …", False),) if end < len(text) else ()
    return (*before, *cut, *after)


def _is_meant(word: Word, terms: Sequence[Term]) -> bool:
    return any(term.matches(word.key) for term in terms)


def _window(text: str, words: list[Word], meant: list[Word], terms: Sequence[Term], length: int) -> tuple[int, int]:
    if len(text) <= length or not words:
        return 0, len(text)
    best, best_worth = words[0], (-1, -1, -1)
    for first in meant:
        near = [word for word in meant if first.start <= word.start and word.end <= first.start + length * 2 // 3]
        covered = sum(any(term.matches(word.key) for word in near) for term in terms)
        exact = sum(any(term.key == word.key for word in near) for term in terms)
        if (covered, exact, len(near)) > best_worth:
            best, best_worth = first, (covered, exact, len(near))
    wanted = max(0, min(best.start - length // 5, len(text) - length))
    starts = [word.start for word in words if wanted <= word.start <= best.start]
    start = 0 if wanted == 0 else starts[0] if starts else best.start
    ends = [word.end for word in words if word.end <= start + length]
    return start, len(text) if start + length >= len(text) else max(ends, default=start + length)


def _stretches(text: str, start: int, end: int, meant: Sequence[Word]) -> tuple[Stretch, ...]:
    stretches, at = [], start
    for word in meant:
        if word.start > at:
            stretches.append(Stretch(text[at : word.start], False))
        stretches.append(Stretch(text[word.start : word.end], True))
        at = word.end
    if at < end:
        stretches.append(Stretch(text[at:end], False))
    return tuple(stretches)
