"""Looks at an uploaded ZIP with the eyes of `tot courses check`, in a folder that is gone afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tot.courses.reader import Problem, read_courses
from tot.courses.reader.archive import unpacked
from tot.courses.reader.library import Library
from tot.courses.rules import Course


@dataclass(frozen=True, slots=True)
class Seen:
    """What a ZIP holds. There is a course only where nothing is wrong; warnings may be among the problems then."""

    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    course: Course | None = None
    pictures: Mapping[str, bytes] | None = None


def look_at(content: bytes, library: Library) -> Seen:
    """Every problem of the ZIP and of the course in it. `library` is the one that is published."""
    found = unpacked(content)
    if "course.yaml" not in found.files:
        return Seen(found.problems, {})
    with TemporaryDirectory(prefix="tot-upload-") as folder:
        root = Path(folder) / "course"
        _write(found.files, root)
        reading = read_courses(root, library)
    problems = [*found.problems, *(_inside(problem, f"{root}/") for problem in reading.problems)]
    problems.sort(key=lambda problem: not problem.is_error)  # what keeps the course back comes first
    if found.problems or reading.errors:
        return Seen(tuple(problems), {})
    return Seen(tuple(problems), found.files, reading.courses[0], reading.pictures)


def _write(files: Mapping[str, bytes], root: Path) -> None:
    for name, content in files.items():  # only names that the reader of archives knows
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _inside(problem: Problem, folder: str) -> Problem:
    """The problem with places as the author knows them."""
    return replace(problem, file=problem.file.replace(folder, ""), message=problem.message.replace(folder, ""))
