"""A small course with everything that packs print: all types of questions, a case, a job aid, two forms, handouts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.courses.make import write_course
from tot.courses.reader import read_courses
from tot.courses.rules import Course, Handout, PairedTest, Question
from tot.packs.queries import Edition

PUBLISHED = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


@cache
def small_course() -> Course:
    """TST, read from files, with a pre- and post-test and two handouts."""
    with TemporaryDirectory() as folder:
        write_course(Path(folder) / "TST")
        (course,) = read_courses(Path(folder)).courses
    (module,) = course.ready_modules
    assert module.check
    questions = [question for question in module.check.questions if question.type != "short"]
    twins = [twin(question, letter) for letter in "AB" for question in questions]
    paired = PairedTest(
        id="TST-prepost", pretest_id="TST-pre", posttest_id="TST-post", pass_percent=70, origin="provisional",
        forms={letter: tuple(f"{question.id}-{letter}" for question in questions) for letter in "AB"},
        questions=tuple(twins),
    )  # fmt: skip
    return replace(
        course, prepost=paired, handouts=(handout("H1", for_trainers=False), handout("H2", for_trainers=True))
    )


def twin(question: Question, letter: str) -> Question:
    """The question as it stands in a form; its stem and feedback say in which."""
    return replace(
        question,
        id=f"{question.id}-{letter}",
        module="TST-1",
        stem={language: f"{text} ({letter})" for language, text in question.stem.items()},
        feedback=dict.fromkeys(question.feedback, f"Feedback {letter}"),
    )


def handout(name: str, *, for_trainers: bool) -> Handout:
    """A sheet with a table."""
    body = "## Part\n\n| One | Two |\n|---|---|\n| left | right |\n"
    return Handout(id=name, for_trainers=for_trainers, title={"en": f"Sheet {name}"}, body={"en": body})


@dataclass(frozen=True)
class InMemory:
    """An edition of a course that no database knows."""

    course: Course
    version_id: int = 1
    number: int = 3
    digest: str = "0"
    published_at: datetime = PUBLISHED
    is_current: bool = True

    @property
    def key(self) -> str:
        return self.course.id


def edition(course: Course | None = None) -> Edition:
    """An edition to print."""
    made: Any = InMemory(course or small_course())
    return made
