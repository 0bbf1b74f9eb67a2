"""The project's own courses as they lie on disk, read once in a process: whoever changes one makes a copy."""

from functools import cache

from tot.config import ROOT
from tot.courses.reader import Reading, read_courses
from tot.courses.rules import Course


@cache
def real() -> Reading:
    """Everything in courses/."""
    return read_courses(ROOT / "courses")


def real_course(key: str) -> Course:
    """One of the courses."""
    return next(course for course in real().courses if course.id == key)
