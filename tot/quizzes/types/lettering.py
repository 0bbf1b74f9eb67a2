"""Letters on paper: what stands beside an option in the booklet, and what somebody means who types such letters.

Answers on paper are lettered in Latin in every language. Whoever keys them in may have a Russian or Uzbek keyboard,
so Cyrillic letters are read, too: by their look (с), by their key (и stands on the key of b), by their sound (д) or by
their place in the alphabet (б). They are taken only where all readings that make sense agree: nothing is guessed.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Unreadable
from tot.refusals import Sentence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANKS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212_")
"""What is typed for an answer that was left out, or that nobody can read."""
BETWEEN = pattern(r"[\s,;./|]+")

_LOOK = dict(zip("авекмнорстухіј", "abekmhopctyxij", strict=True))
_KEY = dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=True))
_SOUND = dict(zip("абвгдезийклмнопрстуфхц", "abvgdeziyklmnoprstufhc", strict=True))
_PLACE = dict(zip("абвгдежзийклмнопрстуфх", "abcdefghijklmnopqrstuv", strict=True))
READINGS = (_LOOK, _KEY, _SOUND, _PLACE)


def shuffled(question: Question, entries: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    """The entries in an order that is the same for ever, and never the right one."""
    shown = sorted(entries, key=lambda entry: sha256(f"{question.id} {entry}".encode()).digest())
    if shown[: len(right)] == list(right):
        shown = [*shown[1:], shown[0]]
    return tuple(shown)


def plain(text: str) -> str:
    """Small letters without what people put between them."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def entries_of(text: str, entries: Sequence[str], *, with_blanks: bool = False) -> list[str]:
    """The entries whose letters are typed, in the order of typing; "" for a place that was left out.

    Raises Unreadable with the letters there are, or with what a Cyrillic letter could mean.
    """
    letters = LETTERS[: len(entries)].lower()
    typed = plain(text)
    found = set(_readings(typed, letters, with_blanks))
    if len(found) > 1:
        raise Unreadable({"answer": _ambiguous(found)})
    if not found:
        sentence = _l("Type letters from %(first)s to %(last)s, with the English keyboard.", **_ends(letters))
        raise Unreadable({"answer": sentence})
    return ["" if letter in BLANKS else entries[letters.index(letter)] for letter in found.pop()]


def letters_of(said: Sequence[str], entries: Sequence[str]) -> str:
    """What is typed for these entries."""
    return "".join(LETTERS[entries.index(entry)].lower() if entry else "-" for entry in said)


def refuse_twice(said: Sequence[str], entries: Sequence[str]) -> None:
    """Raises Unreadable where an entry stands twice."""
    for entry in said:
        if entry and said.count(entry) > 1:
            letter = letters_of([entry], entries)
            raise Unreadable({"answer": _l("“%(letter)s” stands twice. Look at the sheet again.", letter=letter)})


def _readings(typed: str, letters: str, with_blanks: bool) -> Iterator[str]:
    allowed = set(letters) | (BLANKS if with_blanks else set())
    for reading in ({}, *READINGS):
        read = "".join(reading.get(letter, letter) for letter in typed)
        if read and set(read) <= allowed:
            yield read


def _ambiguous(found: set[str]) -> Sentence:
    meanings = ", ".join(sorted(found))
    return _l(
        "This is typed with a Cyrillic keyboard and could mean %(meanings)s. Switch to English.", meanings=meanings
    )


def _ends(letters: str) -> dict[str, str]:
    return {"first": letters[0], "last": letters[-1]}
