"""Where Uzbek words (Latin letters) may be divided at the end of a line; the hyphenation of paper knows no Uzbek.

A syllable begins with the last consonant before a vowel: ma-shgʻu-lot, qay-ta, xiz-mat. Letters written with two signs
stay whole, and nothing is divided before ʼ or, as n + g may be one sound or two, around ng.
"""

import tempfile
from functools import cache
from pathlib import Path

VOWELS = ("a", "e", "i", "o", "u")
CONSONANTS = (*"bdfghjklmnpqrstvxyzc", "sh", "ch", "gʻ")
PATTERNS = (
    *(f"1{consonant}{vowel}" for consonant in CONSONANTS for vowel in VOWELS),
    # Of two rules that meet, the higher number wins; an even number forbids.
    *("s2h", "c2h", "g2ʻ", "o2ʻ", "2ʼ", "n2g", "2ng"),
)


@cache
def dictionary() -> str:
    """The rules as a file of patterns, in the form that LibreOffice and Pyphen read."""
    return "\n".join(("UTF-8", *PATTERNS, ""))


def teach() -> None:
    """Gives Pyphen, which WeasyPrint asks, the rules for Uzbek in this process."""
    import pyphen

    with tempfile.NamedTemporaryFile("w", suffix=".dic", delete=False, encoding="utf-8") as file:
        file.write(dictionary())
    path = Path(file.name)
    pyphen.LANGUAGES["uz"] = path
    pyphen.LANGUAGES_LOWERCASE["uz"] = "uz"
    pyphen.Pyphen(lang="uz")  # reads the file and keeps it
    path.unlink()
