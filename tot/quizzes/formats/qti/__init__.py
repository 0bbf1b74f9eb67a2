"""QTI of 1EdTech: items of the versions 2.1 to 3.0 are read, alone or in packages; packages of 3.0 are written."""

from tot.quizzes.formats.qti.items import (
    AT_WILL,
    CORRECT,
    GAP,
    MAPPED,
    ONCE,
    TOLERANT,
    Asked,
    choices,
    declared,
    interaction,
    open_text,
    options,
)
from tot.quizzes.formats.qti.reading import read
from tot.quizzes.formats.qti.writing import write

__all__ = [
    "AT_WILL", "CORRECT", "GAP", "MAPPED", "ONCE", "TOLERANT", "Asked", "choices", "declared", "interaction",
    "open_text", "options", "read", "write",
]  # fmt: skip
