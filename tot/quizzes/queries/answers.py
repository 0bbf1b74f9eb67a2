"""Answers as they count now: of several revisions and of several markings the latest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from tot.accounts.models import Person
from tot.cohorts.models import Enrolment
from tot.db import db, rows
from tot.quizzes.models import Answer, Attempt, Marking


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question as it counts now."""

    answer_id: int
    question_key: str
    revision: int
    response: Any
    points: float | None  # those of the marking where there is one; None while it waits for it
    answered_at: datetime
    markings: int = 0  # how many there were
    criteria: Mapping[str, int] | None = None  # criterion → points, as marked by a person
    remark: str = ""
    marked_by: str = ""  # empty where two have read it
    settled: str | None = None  # agreed, or decided by a third, where two have read it


def answer_by_id(answer_id: int) -> Answer | None:
    """An answer with its attempt, the person and the cohort."""
    enrolment = joinedload(Answer.attempt, innerjoin=True).joinedload(Attempt.enrolment, innerjoin=True)
    return db.session.scalar(
        select(Answer)
        .where(Answer.id == answer_id)
        .options(
            enrolment.joinedload(Enrolment.cohort, innerjoin=True),
            enrolment.joinedload(Enrolment.person, innerjoin=True),
        )
    )


def answers_so_far(attempt_id: int) -> dict[str, Given]:
    """Question → its answer in an attempt that goes on: nobody has marked anything in it yet."""
    found = rows(_SO_FAR, attempt_id=attempt_id)
    return {row.question_key: Given(*row) for row in found}  # later revisions replace earlier ones


def answers_of(attempt_id: int) -> dict[str, Given]:
    """Question → its answer as it counts now, with what a person marked."""
    return _that_stand({row.question_key: _given(row) for row in rows(_WITH_MARKINGS, attempt_id=attempt_id)})


def answers_of_all(attempt_ids: Iterable[int]) -> dict[int, dict[str, Given]]:
    """The same for several attempts. One query."""
    found: dict[int, dict[str, Given]] = {number: {} for number in attempt_ids}
    for row in rows(_OF_ALL, attempts=list(found)) if found else ():
        found[row.attempt_id][row.question_key] = _given(row)
    return {number: _that_stand(given) for number, given in found.items()}


def _that_stand(given: dict[str, Given]) -> dict[str, Given]:
    """Without what was taken back: keyed in from paper first, and left out there as it turned out."""
    return {key: one for key, one in given.items() if one.response is not None}


def _given(row: Any) -> Given:
    given = Given(*row[:6])
    if row.number is None:
        return given
    if row.regrade_id is not None:  # by rule again, so what it recognises is found in the answer
        return replace(given, points=row.marked_points, markings=row.number)
    return replace(
        given,
        points=row.marked_points,
        markings=row.number,
        criteria=row.criteria,
        remark=row.remark,
        marked_by="" if row.settled else row.name,
        settled=row.settled,
    )


# Made once: to put a statement together takes longer than to run one of these.
_COLUMNS = (Answer.id, Answer.question_key, Answer.revision, Answer.response, Answer.points, Answer.answered_at)
_MARKING = (
    Marking.number,
    Marking.criteria,
    Marking.points.label("marked_points"),
    Marking.remark,
    Marking.regrade_id,
    Marking.settled,
)
_OF_ATTEMPT = Answer.attempt_id == bindparam("attempt_id")
_SO_FAR = select(*_COLUMNS).where(_OF_ATTEMPT).order_by(Answer.revision, Answer.id)
_MARKED = (
    select(*_COLUMNS, *_MARKING, Person.name, Answer.attempt_id)
    .outerjoin(Marking, Marking.answer_id == Answer.id)
    .outerjoin(Person, Person.id == Marking.marked_by_id)
    .order_by(Answer.revision, Answer.id, Marking.number)
)
_WITH_MARKINGS = _MARKED.where(_OF_ATTEMPT)
_OF_ALL = _MARKED.where(Answer.attempt_id.in_(bindparam("attempts", expanding=True)))
