"""Reads a quiz file by itself: items.yaml with the words beside it, or both in one file; outside any course."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tot.courses.reader.collected import Asked
from tot.courses.reader.courses import LANGUAGES
from tot.courses.reader.files import LARGEST_ITEMS
from tot.courses.reader.ids import Ids
from tot.courses.reader.problems import Problems
from tot.courses.reader.quizzes import ITEMS, WORDS, read_questions
from tot.courses.reader.translations import Folder
from tot.courses.rules import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class QuizFile:
    """The questions, each with its place in the file, and the languages it speaks, the source first."""

    all: tuple[Asked, ...]
    languages: tuple[str, ...]


def is_quiz_file(path: Path) -> bool:
    """Whether this is a quiz file or the folder of one, and no course."""
    try:
        if path.is_file():
            return path.suffix in (".yaml", ".yml") and path.name != "course.yaml"
        return (path / ITEMS).is_file() and not (path / "course.yaml").exists()
    except (OSError, ValueError):
        return False


def read_quiz_file(path: Path, problems: Problems) -> QuizFile:
    """Everything in it; what is wrong is among the problems."""
    folder, name = (path, ITEMS) if path.is_dir() else (path.parent, path.name)
    languages = _inside(folder, name) or tuple(
        language for language in LANGUAGES if (folder / f"items.{language}.yaml").is_file()
    )
    asked = read_questions(Folder(folder, languages or (SOURCE_LANGUAGE,), problems), Ids(), name=name)
    return QuizFile(asked.all if asked else (), languages)


def _inside(folder: Path, name: str) -> tuple[str, ...]:
    """The languages whose words stand in the file itself."""
    fields = Folder(folder, (), Problems()).open(name, LARGEST_ITEMS)
    if fields is None or WORDS not in fields:
        return ()
    spoken = fields.group(WORDS)
    return tuple(language for language in LANGUAGES if language in spoken)
