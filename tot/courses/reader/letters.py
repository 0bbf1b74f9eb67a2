"""Letters that look alike and are not: a Latin letter in a Russian word, an apostrophe where Uzbek has a letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from re import compile as pattern

from tot.courses.reader.passages import Passage, without_code

SEAM = pattern(r"[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")
MIXED = pattern(r"\b[^\W\d_]*?(?:[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z])[^\W\d_]*")
UZBEK = pattern(r"\b[^\W\d_]+['’‘`][^\W\d_]+")


def check_letters(passage: Passage) -> None:
    for offset, message in _mistakes(passage):
        passage.warning(offset, message)


def _mistakes(passage: Passage) -> Iterator[tuple[int, str]]:
    text = without_code(passage.text)
    for found in MIXED.finditer(text) if SEAM.search(text) else ():
        yield found.start(), f"{found[0][:40]!r} mixes Latin and Cyrillic letters; type the word again"
    if is_uzbek(passage):
        for found in UZBEK.finditer(text):
            yield found.start(), f"{found[0][:40]!r} has an apostrophe; write oʻ and gʻ with ʻ, otherwise ʼ"


def is_uzbek(passage: Passage) -> bool:
    """Texts stand in a file of their language, or side by side under its name."""
    return ".uz." in PurePath(passage.file.name).name or passage.where.endswith(".uz")
