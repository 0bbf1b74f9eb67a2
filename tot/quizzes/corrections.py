"""Keys that were corrected: whether a newer version of a question marks otherwise, and what it gives to an answer."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tot.courses.keys import is_same_key
from tot.courses.rules import Course, Question
from tot.quizzes import rules
from tot.quizzes.types import Response, type_of


def corrected_in(course: Course | None, question: Question) -> Question | None:
    """The question as this course has it, if it marks otherwise there."""
    newer = rules.question_in(course, question.id) if course else None
    return newer if newer and newer.type == question.type and not is_same_key(question, newer) else None


def obstacle(before: Question, after: Question, response: Response) -> str:
    """Why an answer that was given under `before` cannot be marked by `after`; empty where it can.

    "gone": it names an entry that is no longer there. "not offered": the right answer names one that was not there.
    """
    had, has = _entries(before), _entries(after)
    if not set(_named(response, had)) <= has:
        return "gone"
    return "" if set(_named(after.key, has)) <= had else "not offered"


def _entries(question: Question) -> set[str]:
    return {*question.options, *question.left, *question.right}


def _named(value: Any, entries: Collection[str]) -> Iterator[str]:
    """The entries that a response or a key names, however it holds them."""
    if isinstance(value, Mapping):
        for pair in value.items():
            yield from _named(pair, entries)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _named(one, entries)
    elif isinstance(value, str) and value in entries:
        yield value


def points_by(after: Question, response: Response, worth: int) -> float | None:
    """What `after` gives to this response, of so many points as the question was worth then; None: a person must read.

    All points are exactly all points, whatever the newer version is worth: so a question is right or not.
    """
    points = type_of(after).mark(after, response)
    if points is None:
        return None
    return float(worth) if points >= after.points else round(worth * points / after.points, 2)


def with_key_of(after: Question, before: Question) -> Question:
    """The question as somebody saw it, with what is right, and why, as the newer version says it."""
    return replace(
        before,
        key=after.key,
        tolerance=after.tolerance,
        criteria=after.criteria,
        feedback=after.feedback,
        model=after.model,
        sources=after.sources,
    )
