"""Advice on a course as a whole: its hours, its true/false items, where its right answers stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tot.courses.reader.collected import Asked
from tot.courses.reader.fields import Fields
from tot.courses.rules import Course

FEWEST_CLAIMS = 4  # true/false items, below which balance says nothing
LEAST_SHARE = 0.3  # of the rarer answer among them
FEWEST_CHOICES = 10  # items with one right option
MOST_AT_ONE_PLACE = 0.45


def advise_course(course: Course, asked: Sequence[Asked], fields: Fields) -> None:
    planned = sum(module.hours for module in course.modules)
    if course.hours and course.modules and planned != course.hours:
        message = f"is {course.hours:g}, and the modules add up to {planned:g}; correct one of them"
        fields.warning(message, "hours")
    _advise_claims(asked, fields)
    _advise_positions(asked, fields)


def _advise_claims(asked: Sequence[Asked], fields: Fields) -> None:
    claims = [one.question for one in asked if isinstance(one.question.key, bool)]
    true = sum(question.key is True for question in claims)
    if len(claims) >= FEWEST_CLAIMS and min(true, len(claims) - true) < LEAST_SHARE * len(claims):
        message = f"of {len(claims)} true/false items {true} are true; guessing pays, turn some of the others round"
        fields.warning(message, "id")


def _advise_positions(asked: Sequence[Asked], fields: Fields) -> None:
    """Where the right option stands, counted from 1, over all items of the course that have one."""
    places = Counter(
        one.question.options.index(one.question.key) + 1
        for one in asked
        if isinstance(one.question.key, str) and one.question.key in one.question.options
    )
    count = places.total()
    for place, times in places.most_common(1):
        if count >= FEWEST_CHOICES and times > MOST_AT_ONE_PLACE * count:
            message = f"in {times} of {count} items the right option stands at place {place}; move some of them"
            fields.warning(message, "id")
