"""Questions whose key was corrected: their versions, and how many answers stand by which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import exists, false, func, or_, select
from sqlalchemy.orm import aliased

from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort
from tot.courses.bodies import KINDS, unseal
from tot.courses.keys import is_same_key
from tot.courses.models import Thing, Version
from tot.courses.rules import Course, Question
from tot.db import db
from tot.quizzes.queries import alike_answers, decisions
from tot.quizzes.standing import Standing, modes_in, standings

COURSE, QUESTION = KINDS[Course], KINDS[Question]


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a question."""

    id: int
    number: int
    published_at: datetime
    question: Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with every version of it, the newest first; `current` is the one that new cohorts are asked."""

    key: str
    course_key: str
    current: Published | None  # None: the question is no longer asked
    versions: tuple[Published, ...]

    @property
    def newest(self) -> Published:
        """The current version, else the last there was."""
        return self.current or self.versions[0]

    def version(self, number: int | None) -> Published | None:
        """The version with this number."""
        return next((one for one in self.versions if one.number == number), None)

    @property
    def other_keys(self) -> tuple[Published, ...]:
        """The versions that mark otherwise than the newest."""
        return tuple(one for one in self.versions if not is_same_key(one.question, self.newest.question))


def asked(question_key: str) -> Asked | None:
    """One question with its versions. One query."""
    return next(_asked(Version.thing_key == question_key), None)


def corrected_questions() -> list[Asked]:
    """Questions of courses that are taught now of which some version marks otherwise than the newest. One query."""
    course = aliased(Thing)
    is_taught = exists().where(course.key == Thing.course_key, course.kind == COURSE, course.retired_at.is_(None))
    several = select(Version.thing_key).group_by(Version.thing_key).having(func.count() > 1)
    return [one for one in _asked(is_taught, Version.thing_key.in_(several)) if one.other_keys]


def standing_in(questions: Iterable[Asked], place_paths: Collection[str]) -> dict[str, dict[str, Standing]]:
    """Place → question → how its answers in cohorts of that place stand to the newest key. One query for all.

    None of the places lies in another of them.
    """
    by_key = {one.key: one for one in questions}
    found: dict[tuple[str, str], Standing] = {}
    if by_key:
        found = standings(
            alike_answers(by_key, or_(false(), *(beneath(Cohort.place_path, path) for path in place_paths))),
            {key: one.newest.question for key, one in by_key.items()},
            {one.id: one.question for asked in by_key.values() for one in asked.versions}.__getitem__,
            lambda answer: (_holding(answer.place_path, place_paths), answer.question_key),
        )
    return {path: {key: found.get((path, key), Standing()) for key in by_key} for path in place_paths}


def _holding(path: str, place_paths: Iterable[str]) -> str:
    return next(one for one in place_paths if path.startswith(one))


def states_in(
    questions: Collection[Asked], standing: Mapping[str, Mapping[str, Standing]]
) -> dict[str, dict[str, str]]:
    """Place → question → how its newest key stands there, in the words of Standing.state. One query."""
    made = decisions([one.key for one in questions]) if questions else []
    return {
        path: {one.key: of_each[one.key].state(modes_in(made, one.key, one.newest.id, path)) for one in questions}
        for path, of_each in standing.items()
    }


def _asked(*where: Any) -> Iterator[Asked]:
    rows = db.session.execute(
        select(Version.id, Version.thing_key, Version.number, Version.published_at, Version.body,
               Thing.course_key, Thing.current_version_id, Thing.retired_at)
        .join(Thing, Thing.key == Version.thing_key)
        .where(Thing.kind == QUESTION, *where)
        .order_by(Thing.course_key, Version.thing_key, Version.number.desc())
    ).all()  # fmt: skip
    of_each: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of_each[row.thing_key].append(row)
    for key, versions in of_each.items():
        published = tuple(
            Published(row.id, row.number, row.published_at, cast(Question, unseal(QUESTION, row.body, row.id, {})))
            for row in versions
        )
        current = None if versions[0].retired_at else versions[0].current_version_id
        now = next((one for one in published if one.id == current), None)
        yield Asked(key, versions[0].course_key, now, published)
