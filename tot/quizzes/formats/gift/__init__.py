"""GIFT, the text format of Moodle: one question a block, its answers in braces."""

from tot.quizzes.formats.gift.reading import read
from tot.quizzes.formats.gift.signs import escaped
from tot.quizzes.formats.gift.writing import Answers, lines, option, write

__all__ = ["Answers", "escaped", "lines", "option", "read", "write"]
