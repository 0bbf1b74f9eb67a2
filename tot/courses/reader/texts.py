"""Judges one text by itself, with the checks that every text of a course passes, before it stands in any file."""

from __future__ import annotations

from tot.courses.reader.files import SourceFile
from tot.courses.reader.passages import Passage
from tot.courses.reader.problems import START, Problems
from tot.courses.reader.prose import check_text


def complaint_about(text: str) -> str:
    """The first mistake in a text of an imported question; empty when there is none."""
    problems = Problems()
    problems.collected.is_imported = True
    file = SourceFile("text", text, [], "", problems)
    check_text(Passage(file, text, START, "text", has_lines=True))
    found = next((problem for problem in problems.in_order() if problem.is_error), None)
    return found.message if found else ""
