"""Moodle XML: what Moodle's question bank exports and imports."""

from tot.quizzes.formats.moodle_xml.reading import read
from tot.quizzes.formats.moodle_xml.writing import SHUFFLED, Asked, answer, escaped, essay, text, write

__all__ = ["SHUFFLED", "Asked", "answer", "escaped", "essay", "read", "text", "write"]
