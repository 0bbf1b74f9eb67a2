"""What happens in a quiz: an attempt begins, answers are saved as they are given, it ends, open answers are marked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, bindparam, insert, or_, select

from tot.audit import Did, remember
from tot.cohorts.models import Enrolment
from tot.cohorts.queries import OwnEnrolment, is_active
from tot.courses.rules import Question, Quiz
from tot.db import db
from tot.progress.actions import tell
from tot.quizzes import queries, rules
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.queries import Sitting
from tot.quizzes.types import Response, type_of
from tot.refusals import Refused

ENDED = _l("You no longer take part in this cohort. Ask your trainer if this is a mistake.")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an answer that was sent."""

    is_kept: bool  # false: another answer already stood there, and stands
    revision: int


def begin(enrolment: OwnEnrolment, quiz: Quiz, actor: Any, now: datetime) -> int:
    """The id of the attempt that is open, or of a new one. One person has one open attempt at a quiz."""
    # Two clicks at once wait here for each other; the second finds the attempt of the first.
    if not is_active(enrolment.id, until_commit=True):
        raise Refused(ENDED)
    last = queries.last_attempt(enrolment.id, quiz.id)
    if last is not None and last.submitted_at is None:
        return last.id
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key=quiz.id,
        version_id=quiz.version_id,
        course_version_id=enrolment.course_version_id,
        number=last.number + 1 if last else 1,
        seed=secrets.randbelow(2**31),
        began_at=now,
    )
    db.session.add(attempt)
    db.session.flush()
    facts = {"enrolment": enrolment.id, "quiz": quiz.id, "number": attempt.number}
    remember(Did.STARTED_ATTEMPT, actor=actor, now=now, about=attempt, **facts)
    return attempt.id


def answer(
    sitting: Sitting,
    quiz: Quiz,
    question: Question,
    response: Response,
    *,
    client_key: str,
    revision: int,
    now: datetime,
) -> Saved:
    """Saves an answer as the given revision, once per client key.

    The same key again is the same answer. A page that did not know of the newest answer (its revision is taken) changes
    nothing. Raises Refused after the attempt was finished.
    """
    submitted_at, ended_at = db.session.execute(_LOCK, {"attempt_id": sitting.id}).one()
    known = db.session.execute(
        _KNOWN, {"attempt_id": sitting.id, "question_key": question.id, "client_key": client_key}
    ).all()
    for key, number, sent_as in known:
        if sent_as == client_key:
            return Saved(is_kept=key == question.id, revision=number)
    if submitted_at is not None:
        raise Refused(_l("This attempt is finished, so your answer was not added. You can begin another attempt."))
    if ended_at is not None:
        raise Refused(ENDED)
    stands = max((number for _key, number, _sent_as in known), default=0)
    if revision != stands + 1 or (stands and not rules.way_of(quiz).may_change):
        return Saved(is_kept=False, revision=stands)
    row = {
        "attempt_id": sitting.id,
        "question_key": question.id,
        "version_id": question.version_id,
        "revision": revision,
        "client_key": client_key,
        "response": response,
        "points": type_of(question).mark(question, response),
        "answered_at": now,
    }
    db.session.execute(_SAVE, row)
    return Saved(is_kept=True, revision=revision)


def finish(sitting: Sitting, quiz: Quiz, actor: Any, now: datetime) -> rules.Tally:
    """Ends the attempt and tells progress how it went; finishing again changes nothing."""
    attempt = db.session.get_one(Attempt, sitting.id, with_for_update=True, populate_existing=True)
    stands = queries.tally_of(attempt, quiz)
    if attempt.submitted_at is not None:
        return stands
    if not is_active(attempt.enrolment_id):
        raise Refused(ENDED)
    attempt.submitted_at = now
    _tell(attempt, stands, f"attempt {attempt.id}", now)
    facts = {"enrolment": attempt.enrolment_id, "quiz": quiz.id, "number": attempt.number, "points": stands.right}
    remember(Did.SUBMITTED_ATTEMPT, actor=actor, now=now, about=attempt, **facts)
    return stands


def mark(given: Answer, criteria: Sequence[str], remark: str, *, number: int, actor: Any, now: datetime) -> Marking:
    """Adds a marking of an open answer as its given number, and tells progress when the attempt is finished.

    Raises Refused when somebody has marked it meanwhile, unless with the same result.
    """
    attempt = given.attempt
    db.session.refresh(attempt, with_for_update={"of": Attempt})
    quiz = queries.quiz_of(attempt)
    question = quiz.question(given.question_key)
    met = [criterion.id for criterion in question.criteria if criterion.id in criteria]
    newest = db.session.scalar(
        select(Marking).where(Marking.answer_id == given.id).order_by(Marking.number.desc()).limit(1)
    )
    if newest is not None and newest.number >= number:
        if (newest.criteria, newest.remark, newest.marked_by_id) == (met, remark, actor.id):
            return newest
        raise Refused(_l("This answer was marked meanwhile. Look at that marking first, then change it if you must."))
    marking = Marking(
        answer=given,
        number=(newest.number if newest else 0) + 1,
        criteria=met,
        points=rules.points_of_marking(question, met),
        remark=remark,
        marked_at=now,
        marked_by_id=actor.id,
    )
    db.session.add(marking)
    db.session.flush()
    if attempt.submitted_at is not None:
        _tell(attempt, queries.tally_of(attempt, quiz), f"marking {marking.id}", now)
    remember(Did.MARKED_ANSWER, actor=actor, now=now, about=given, answer=given.id, points=marking.points)
    return marking


def _tell(attempt: Attempt, stands: rules.Tally, source: str, now: datetime) -> None:
    facts = {
        "points": stands.right,
        "of": stands.of,
        "is_passed": stands.is_passed,
        "waits": stands.may_still_pass,
    }
    tell(attempt.enrolment_id, "quiz", attempt.quiz_key, source, facts, now)


# Made once: to put a statement together takes longer than to run one of these. Answering and finishing wait for each
# other at the row of the attempt, so each decides on what is true.
_LOCK = (
    select(Attempt.submitted_at, Enrolment.ended_at)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=Attempt)
)
_KNOWN = select(Answer.question_key, Answer.revision, Answer.client_key).where(
    Answer.attempt_id == bindparam("attempt_id"),
    or_(Answer.question_key == bindparam("question_key"), Answer.client_key == bindparam("client_key")),
)
_SAVE = insert(cast(Table, Answer.__table__))
