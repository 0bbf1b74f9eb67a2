"""What somebody is told about the difference between two versions of a course."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.progress.make import border_module, border_value
from tot.courses.changes import Change, changes
from tot.courses.rules import Course

COURSE = border_value()
MODULE = border_module()


def course_with(**fields: object) -> Course:
    """The course with the ready module changed."""
    changed = replace(MODULE, **fields)  # type: ignore[arg-type]
    return replace(COURSE, modules=tuple(changed if one.id == MODULE.id else one for one in COURSE.modules))


def told(after: Course) -> list[tuple[str, str, str, tuple[str, ...], bool]]:
    return [(c.sort, c.kind, c.id, c.languages, c.is_more_than_words) for c in changes(COURSE, after)]


def test_the_same_course_has_no_changes_whatever_its_version() -> None:
    assert told(replace(COURSE, version_id=7)) == []
    assert told(course_with(version_id=8)) == []


def section_with(**fields: object) -> Course:
    assert MODULE.lesson
    first, *others = MODULE.lesson.sections
    return course_with(lesson=replace(MODULE.lesson, sections=(replace(first, **fields), *others)))  # type: ignore[arg-type]


def question_with(**fields: object) -> Course:
    assert MODULE.check
    first, *others = MODULE.check.questions
    return course_with(check=replace(MODULE.check, questions=(replace(first, **fields), *others)))  # type: ignore[arg-type]


SECTION, QUESTION, AID = "BRD-2-s1", "BRD-2-q1", "BRD-2 job aid"
ALL = ("en", "ru", "uz")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (lambda: section_with(minutes=9), [("changed", "section", SECTION, (), True)]),
        (lambda: section_with(title={"en": "Why your post matters", "ru": "Новое", "uz": "Yangi"}),
         [("changed", "section", SECTION, ("ru", "uz"), False)]),
        (lambda: question_with(key="a"), [("changed", "question", QUESTION, (), True)]),
        (lambda: question_with(feedback={"en": "Because."}), [("changed", "question", QUESTION, ALL, False)]),
        (lambda: course_with(jobaid={**MODULE.jobaid, "uz": "x"}), [("changed", "job aid", AID, ("uz",), False)]),
        (lambda: course_with(check=replace(MODULE.check, pass_mark=9)),
         [("changed", "check", "BRD-2-check", (), True)]),
        (lambda: course_with(scenario=None), [("removed", "case", "BRD-2-scenario", (), False)]),
        (lambda: replace(COURSE, hours=13), [("changed", "course", "BRD", (), True)]),
        (lambda: replace(COURSE, modules=COURSE.modules[:-1]), [("removed", "module", "BRD-5", (), False)]),
    ],
)  # fmt: skip
def test_one_difference_is_told_once(after: Callable[[], Course], expected: list[object]) -> None:
    assert told(after()) == expected


def test_what_is_new_comes_where_it_stands_and_what_is_gone_comes_last() -> None:
    assert MODULE.lesson
    first, *others = MODULE.lesson.sections
    after = course_with(lesson=replace(MODULE.lesson, sections=(*others, replace(first, id="BRD-2-s99"))))
    assert [(c.sort, c.id) for c in changes(COURSE, after)] == [("added", "BRD-2-s99"), ("removed", SECTION)]
    assert changes(COURSE, after)[0] == Change("added", "section", "BRD-2-s99", "BRD-2", first.title)
