"""The order of words as each language's dictionaries have it: in Uzbek oʻ comes after z, in Russian ё after е."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters in their order; those of several signs are one letter. Signs that a language lacks come after all of them.
ALPHABETS = {
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "uz": "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch ng",
    "uz_Cyrl": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш ъ э ю я ў қ ғ ҳ",
    "kk": "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ч ҷ ш ъ э ю я",
    "tk": "a b ç d e ä f g h i j ž k l m n ň o ö p r s ş t u ü w y ý z",
}
APOSTROPHES = re.compile("(?<=[og])['`´‘’ʻʼ]")  # however the sign of oʻ and gʻ is written, it is the same letter
BETWEEN_WORDS, BEYOND = 0, 1000


def sort_key(text: str, language: str) -> tuple[int, ...]:
    """What words are compared by. Case, accents and signs that are no letters do not count."""
    places, longest = _places(language)
    folded = APOSTROPHES.sub("ʻ", unicodedata.normalize("NFC", text).lower())
    key, at = [], 0
    while at < len(folded):
        letter = next(
            (folded[at : at + size] for size in range(longest, 0, -1) if folded[at : at + size] in places), folded[at]
        )
        key += _place(letter, places)
        at += len(letter)
    return tuple(key)


def _place(letter: str, places: dict[str, int]) -> list[int]:
    if letter in places:
        return [places[letter]]
    if letter.isspace():
        return [BETWEEN_WORDS]
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", letter) if sign.isalnum())
    return [places.get(sign, BEYOND + ord(sign)) for sign in bare]


@cache
def _places(language: str) -> tuple[dict[str, int], int]:
    letters = ALPHABETS.get(language, ALPHABETS["en"]).split()
    return {letter: number for number, letter in enumerate(letters, 1)}, max(map(len, letters))
