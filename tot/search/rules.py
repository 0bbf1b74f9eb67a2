"""What somebody may search, as shelves; and in which order and on which page what was found is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tot.courses.finding.pieces import HANDOUT, JOB_AID, MODULE, NOTE, SECTION, TERM, Hit, Scope
from tot.courses.rules import Course, Handout, Module

SHORTEST = 2  # letters

LEARNERS_KINDS = frozenset({SECTION, MODULE, JOB_AID, HANDOUT})
OPEN_KINDS = frozenset({SECTION, JOB_AID})
_ORDER = {kind: number for number, kind in enumerate((TERM, SECTION, JOB_AID, HANDOUT, MODULE, NOTE))}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One version of a course, the kinds of pieces somebody may open in it, and as whom."""

    course: Course
    kinds: frozenset[str]
    enrolment_id: int | None = None  # of the participant; none for those who work with the course
    is_open: bool = False  # read on the page for everybody


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece belongs: the glossary has no shelf, a handout no module. Numbers give the order of the shelves."""

    number: int
    shelf: Shelf | None = None
    module: Module | None = None
    handout: Handout | None = None


Places = Mapping[tuple[str, int], Place]
"""Kind of piece and version → where it belongs."""


def places_on(shelves: Iterable[Shelf], glossary_version: int | None = None) -> Places:
    """Every version that can be searched on these shelves. The first shelf that has one keeps it."""
    places: dict[tuple[str, int], Place] = {}
    if glossary_version is not None:
        places[TERM, glossary_version] = Place(0)
    for shelf in shelves:
        for kind, version_id, module, handout in _versions(shelf):
            if kind in shelf.kinds and version_id is not None:
                places.setdefault((kind, version_id), Place(len(places), shelf, module, handout))
    return places


def scope_of(places: Places) -> Scope:
    """The same as the one query wants it."""
    scope: dict[str, set[int]] = {}
    for kind, version_id in places:
        scope.setdefault(kind, set()).add(version_id)
    return scope


def arranged(hits: Iterable[Hit], places: Places, language: str) -> list[Hit]:
    """The best first. A text that was found in several languages is shown once, in the page's if it is among them."""
    best: dict[tuple[str, int, str], Hit] = {}
    for hit in sorted(hits, key=lambda hit: (hit.language != language, -hit.score, hit.language)):
        best.setdefault((hit.kind, hit.version_id, hit.part), hit)
    return sorted(best.values(), key=lambda hit: (-hit.score, _ORDER[hit.kind], _place(hit, places), hit.position))


def grouped(hits: Iterable[Hit], places: Places) -> list[list[Hit]]:
    """The hits of each module, of the other papers of each course, and of the glossary; the best hit's group first."""
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        place = places[hit.kind, hit.version_id]
        course, module = place.shelf.course.id if place.shelf else "", place.module.id if place.module else ""
        groups.setdefault((course, module), []).append(hit)
    return list(groups.values())


def _place(hit: Hit, places: Places) -> int:
    return places[hit.kind, hit.version_id].number


def _versions(shelf: Shelf) -> Iterator[tuple[str, int | None, Module | None, Handout | None]]:
    is_staff = shelf.enrolment_id is None and not shelf.is_open
    for module in shelf.course.modules if is_staff else shelf.course.ready_modules:
        if module.lesson is not None:
            yield SECTION, module.lesson.version_id, module, None
        yield from ((kind, module.version_id, module, None) for kind in (JOB_AID, MODULE, NOTE))
    for handout in shelf.course.handouts:
        if is_staff or not handout.for_trainers:
            yield HANDOUT, handout.version_id, None, handout
