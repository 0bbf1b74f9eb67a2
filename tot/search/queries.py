"""What somebody may search, and what is found there."""

from __future__ import annotations

from collections.abc import Sequence

from tot.accounts.models import Person
from tot.cohorts.queries import own_enrolments
from tot.courses import queries as courses
from tot.courses.finding.pieces import HANDOUT, JOB_AID, MODULE, NOTE, SECTION, Hit
from tot.courses.finding.query import entries, hits
from tot.courses.finding.spelling import Term
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.search.rules import LEARNERS_KINDS, OPEN_KINDS, Places, Shelf, arranged, places_on, scope_of

__all__ = ["entries", "found", "places_of", "shelves_of"]


def places_of(person: Person) -> Places:
    """Everything that somebody may search: her courses, those for everybody, the glossary; for staff all courses."""
    glossary = courses.glossary()
    return places_on(shelves_of(person), glossary.version_id if glossary else None)


def shelves_of(person: Person) -> list[Shelf]:
    """The versions her cohorts pinned, of each course the latest; what anybody may read; for staff the current ones."""
    own: dict[str, Shelf] = {}
    for enrolment in own_enrolments(person.id):
        course = courses.book(enrolment.course_version_id)
        own.setdefault(course.id, Shelf(course, LEARNERS_KINDS, enrolment.id))
    current = courses.published_courses()
    public = [Shelf(one, OPEN_KINDS, is_open=True) for one in current if one.is_public and one.id not in own]
    seen = current if may(person, Can.SEE_COURSES) else []
    return [*own.values(), *public, *(Shelf(course, _kinds(person, course, own)) for course in seen)]


def found(terms: Sequence[Term], places: Places, language: str) -> list[Hit]:
    """Every text on these shelves that holds all the words, in the order in which they are shown."""
    return arranged(hits(terms, scope_of(places)), places, language)


def _kinds(person: Person, course: Course, own: dict[str, Shelf]) -> frozenset[str]:
    # Whoever takes part reads the lesson as her cohort has it; twice the same section would be no help.
    kinds = {SECTION, MODULE} if course.id not in own else set()
    if may(person, Can.READ_FACILITATOR_NOTES, course):
        kinds |= {NOTE} if course.id in own else {NOTE, JOB_AID, HANDOUT}
    return frozenset(kinds)
