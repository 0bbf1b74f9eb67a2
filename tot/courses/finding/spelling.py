"""How words are compared, in what is indexed and in what is asked: whatever apostrophe, ё or е, capital or small."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tot.accounts.rules.names import APOSTROPHES

LONGEST_KEY = 64  # letters; PostgreSQL refuses words of more than 2 kB
MOST_TERMS = 6

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}{_INVISIBLE}{APOSTROPHES}])*")
_CYRILLIC_VARIANTS = str.maketrans("ёѐѝ", "ееи")
_QUOTES = "'`´‘’‚‛′‵＇"  # at the end of a word these close a quotation


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text, and its key: equal keys are the same word however it was typed."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word that is looked for: every word that begins with `stem`, or only `key` itself."""

    key: str
    stem: str
    is_whole: bool

    def matches(self, key: str) -> bool:
        """Whether a word with this key is meant."""
        return key == self.key if self.is_whole else key.startswith(self.stem)


def key_of(word: str) -> str:
    """Small letters without apostrophes and accents; ё is е. Applied twice it changes nothing."""
    composed = unicodedata.normalize("NFKC", _without_apostrophes(word))
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", composed.casefold()).casefold())
    letters = (_plain_letter(letter) for letter in small.translate(_CYRILLIC_VARIANTS))
    return "".join(letter for letter in letters if letter.isalnum() and letter not in APOSTROPHES)[:LONGEST_KEY]


def words_in(text: str) -> Iterator[Word]:
    """The words of a text with their places; what has no key is no word."""
    for found in _WORD.finditer(text):
        if key := _kept_key(found[0]):
            yield Word(found.start(), found.start() + len(found[0].rstrip(_QUOTES)), key)


def keys_in(text: str) -> str:
    """The keys of a text's words, with one space between."""
    return " ".join(word.key for word in words_in(text))


def terms_in(asked: str) -> tuple[Term, ...]:
    """What a question looks for. Words such as "the" count only where nothing else was asked."""
    keys = list(dict.fromkeys(word.key for word in words_in(asked)))
    telling = [key for key in keys if key not in _COMMON and len(key) > 1] or keys
    last = telling[-1] if telling else ""
    return tuple(_term(key, is_last=key == last) for key in telling[:MOST_TERMS])


def _term(key: str, *, is_last: bool) -> Term:
    # Of a short word its whole is meant, unless it is the last one, which may still be in the making.
    is_short = len(key) <= 3
    return Term(key, key if is_short else stem(key), is_short and not is_last)


def stem(key: str) -> str:
    """The beginning that the forms of a word share: without its ending, and long words without their last third.

    Light on purpose: equal for every language and database, and used on what is asked only, so that it may be
    bettered without indexing anything again. What matches exactly is shown first.
    """
    bare = _bare(key, _CYRILLIC_ENDINGS if "Ѐ" <= key[0] <= "ӿ" else _LATIN_ENDINGS)
    return bare if len(bare) < 6 else bare[: -(-len(bare) * 7 // 10)]


def _bare(key: str, kinds: tuple[tuple[str, ...], ...]) -> str:
    for endings in kinds:
        for ending in endings:
            if key.endswith(ending) and len(key) - len(ending) >= 3:
                key = key.removesuffix(ending)
                break
    return key


def _without_apostrophes(text: str) -> str:
    return text.translate(_NO_APOSTROPHES)


def _plain_letter(letter: str) -> str:
    """é as e; й and ў stay letters of their own."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


_kept_key = lru_cache(maxsize=20_000)(key_of)
_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))

_FUNCTION_WORDS = """
a an and are as at be by do for from how if in is it not of on or that the their this to was what when who with you
а без бы в во для до его если же за и из или их к как когда кто ли на не но о об от по при с со так что это я
bilan bu ham har kim lekin nima qachon qanday shu u uchun va yoki
"""
_COMMON = frozenset(_FUNCTION_WORDS.split())

# Each kind of ending is taken off once, in this order: Russian has one, Uzbek has case, owner and number.
_CYRILLIC_ENDINGS = (
    (
        "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ях", "ах", "ов", "ев", "ей", "ой", "ый",
        "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ом", "ем", "ам", "ям", "ия", "ии", "ию", "ать", "ять",
        "ить", "еть", "ет", "ют", "ит", "ят", "ы", "и", "а", "я", "о", "е", "у", "ю", "ь", "й",
    ),
)  # fmt: skip
_LATIN_ENDINGS = (
    ("ning", "dan", "ni", "ga", "ka", "da"),
    ("imiz", "ingiz", "lari", "ren", "ies", "ing", "ed", "es", "si", "im", "i", "s"),
    ("lar",),
)
