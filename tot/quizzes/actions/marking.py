"""Open answers are marked by a person, on record; each marking tells progress how the attempt stands now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.audit import Did, remember
from tot.db import db
from tot.quizzes import queries, rules
from tot.quizzes.actions.taking import tell_progress
from tot.quizzes.models import Answer, Attempt, Marking
from tot.refusals import Refused


def mark(given: Answer, said: Mapping[str, int], remark: str, *, number: int, actor: Any, now: datetime) -> Marking:
    """Adds a marking of an open answer as its given number, and tells progress when the attempt is finished.

    `said`: criterion → points. Raises Refused when somebody has marked it meanwhile, unless with the same result.
    """
    attempt = given.attempt
    db.session.refresh(attempt, with_for_update={"of": Attempt})
    quiz = queries.quiz_of(attempt)
    question = quiz.question(given.question_key)
    marked = rules.as_marked(question, said)
    newest = db.session.scalar(
        select(Marking).where(Marking.answer_id == given.id).order_by(Marking.number.desc()).limit(1)
    )
    if newest is not None and newest.number >= number:
        if (newest.criteria, newest.remark, newest.marked_by_id) == (marked, remark, actor.id):
            return newest
        raise Refused(_l("This answer was marked meanwhile. Look at that marking first, then change it if you must."))
    marking = Marking(
        answer=given,
        number=(newest.number if newest else 0) + 1,
        criteria=marked,
        points=rules.points_of_marking(question, marked),
        remark=remark,
        marked_at=now,
        marked_by_id=actor.id,
    )
    db.session.add(marking)
    db.session.flush()
    if attempt.submitted_at is not None:
        tell_progress(attempt, queries.tally_of(attempt, quiz), f"marking {marking.id} of attempt {attempt.id}", now)
    remember(Did.MARKED_ANSWER, actor=actor, now=now, about=given, answer=given.id, points=marking.points)
    return marking
