"""Open answers are marked by a person, on record; each marking tells progress how the attempt stands now."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.db import db
from tot.quizzes import queries, rules
from tot.quizzes.actions.taking import tell_progress
from tot.quizzes.models import Answer, Attempt, Marking
from tot.refusals import Refused


def mark(given: Answer, said: Mapping[str, int], remark: str, *, number: int, actor: Person, now: datetime) -> Marking:
    """Adds a marking of an open answer as its given number, and tells progress when the attempt is finished.

    `said`: criterion → points. Raises Refused when somebody has marked it meanwhile, unless with the same result, and
    where two mark beside each other.
    """
    attempt = given.attempt
    db.session.refresh(attempt, with_for_update={"of": Attempt})
    quiz = queries.quiz_of(attempt)
    marked = rules.as_marked(quiz.question(given.question_key), said)
    newest = _newest(given)
    if newest is not None and newest.number >= number:
        if (newest.criteria, newest.remark, newest.marked_by_id) == (marked, remark, actor.id):
            return newest
        raise Refused(_l("This answer was marked meanwhile. Look at that marking first, then change it if you must."))
    if queries.is_read_twice(attempt, quiz) and not queries.is_marked_by_one(given.id):
        raise Refused(_l("Two markers read this test. Mark the answer beside the other one."))
    marking = add_marking(given, marked, remark, marked_by_id=actor.id, now=now)
    remember(Did.MARKED_ANSWER, actor=actor, now=now, about=given, answer=given.id, points=marking.points)
    return marking


def add_marking(
    given: Answer,
    marked: Mapping[str, int],
    remark: str,
    *,
    marked_by_id: int,
    now: datetime,
    settled: str | None = None,
) -> Marking:
    """Adds what counts from now on, and tells progress; whoever calls holds the row of the attempt."""
    attempt, newest = given.attempt, _newest(given)
    quiz = queries.quiz_of(attempt)
    marking = Marking(
        answer=given,
        number=(newest.number if newest else 0) + 1,
        criteria=dict(marked),
        points=rules.points_of_marking(quiz.question(given.question_key), marked),
        remark=remark,
        marked_at=now,
        marked_by_id=marked_by_id,
        settled=settled,
    )
    db.session.add(marking)
    db.session.flush()
    if attempt.submitted_at is not None:
        tell_progress(attempt, queries.tally_of(attempt, quiz), f"marking {marking.id} of attempt {attempt.id}", now)
    return marking


def _newest(given: Answer) -> Marking | None:
    return db.session.scalar(
        select(Marking).where(Marking.answer_id == given.id).order_by(Marking.number.desc()).limit(1)
    )
