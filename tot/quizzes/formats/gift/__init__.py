"""GIFT, the text format of Moodle: one question a block, its answers in braces."""

from tot.quizzes.formats.gift.reading import read
from tot.quizzes.formats.gift.writing import write

__all__ = ["read", "write"]
