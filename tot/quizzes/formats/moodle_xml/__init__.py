"""Moodle XML: what Moodle's question bank exports and imports."""

from tot.quizzes.formats.moodle_xml.reading import read
from tot.quizzes.formats.moodle_xml.writing import write

__all__ = ["read", "write"]
