"""What somebody may search, as shelves; and in which order and on which page what was found is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tot.courses.finding.pieces import JOB_AID, MODULE, NOTE, SECTION, Hit, Scope
from tot.courses.rules import Course, Module

PER_PAGE = 20
SHORTEST = 2  # letters

LEARNERS_KINDS = frozenset({SECTION, MODULE, JOB_AID})
_ORDER = {kind: number for number, kind in enumerate((SECTION, JOB_AID, MODULE, NOTE))}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One version of a course, the kinds of pieces somebody may open in it, and as whom."""

    course: Course
    kinds: frozenset[str]
    enrolment_id: int | None = None  # none: she does not take part, but works with the course


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece belongs; places compare by their order on the shelves."""

    number: int
    shelf: Shelf
    module: Module


Places = Mapping[tuple[str, int], Place]
"""Kind of piece and version → where it belongs."""


def places_on(shelves: Iterable[Shelf]) -> Places:
    """Every version that can be searched on these shelves. The first shelf that has one keeps it."""
    places: dict[tuple[str, int], Place] = {}
    for shelf in shelves:
        modules = shelf.course.modules if shelf.enrolment_id is None else shelf.course.ready_modules
        for module in modules:
            for kind, version_id in _versions(module):
                if kind in shelf.kinds:
                    places.setdefault((kind, version_id), Place(len(places), shelf, module))
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


def page_of(hits: Sequence[Hit], number: int) -> tuple[Sequence[Hit], int, int]:
    """The hits of this page, its number (the nearest there is) and how many pages there are."""
    count = max(1, -(-len(hits) // PER_PAGE))
    number = min(max(number, 1), count)
    return hits[(number - 1) * PER_PAGE : number * PER_PAGE], number, count


def grouped(hits: Iterable[Hit], places: Places) -> dict[tuple[str, str], list[Hit]]:
    """Course and module → its hits; the group with the best hit first."""
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        place = places[hit.kind, hit.version_id]
        groups.setdefault((place.shelf.course.id, place.module.id), []).append(hit)
    return groups


def _place(hit: Hit, places: Places) -> int:
    return places[hit.kind, hit.version_id].number


def _versions(module: Module) -> Iterator[tuple[str, int]]:
    if module.lesson is not None and module.lesson.version_id is not None:
        yield SECTION, module.lesson.version_id
    if module.version_id is not None:
        yield from ((kind, module.version_id) for kind in (JOB_AID, MODULE, NOTE))
