"""Questions whose key was corrected: their versions, and how many answers stand by which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select

from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort
from tot.courses.bodies import KINDS, unseal
from tot.courses.models import Thing, Version
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes.corrections import is_same_key, obstacle, points_by
from tot.quizzes.queries import Counted, Past, answers_to
from tot.regrades.rules import state_of, verdict

QUESTION = KINDS[Question]


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


@dataclass(frozen=True, slots=True)
class Standing:
    """How answers that were given under another key stand to the newest: all of them, and who would gain or lose."""

    answers: int
    raised: int
    lowered: int


def asked(question_key: str) -> Asked | None:
    """One question with its versions. One query."""
    return next(_asked(Version.thing_key == question_key), None)


def corrected_questions(course_keys: Collection[str]) -> list[Asked]:
    """Questions of these courses of which some version marks otherwise than the newest. One query."""
    several = select(Version.thing_key).group_by(Version.thing_key).having(func.count() > 1)
    found = _asked(Thing.course_key.in_(course_keys), Version.thing_key.in_(several))
    return [one for one in found if one.other_keys]


def standing_by(questions: Iterable[Asked], place_path: str) -> dict[str, Standing]:
    """Question → how its answers in cohorts of that place stand to the newest key. One query for all."""
    by_key = {one.key: one for one in questions}
    found: dict[str, Counter[str]] = {key: Counter() for key in by_key}
    if not by_key:
        return {}
    versions = {one.id: one.question for asked in by_key.values() for one in asked.versions}
    others = {one.id for asked in by_key.values() for one in asked.other_keys}
    for answer in answers_to(by_key, beneath(Cohort.place_path, place_path)):
        if answer.version_id in others or answer.markings:  # marked again by a key that is the newest no longer
            after = by_key[answer.question_key].newest.question
            found[answer.question_key][_direction(versions[answer.version_id], after, answer)] += 1
    return {key: Standing(counts.total(), counts["raised"], counts["lowered"]) for key, counts in found.items()}


def states(questions: Iterable[Asked], standing: Mapping[str, Standing], past: Iterable[Past]) -> dict[str, str]:
    """Question → how its newest key stands after these regrades, a word of `state_of`."""
    modes: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for one in past:
        if one.undone_by_id is None:
            modes[one.question_key, one.to_number].add(one.mode)
    return {
        one.key: state_of(standing[one.key].raised, standing[one.key].lowered, modes[one.key, one.newest.number])
        for one in questions
    }


def _direction(before: Question, after: Question, answer: Counted) -> str:
    hindered = obstacle(before, after, answer.response)
    new = None if hindered else points_by(after, answer.response, before.points)
    if verdict(answer.now, new, obstacle=hindered, is_read=answer.is_read, mode="strict") != "change":
        return "same"
    return "raised" if new is not None and new > (answer.now or 0) else "lowered"


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
