"""Two states of one text, word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sort = Literal["same", "removed", "added"]

# A word with the space after it, or one sign. Apostrophes and hyphens belong to their word: oʻquv, don’t, e-mail.
TOKEN = re.compile(r"(?:\w[\w'’‘`-]*|[^\w\s])\s*|^\s+")
SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|$)")
TOO_DIFFERENT = 0.3  # of all words are the same at most: then the old sentences and the new ones are shown whole
SHORT = 4  # letters: a word as short as this between two changes is shown with them


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text."""

    sort: Sort
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The parts in reading order, what went before what came; without `removed` they are the text after."""
    if before == after:
        return (Part("same", after),) if after else ()
    return _parts(_by_sentence(SENTENCE.findall(before), SENTENCE.findall(after)))


def _by_sentence(old: list[str], new: list[str]) -> Iterator[tuple[Sort, str]]:
    """Words are compared only where sentences differ: each change stays in its place, and a long text takes no time."""
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        if tag == "equal":
            yield "same", come
        else:
            yield from _by_word(gone, come)


def _by_word(before: str, after: str) -> Iterator[tuple[Sort, str]]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.ratio() < TOO_DIFFERENT:
        yield "removed", before
        yield "added", after
    else:
        yield from _steps(matcher, old, new)


def _steps(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[tuple[Sort, str]]:
    codes = matcher.get_opcodes()
    for place, (tag, from_old, to_old, from_new, to_new) in enumerate(codes):
        kept = "".join(new[from_new:to_new])
        if tag == "equal" and (place in (0, len(codes) - 1) or len(kept.strip()) > SHORT or "\n" in kept):
            yield "same", kept
        else:
            yield "removed", "".join(old[from_old:to_old])
            yield "added", kept


def _parts(steps: Iterable[tuple[Sort, str]]) -> tuple[Part, ...]:
    """Joined between two stretches that stayed: all that went, then all that came."""
    found: list[Part] = []
    gone, come = "", ""
    for sort, text in [*steps, ("same", "")]:
        if sort == "removed":
            gone += text
        elif sort == "added":
            come += text
        else:
            found += [Part("removed", gone), Part("added", come), Part("same", text)]
            gone, come = "", ""
    return tuple(part for part in found if part.text)
