"""What somebody may search, and what is found there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tot.cohorts.queries import own_enrolments
from tot.courses.finding.pieces import JOB_AID, MODULE, NOTE, SECTION, Hit
from tot.courses.finding.query import entries, hits
from tot.courses.finding.spelling import Term
from tot.courses.queries import book, published_courses
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.search.rules import LEARNERS_KINDS, Places, Shelf, arranged, scope_of

__all__ = ["entries", "found", "shelves_of"]


def shelves_of(person: Any) -> list[Shelf]:
    """The versions her cohorts pinned, of each course the latest; and for staff the current ones."""
    own: dict[str, Shelf] = {}
    for enrolment in own_enrolments(person.id):
        course = book(enrolment.course_version_id)
        own.setdefault(course.id, Shelf(course, LEARNERS_KINDS, enrolment.id))
    current = published_courses() if may(person, Can.SEE_COURSES) else []
    return [*own.values(), *(Shelf(course, _kinds(person, course, own)) for course in current)]


def found(terms: Sequence[Term], places: Places, language: str) -> list[Hit]:
    """Every text on these shelves that holds all the words, in the order in which they are shown."""
    return arranged(hits(terms, scope_of(places)), places, language)


def _kinds(person: Any, course: Course, own: dict[str, Shelf]) -> frozenset[str]:
    # Whoever takes part reads the lesson as her cohort has it; twice the same section would be no help.
    kinds = {SECTION, MODULE} if course.id not in own else set()
    if may(person, Can.READ_FACILITATOR_NOTES, course):
        kinds |= {NOTE} if course.id in own else {NOTE, JOB_AID}
    return frozenset(kinds)
