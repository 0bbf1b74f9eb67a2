"""A question laid out for our quiz file, and names for its entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Laid:
    """What a type adds to the structure (beside id, type and sources) and to the words (beside stem and feedback).

    In the structure values may be names, texts, numbers, claims, lists and mappings; in the words texts, lists of
    texts, and mappings of them.
    """

    structure: Mapping[str, Any]
    words: Mapping[str, Any] = field(default_factory=dict)


def names(count: int, letter: str = "") -> list[str]:
    """Names for so many entries: a, b, c; with a letter, or where letters do not suffice, r1, r2, r3."""
    if letter or count > len(LETTERS):
        return [f"{letter or 'o'}{place}" for place in range(1, count + 1)]
    return list(LETTERS[:count])


def named(texts: Sequence[str], letter: str = "") -> dict[str, str]:
    """Name → text, in this order."""
    return dict(zip(names(len(texts), letter), texts, strict=True))


def shuffled(texts: Iterable[str], letter: str = "") -> tuple[list[str], dict[str, str]]:
    """The names of the texts in their order, and name → text in the order of the alphabet.

    So neither names nor places give away which order is right.
    """
    texts = list(texts)
    order = sorted(range(len(texts)), key=lambda place: (texts[place].casefold(), place))
    by_place = dict(zip(order, names(len(texts), letter), strict=True))
    return [by_place[place] for place in range(len(texts))], {by_place[place]: texts[place] for place in order}
