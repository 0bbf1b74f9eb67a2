"""Answers that stand alike, counted by the database: of ten thousand to one question only some are different."""

import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, func, select
from sqlalchemy.orm import aliased

from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Marking, Rating


class Alike(NamedTuple):
    """Newest answers of finished attempts that say the same, have the same points and came to them alike."""

    place_path: str  # of the cohort
    question_key: str
    version_id: int  # of the question
    response: Any
    now: float | None  # the points that count; None while they wait for a marker
    is_read: bool  # a person has read them
    is_regraded: bool  # they were marked again by rule
    answers: int


def alike_answers(question_keys: Collection[str], where: ColumnElement[bool]) -> Iterator[Alike]:
    """Every finished attempt in the cohorts of `where` is counted once for each question. One query."""
    newer, marking, later = aliased(Answer), aliased(Marking), aliased(Marking)
    is_newest = ~exists().where(
        newer.attempt_id == Answer.attempt_id,
        newer.question_key == Answer.question_key,
        newer.revision > Answer.revision,
    )
    is_last = ~exists().where(later.answer_id == marking.answer_id, later.number > marking.number)
    is_rated = exists().where(Rating.answer_id == Answer.id)
    by_person = exists().where(Marking.answer_id == Answer.id, Marking.regrade_id.is_(None))
    by_rule = exists().where(Marking.answer_id == Answer.id, Marking.regrade_id.is_not(None))
    each = (
        select(
            Cohort.place_path,
            Answer.question_key,
            Answer.version_id,
            cast(Answer.response, Text).label("response"),
            case((marking.id.is_(None), Answer.points), else_=marking.points).label("now"),
            (is_rated | by_person).label("is_read"),
            by_rule.label("is_regraded"),
        )
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(marking, and_(marking.answer_id == Answer.id, is_last))
        .where(where, Answer.question_key.in_(question_keys), Attempt.submitted_at.is_not(None), is_newest)
        .subquery()
    )
    counted: Any = select(*each.c, func.count().label("answers")).group_by(*each.c)
    for row in db.session.execute(counted):
        said = json.loads(row.response) if row.response is not None else None
        if said is not None:  # else it was typed in from paper and taken back
            about = (row.place_path, row.question_key, row.version_id, said, row.now)
            yield Alike(*about, bool(row.is_read), bool(row.is_regraded), row.answers)
