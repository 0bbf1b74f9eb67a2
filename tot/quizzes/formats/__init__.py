"""Questions on their way in and out: every format is a reader and a writer in one registry, with one value between."""

from tot.quizzes.formats.converting import Conversion, Request, convert, read_any
from tot.quizzes.formats.item import Item, Reading, Skipped, Unreadable
from tot.quizzes.formats.registry import FORMATS, Format

__all__ = [
    "FORMATS",
    "Conversion",
    "Format",
    "Item",
    "Reading",
    "Request",
    "Skipped",
    "Unreadable",
    "convert",
    "read_any",
]
