"""Whether two versions of a question mark alike, and which keys differ between two versions of a course. Pure."""

from typing import Any

from tot.courses.reader.types import known
from tot.courses.rules import Course, Question


def corrected_keys(before: Course, after: Course) -> tuple[str, ...]:
    """The questions of `before` that `after` still asks and marks otherwise."""
    newer = _questions(after)
    return tuple(
        key
        for key, question in _questions(before).items()
        if (now := newer.get(key)) and now.type == question.type and not is_same_key(question, now)
    )


def _questions(course: Course) -> dict[str, Question]:
    quizzes = (*(module.check for module in course.ready_modules), course.refresher, course.final, course.prepost)
    return {question.id: question for quiz in quizzes if quiz is not None for question in quiz.questions}


def is_same_key(one: Question, other: Question) -> bool:
    """Whether both versions mark alike: only key, tolerance and patterns do that, never the words of the question."""
    return _sense(one) == _sense(other)


def _sense(question: Question) -> Any:
    key: Any = question.key
    if known()[question.type].written.in_any_order:
        key = frozenset(key)
    patterns = tuple(
        (one.id, frozenset(found for patterns in one.patterns.values() for found in patterns))
        for one in question.criteria
    )
    return key, question.tolerance, patterns
