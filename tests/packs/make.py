"""A small course with everything that packs print: all types of questions, a case, a job aid, two forms, handouts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.courses.make import write_course
from tot.courses.reader import read_courses
from tot.courses.rules import (
    Annex,
    Course,
    Entry,
    Fact,
    Facts,
    Glossary,
    Handout,
    OpenPoint,
    PairedTest,
    Question,
    Term,
)
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
    questions = [question for question in module.check.questions if not question.criteria]
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
    glossary: Glossary | None = None
    facts: Facts | None = None
    annex: Annex | None = None

    @property
    def key(self) -> str:
        return self.course.id

    def drafts(self, language: str) -> frozenset[str]:
        return frozenset(module.id for module in self.course.ready_modules if language in module.drafts)

    def law_signed_at(self, language: str) -> datetime | None:
        return None


def edition(course: Course | None = None, **changes: Any) -> Edition:
    """An edition to print."""
    made: Any = InMemory(course or small_course(), **changes)
    return made


def whole_course() -> Course:
    """The small course with a lesson that links to terms and the annex, and shows a picture."""
    course = small_course()
    module = course.modules[0]
    assert module.lesson
    first = module.lesson.sections[0]
    body = (
        "The [child](term:child) and [the guardian](term:guardian): see [the annex](annex:).\n\n"
        "Three things:\n\n- one\n\n"
        f"::: rule\nNever lie.\n:::\n\n![A lamp by a door](figure:{PICTURE}:600x400)\n"
    )
    lesson = replace(module.lesson, sections=(replace(first, body={"en": body}), *module.lesson.sections[1:]))
    return replace(course, modules=(replace(module, lesson=lesson), *course.modules[1:]))


PICTURE = "f" * 64


def shared() -> dict[str, Any]:
    """A glossary, facts and an annex, as an edition carries them."""
    terms = [
        Term(
            id=name, number=number, words={"en": name}, meaning={"en": f"What {name} means."}, note={}, certainty={},
            also={},
        )
        for number, name in enumerate(("guardian", "child", "smuggling"), 1)
    ]  # fmt: skip
    fact = Fact(id="F-PAL-3", tag="V", title="Protocol, article 3(c)", text="Act and purpose are enough.")
    annex = Annex(
        id="ANNEX-UZ", country="uz", name={"en": "Nowhere"}, version="4", on=PUBLISHED.date(), status="draft",
        reviewer="", entries=(Entry(id="E", topic="law", facts=(), text={"en": "There is a law."}),),
        open_points=(OpenPoint(id="O", asks={"en": "Which article?"}, facts=()),),
    )  # fmt: skip
    return {"glossary": Glossary(terms=tuple(terms)), "facts": Facts(facts=(fact,)), "annex": annex}
