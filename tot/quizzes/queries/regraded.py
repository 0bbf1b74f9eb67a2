"""What was marked again in one attempt, and which regrades there were of a question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from tot.accounts.models import Person
from tot.cascade.queries import beneath
from tot.db import db
from tot.quizzes.models import Answer, Marking, Regrade
from tot.quizzes.standing import Decision

_earlier = aliased(Marking)


def points_before() -> ColumnElement[float | None]:
    """The points that an answer had before a marking, as a column beside it; NULL where it waited."""
    previous = (
        select(_earlier.points)
        .where(_earlier.answer_id == Marking.answer_id, _earlier.number == Marking.number - 1)
        .correlate(Marking)
        .scalar_subquery()
    )
    return func.coalesce(previous, Answer.points)


@dataclass(frozen=True, slots=True)
class Regraded:
    """One answer that was marked again."""

    question_key: str
    answer_id: int
    before: float | None
    after: float | None
    at: datetime
    reason: str
    is_undoing: bool
    to_version_id: int | None


def regraded_in(attempt_id: int) -> dict[str, list[Regraded]]:
    """Question → what became of its answer in this attempt, in order. One query."""
    found: dict[str, list[Regraded]] = {}
    for row in db.session.execute(
        select(
            Answer.question_key, Answer.id, points_before(), Marking.points, Regrade.made_at, Regrade.reason,
            Regrade.undoes_id.is_not(None), Regrade.to_version_id,
        )
        .join(Marking, Marking.answer_id == Answer.id)
        .join(Regrade, Regrade.id == Marking.regrade_id)
        .where(Answer.attempt_id == attempt_id)
        .order_by(Marking.number)
    ):  # fmt: skip
        found.setdefault(row[0], []).append(Regraded(*row))
    return found


def moments_of_regrades(attempt_id: int) -> list[datetime]:
    """When answers of an attempt were marked again: all that may be told before what is right may be."""
    return list(
        db.session.scalars(
            select(Regrade.made_at)
            .join(Marking, Marking.regrade_id == Regrade.id)
            .join(Answer, Answer.id == Marking.answer_id)
            .where(Answer.attempt_id == attempt_id)
            .order_by(Regrade.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Past:
    """A regrade as lists show it."""

    id: int
    question_key: str
    place_path: str
    mode: str
    reason: str
    counts: dict[str, Any]
    made_at: datetime
    made_by: str
    undoes_id: int | None
    undone_by_id: int | None


def regrades_of(question_keys: Collection[str]) -> list[Past]:
    """All regrades of these questions, the latest first. One query."""
    return _past(Regrade.question_key.in_(question_keys))


def regrades_in(place_path: str) -> list[Past]:
    """The latest hundred regrades that concern cohorts of this place and no wider one. One query."""
    return _past(beneath(Regrade.place_path, place_path))


def decisions(question_keys: Collection[str]) -> list[Decision]:
    """What was decided about corrected keys of these questions and holds. One query."""
    rows = db.session.execute(
        select(
            Regrade.id, Regrade.undoes_id, Regrade.question_key, Regrade.to_version_id, Regrade.place_path, Regrade.mode
        ).where(Regrade.question_key.in_(question_keys))
    ).all()
    undone_by = {row.undoes_id: row.id for row in rows if row.undoes_id is not None}
    return [
        Decision(row.question_key, row.to_version_id, row.place_path, row.mode)
        for row in rows
        if row.undoes_id is None and _holds(row.id, undone_by)
    ]


def _holds(regrade_id: int, undone_by: Mapping[int, int]) -> bool:
    """Whether a regrade was not undone, or its undoing was undone in its turn, and so on."""
    undoing = undone_by.get(regrade_id)
    return undoing is None or not _holds(undoing, undone_by)


def _past(where: ColumnElement[bool]) -> list[Past]:
    undoing = aliased(Regrade)
    rows = db.session.execute(
        select(
            Regrade.id, Regrade.question_key, Regrade.place_path, Regrade.mode, Regrade.reason,
            Regrade.counts, Regrade.made_at, Person.name, Regrade.undoes_id, undoing.id,
        )
        .join(Person, Person.id == Regrade.made_by_id)
        .outerjoin(undoing, undoing.undoes_id == Regrade.id)
        .where(where)
        .order_by(Regrade.id.desc())
        .limit(100)
    )  # fmt: skip
    return [Past(*row) for row in rows]
