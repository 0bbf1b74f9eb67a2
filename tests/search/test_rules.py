"""Who may search what, and in which order what was found is shown."""

from __future__ import annotations

from dataclasses import replace

from tests.progress.make import course, module
from tot.courses.finding.pieces import HANDOUT, JOB_AID, MODULE, NOTE, SECTION, TERM, Hit
from tot.courses.rules import Course, Handout, Module
from tot.search.rules import (
    LEARNERS_KINDS,
    OPEN_KINDS,
    Shelf,
    arranged,
    grouped,
    places_on,
    scope_of,
)


def with_versions(one: Module, number: int) -> Module:
    lesson = one.lesson and replace(one.lesson, version_id=number + 1)
    return replace(one, version_id=number, lesson=lesson)


def two_modules(first: int = 10) -> Course:
    ready, later = module("TST-1"), module("TST-2", is_ready=False)
    return course(with_versions(ready, first), with_versions(later, first + 2))


def hit(version_id: int, kind: str = SECTION, part: str = "s1", language: str = "en", score: int = 1) -> Hit:
    return Hit(version_id * 100 + score, version_id, kind, part, 0, language, score)


def test_a_learner_searches_what_is_ready_and_no_notes() -> None:
    places = places_on([Shelf(two_modules(), LEARNERS_KINDS, 7)])
    assert scope_of(places) == {SECTION: {11}, JOB_AID: {10}, MODULE: {10}}


def test_staff_search_what_is_announced_too() -> None:
    places = places_on([Shelf(two_modules(), frozenset({SECTION, MODULE, NOTE}))])
    assert scope_of(places) == {SECTION: {11}, MODULE: {10, 12}, NOTE: {10, 12}}


def test_handouts_for_trainers_are_for_staff() -> None:
    sheets = tuple(
        Handout(id=f"TST-h{number}", for_trainers=number == 2, title={}, body={}, version_id=number)
        for number in (1, 2)
    )
    with_sheets = replace(two_modules(), handouts=sheets)
    assert scope_of(places_on([Shelf(with_sheets, LEARNERS_KINDS, 7)]))[HANDOUT] == {1}
    assert scope_of(places_on([Shelf(with_sheets, frozenset({HANDOUT}))])) == {HANDOUT: {1, 2}}


def test_an_open_course_has_no_notes_and_the_glossary_no_shelf() -> None:
    places = places_on([Shelf(two_modules(), OPEN_KINDS, is_open=True)], glossary_version=99)
    assert scope_of(places) == {TERM: {99}, SECTION: {11}, JOB_AID: {10}}
    assert places[TERM, 99].shelf is None


def test_the_first_shelf_that_has_a_version_keeps_it() -> None:
    own, staff = Shelf(two_modules(), LEARNERS_KINDS, 7), Shelf(two_modules(), frozenset({SECTION, NOTE}))
    places = places_on([own, staff])
    assert places[SECTION, 11].shelf is own
    assert places[NOTE, 10].shelf is staff


def test_the_best_first_and_a_text_once_in_the_language_of_the_page() -> None:
    places = places_on([Shelf(two_modules(), LEARNERS_KINDS, 7)])
    found = [
        hit(11, score=5, language="en"),
        hit(11, score=3, language="uz"),
        hit(11, part="s2", score=4),
        hit(10, MODULE),
    ]
    shown = [(one.part, one.language) for one in arranged(found, places, "uz")]
    assert shown == [("s2", "en"), ("s1", "uz"), ("s1", "en")]
    assert [one.score for one in arranged(found, places, "ru")] == [5, 4, 1]


def test_equal_hits_stand_in_the_order_of_the_shelves() -> None:
    shelves = [Shelf(replace(two_modules(first), id=key), LEARNERS_KINDS, 7) for key, first in (("B", 50), ("A", 10))]
    places = places_on(shelves)
    found = [hit(11), hit(51), hit(10, JOB_AID), replace(hit(51, part="s0"), position=1)]
    shown = [(one.version_id, one.part) for one in arranged(found, places, "en")]
    assert shown == [(51, "s1"), (51, "s0"), (11, "s1"), (10, "s1")]
    groups = grouped(arranged(found, places, "en"), places)
    assert [[one.version_id for one in group] for group in groups] == [[51, 51], [11, 10]]
