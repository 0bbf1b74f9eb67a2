"""Cohorts that keep a version of the course with another key: who answers there is marked by that one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tot.accounts.models import Person
from tot.accounts.rules import name_order
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort
from tot.cohorts.queries import in_sight
from tot.courses.keys import is_same_key
from tot.courses.models import Version
from tot.courses.queries import book
from tot.db import db
from tot.quizzes.rules import question_in
from tot.regrades.queries.questions import Asked


@dataclass(frozen=True, slots=True)
class Staying:
    """An open cohort that is behind; its name is told to whoever may see it."""

    cohort_id: int
    name: str
    number: int  # of its version of the course
    is_seen: bool


def staying_behind(asked: Asked, place_path: str, person: Person) -> list[Staying]:
    """The open cohorts of a place in which this question has another key than the newest, by name. One query."""
    rows = db.session.execute(
        select(Cohort.id, Cohort.name, Version.number, in_sight(person), Cohort.course_version_id)
        .join(Version, Version.id == Cohort.course_version_id)
        .where(
            Cohort.course_key == asked.course_key, Cohort.closed_at.is_(None), beneath(Cohort.place_path, place_path)
        )
    )
    found = [Staying(*row[:3], bool(row[3])) for row in rows if _is_behind(asked, row[4])]
    return sorted(found, key=lambda one: (name_order(one.name), one.cohort_id))


def _is_behind(asked: Asked, course_version_id: int) -> bool:
    found = question_in(book(course_version_id), asked.key)
    return found is not None and not is_same_key(found, asked.newest.question)
