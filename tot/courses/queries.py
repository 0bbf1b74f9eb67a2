"""What is known about published courses. A version never changes, so a course is loaded once and kept."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select

from tot.courses.bodies import KINDS, TYPES, references_in, unseal
from tot.courses.models import Figure, Version
from tot.courses.models import Thing as ThingRow
from tot.courses.pictures import LARGE, SMALL
from tot.courses.rules import (
    FACTS,
    GLOSSARY,
    Annex,
    Course,
    Facts,
    Glossary,
    Handout,
    Module,
    Question,
    Thing,
    annex_key,
)
from tot.db import db, rows

COURSE = KINDS[Course]
Value = TypeVar("Value")

# Version ids mean something in one database only, so each database has books of its own.
_books: WeakKeyDictionary[Any, dict[int, Thing]] = WeakKeyDictionary()

# What all courses share, by key: which version is the current one, and when that was asked. Nearly every page with a
# text needs it and it changes a few times a year: processes that did not publish learn of it a little later.
_shelves: WeakKeyDictionary[Any, tuple[float, dict[str, int]]] = WeakKeyDictionary()
SHELF_SECONDS = 30.0
SHELF_KINDS = (KINDS[Glossary], KINDS[Facts], KINDS[Annex])


def book(course_version_id: int) -> Course:
    """The whole course as it was published then, kept in this process. Raises KeyError for no version of a course."""
    return _kept(course_version_id, Course)


def thing(version_id: int, kind: str) -> Thing:
    """Anything addressable as it was published then. Raises KeyError for no version of this kind."""
    return _kept(version_id, TYPES[kind])


def question_version(version_id: int) -> Question:
    """A question as it was published then. Raises KeyError for no version of a question."""
    return _kept(version_id, Question)


def _kept(version_id: int, type_: type[Value]) -> Value:
    kept: dict[int, Any] = _books.setdefault(db.session.get_bind(), {})
    if version_id not in kept:
        kept[version_id] = _loaded(version_id, KINDS[type_])
    value: Value = kept[version_id]
    return value


def current_course_version(key: str) -> Version | None:
    """The version that a new cohort gets; none for a course that is unknown or retired."""
    return db.session.scalar(
        select(Version)
        .join(ThingRow, ThingRow.current_version_id == Version.id)
        .where(ThingRow.key == key, ThingRow.kind == COURSE, ThingRow.retired_at.is_(None))
    )


def current_course(key: str) -> Course | None:
    """The same as a value."""
    return _current(key, Course)


def public_course(key: str) -> Course | None:
    """A current course that anybody may read."""
    course = current_course(key)
    return course if course and course.is_public else None


def public_courses() -> list[Course]:
    """Every course that anybody may read, in the order of their keys."""
    return [course for course in published_courses() if course.is_public]


def glossary() -> Glossary | None:
    """The terms as they are now."""
    return _on_shelf(GLOSSARY, Glossary)


def facts() -> Facts | None:
    """What courses may state, with what a learner sees as the sources."""
    return _on_shelf(FACTS, Facts)


def annex(country: str) -> Annex | None:
    """The national law of a country (its two letters), if it has an annex."""
    return _on_shelf(annex_key(country), Annex)


def forget_shelf() -> None:
    """The glossary, the facts or an annex was published: this process asks anew."""
    _shelves.pop(db.session.get_bind(), None)


def _on_shelf(key: str, type_: type[Value]) -> Value | None:
    asked_at, numbers = _shelves.get(db.session.get_bind(), (0.0, {}))
    if not asked_at or time.monotonic() - asked_at > SHELF_SECONDS:
        numbers = {row.key: row.number for row in rows(_SHELF)}
        _shelves[db.session.get_bind()] = time.monotonic(), numbers
    return _kept(numbers[key], type_) if key in numbers else None


def annexes() -> list[Annex]:
    """The annexes of all countries, in the order of their keys."""
    numbers = db.session.scalars(
        select(ThingRow.current_version_id)
        .where(ThingRow.kind == KINDS[Annex], ThingRow.retired_at.is_(None))
        .order_by(ThingRow.key)
    )
    return [_kept(number, Annex) for number in numbers if number is not None]


def _current(key: str, type_: type[Value]) -> Value | None:
    number = db.session.scalar(
        select(ThingRow.current_version_id).where(
            ThingRow.key == key, ThingRow.kind == KINDS[type_], ThingRow.retired_at.is_(None)
        )
    )
    return None if number is None else _kept(number, type_)


def figure_content(digest: str, width: int) -> bytes | None:
    """A picture as WebP, `width` being the small or the large one's; nothing where there is no such picture."""
    column = {SMALL: Figure.small, LARGE: Figure.large}.get(width)
    if column is None:
        return None
    return db.session.scalar(select(column).where(Figure.digest == digest)) or None


class Opened(NamedTuple):
    """A module and the course it was opened in."""

    course: Course
    module: Module


def facilitator_note(key: str, module_key: str) -> Opened | None:
    """The module of a current course, if it has a facilitator note."""
    opened = _opened(key, module_key)
    return opened if opened and opened.module.facilitator else None


def job_aid(key: str, module_key: str) -> Opened | None:
    """The module of a current course, if it has a job aid."""
    opened = _opened(key, module_key)
    return opened if opened and opened.module.jobaid else None


def handout(key: str, handout_key: str) -> tuple[Course, Handout] | None:
    """A sheet of a current course."""
    course = current_course(key)
    found = next((one for one in course.handouts if one.id == handout_key), None) if course else None
    return (course, found) if course and found else None


def _opened(key: str, module_key: str) -> Opened | None:
    course = current_course(key)
    module = next((module for module in course.modules if module.id == module_key), None) if course else None
    return Opened(course, module) if course and module else None


def published_courses() -> list[Course]:
    """Every course that can be taught now, in the order of their keys."""
    numbers = db.session.scalars(
        select(ThingRow.current_version_id)
        .where(ThingRow.kind == COURSE, ThingRow.retired_at.is_(None))
        .order_by(ThingRow.key)
    )
    return [book(number) for number in numbers if number is not None]


def _loaded(version_id: int, kind: str) -> Thing:
    """Level by level: the course, its modules, what is in them, the questions. One query each."""
    row = db.session.execute(_rows().where(Version.id == version_id, ThingRow.kind == kind)).one_or_none()
    if row is None:
        raise KeyError(version_id)
    levels = [[row]]
    while wanted := [reference for row in levels[-1] for reference in references_in(row.body)]:
        levels.append(_versions(wanted))
    parts: dict[str, Thing] = {}
    for level in reversed(levels):
        parts |= {row.key: unseal(row.kind, row.body, row.id, parts) for row in level}
    return parts[row.key]


def _versions(wanted: Iterable[tuple[str, str]]) -> list[Any]:
    digests = dict(wanted)
    found = db.session.execute(_rows().where(Version.digest.in_(digests.values())))
    return [row for row in found if digests.get(row.key) == row.digest]


def _rows() -> Any:
    return select(Version.id, Version.digest, Version.body, ThingRow.key, ThingRow.kind).join(
        ThingRow, ThingRow.key == Version.thing_key
    )


_SHELF = select(ThingRow.key, ThingRow.current_version_id.label("number")).where(
    ThingRow.kind.in_(SHELF_KINDS), ThingRow.retired_at.is_(None), ThingRow.current_version_id.is_not(None)
)
