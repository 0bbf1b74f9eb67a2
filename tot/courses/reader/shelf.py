"""Reads a course folder, or a folder of courses with what belongs to all of them: the values, or every mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tot.courses.reader.courses import read_course
from tot.courses.reader.library import Library, read_library
from tot.courses.reader.problems import START, Problem, Problems
from tot.courses.reader.quiz_files import is_quiz_file, read_quiz_file
from tot.courses.reader.standing import Standing, standing_of_library
from tot.courses.rules import Course, Question, Whole

NOTHING = Library()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. With an error anywhere there are no courses; warnings and hints do not keep a course back.

    `pictures` holds what texts show, by digest; `standings` says how far each part is in each language.
    """

    courses: tuple[Course, ...]
    problems: tuple[Problem, ...]
    library: Library = NOTHING
    hints: tuple[Problem, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    standings: tuple[Standing, ...] = ()
    questions: tuple[Question, ...] = ()  # of a quiz file that was read by itself
    folders: Mapping[str, Path] = field(default_factory=dict)  # by the course's id

    @property
    def wholes(self) -> tuple[Whole, ...]:
        """Everything to publish."""
        return (*self.library.wholes, *self.courses) if self.courses else ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_error)


def read_courses(path: Path, beside: Library | None = None) -> Reading:
    """All courses in this folder; or the one, when it is itself the folder of a course (it holds course.yaml).

    A quiz file by itself (items.yaml, or a folder that holds one) is read without its course.
    One course alone is compared with the glossary and the facts beside it, which are not read for mistakes then;
    or with those that are given as `beside`.
    """
    problems = Problems()
    if is_quiz_file(path):
        quiz = read_quiz_file(path, problems)
        return Reading(
            (), problems.in_order(), hints=problems.hints(), questions=tuple(one.question for one in quiz.all)
        )
    folders = _course_folders(path, problems)
    is_one = folders == [path]
    alone = beside or read_library(path.resolve().parent, Problems()) if is_one else None
    library = alone or read_library(path, problems)
    courses, first = [], dict[str, Path]()
    pictures: dict[str, bytes] = {}
    standings: list[Standing] = []
    for folder in folders:
        read = read_course(folder, library, problems)
        if read is None:
            continue
        courses.append(read.course)
        pictures |= read.pictures
        standings += read.standings
        if first.setdefault(read.course.id, folder) != folder:
            message = f"{read.course.id!r} is already the id of {first[read.course.id]}; give this course another"
            problems.add(str(folder / "course.yaml"), START, "id", message)
    return Reading(
        courses=() if problems.error_count else tuple(courses),
        problems=problems.in_order(),
        library=NOTHING if is_one or problems.error_count else library,
        hints=problems.hints(),
        pictures=pictures,
        standings=(*standings, *(() if is_one else standing_of_library(library))),
        folders=first,
    )


def _course_folders(path: Path, problems: Problems) -> list[Path]:
    try:
        if (path / "course.yaml").exists():
            return [path]
        folders = [child for child in sorted(path.iterdir()) if (child / "course.yaml").exists()]
    except (OSError, ValueError) as refusal:
        problems.add(str(path), START, "file", f"cannot be read ({refusal}); give the folder of a course")
        return []
    if not folders:
        problems.add(str(path), START, "file", "holds no course; a course is a folder with a course.yaml")
    return folders
