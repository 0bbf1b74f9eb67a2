"""Whether two versions of a question mark alike, and which keys differ between two versions of a course. Pure."""

from typing import Any

from tot.courses.reader.types import known
from tot.courses.rules import Course, Question


def corrected_keys(before: Course, after: Course) -> tuple[str, ...]:
    """The questions of `before` that `after` still asks and marks otherwise."""
    newer = {question.id: question for question in after.questions}
    return tuple(
        question.id
        for question in before.questions
        if (now := newer.get(question.id)) and now.type == question.type and not is_same_key(question, now)
    )


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
