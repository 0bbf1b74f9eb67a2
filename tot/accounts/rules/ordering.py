"""The order of people's names on every list: that of the Uzbek Latin alphabet, whatever a name is written in."""

import re
import unicodedata

from tot.accounts.rules.names import APOSTROPHES, LATIN

# ng is left out, although it closes the alphabet: in Jahongir and Ungarov n and g are two letters.
ALPHABET = (*"0123456789abcdefghijklmnopqrstuvwxyz", "o'", "g'", "sh", "ch")
BETWEEN_WORDS, BEYOND = "00", "99"  # what no alphabet here knows comes after all that one does

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_PLACES = {letter: f"{number:02}" for number, letter in enumerate(ALPHABET, 1)}
# Matching may take oʻ for o and gʻ for g; here they are letters of their own.
_LETTERS = LATIN | str.maketrans({"ў": "o'", "ғ": "g'"})
_YE = re.compile(r"(?:(?<!\w)|(?<=[аеёиоуўыэюяъьәөүұіӣӯ]))е")  # Ғаниев is Gʻaniyev, Елена is Yelena
_WORD = re.compile(r"(?:[^\W_]|')+")
_LETTER = re.compile(r"o'|g'|sh|ch|[^\W_]")


def name_order(text: str) -> str:
    """What names are ordered by: each letter as its place in the alphabet, in two digits.

    Every collation of every database puts digits in the same order; letters it may not (in Estonian z follows s).
    """
    words = ("".join(map(_place, _LETTER.findall(word))) for word in _WORD.findall(_latin(text)))
    return BETWEEN_WORDS.join(filter(None, words))


def _latin(text: str) -> str:
    """Small Latin letters with one sign for all apostrophes; unlike in the key no spellings are made alike."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", _APOSTROPHE.sub("'", text)).lower())
    folded = _YE.sub("ye", folded).replace("сҳ", "с'ҳ")  # Исҳоқ is Isʼhoq, without the letter sh
    bare = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(c for c in bare if not unicodedata.category(c).startswith("M")).translate(_LETTERS)
    return _APOSTROPHE.sub("'", bare)


def _place(letter: str) -> str:
    return _PLACES.get(letter) or f"{BEYOND}{ord(letter):07}"
