"""What happens in a quiz: an attempt begins, answers are saved as they are given, it ends, open answers are marked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from tot.audit import Did, remember
from tot.cohorts.models import Enrolment
from tot.courses.rules import Question, Quiz
from tot.db import db
from tot.progress.actions import tell
from tot.quizzes import queries, rules
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.types import Response, type_of
from tot.refusals import Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an answer that was sent."""

    is_kept: bool  # false: another answer already stood there, and stands
    revision: int


def begin(enrolment: Enrolment, quiz: Quiz, actor: Any, now: datetime) -> Attempt:
    """The attempt that is open, or a new one. One person has one open attempt at a quiz."""
    # Two clicks at once wait here for each other; the second finds the attempt of the first.
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    if not enrolment.is_active:
        raise Refused(_l("You no longer take part in this cohort. Ask your trainer if this is a mistake."))
    earlier = queries.attempts_of(enrolment.id, quiz.id)
    if earlier and earlier[0].submitted_at is None:
        return earlier[0]
    attempt = Attempt(
        enrolment=enrolment,
        quiz_key=quiz.id,
        version_id=quiz.version_id,
        course_version_id=enrolment.cohort.course_version_id,
        number=earlier[0].number + 1 if earlier else 1,
        seed=secrets.randbelow(2**31),
        began_at=now,
    )
    db.session.add(attempt)
    db.session.flush()
    remember(
        Did.STARTED_ATTEMPT,
        actor=actor,
        now=now,
        about=attempt,
        enrolment=enrolment.id,
        quiz=quiz.id,
        number=attempt.number,
    )
    return attempt


def answer(
    attempt: Attempt,
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
    _lock(attempt)
    sent = queries.answer_sent_as(attempt.id, client_key)
    if sent is not None:
        return Saved(is_kept=sent[0] == question.id, revision=sent[1])
    stands = _newest_revision(attempt, question)
    if attempt.submitted_at is not None:
        raise Refused(_l("This attempt is finished, so your answer was not added. You can begin another attempt."))
    if not attempt.is_active:
        raise Refused(_l("You no longer take part in this cohort. Ask your trainer if this is a mistake."))
    if revision != stands + 1 or (stands and not rules.way_of(quiz).may_change):
        return Saved(is_kept=False, revision=stands)
    db.session.add(
        Answer(
            attempt_id=attempt.id,
            question_key=question.id,
            version_id=question.version_id,
            revision=revision,
            client_key=client_key,
            response=response,
            points=type_of(question).mark(question, response),
            answered_at=now,
        )
    )
    db.session.flush()
    return Saved(is_kept=True, revision=revision)


def finish(attempt: Attempt, quiz: Quiz, actor: Any, now: datetime) -> rules.Tally:
    """Ends the attempt and tells progress how it went; finishing again changes nothing."""
    _lock(attempt)
    stands = queries.tally_of(attempt, quiz)
    if attempt.submitted_at is not None:
        return stands
    if not attempt.is_active:
        raise Refused(_l("You no longer take part in this cohort. Ask your trainer if this is a mistake."))
    attempt.submitted_at = now
    _tell(attempt, stands, f"attempt {attempt.id}", now)
    remember(
        Did.SUBMITTED_ATTEMPT,
        actor=actor,
        now=now,
        about=attempt,
        enrolment=attempt.enrolment_id,
        quiz=quiz.id,
        number=attempt.number,
        points=stands.right,
    )
    return stands


def mark(given: Answer, criteria: Sequence[str], remark: str, *, number: int, actor: Any, now: datetime) -> Marking:
    """Adds a marking of an open answer as its given number, and tells progress when the attempt is finished.

    Raises Refused when somebody has marked it meanwhile, unless with the same result.
    """
    attempt = given.attempt
    _lock(attempt)
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


def _lock(attempt: Attempt) -> None:
    """Answering, finishing and marking wait for each other, and decide on what is true now."""
    db.session.refresh(attempt, with_for_update={"of": Attempt})


def _newest_revision(attempt: Attempt, question: Question) -> int:
    newest = select(func.max(Answer.revision)).where(
        Answer.attempt_id == attempt.id, Answer.question_key == question.id
    )
    return db.session.scalar(newest) or 0


def _tell(attempt: Attempt, stands: rules.Tally, source: str, now: datetime) -> None:
    facts = {
        "points": stands.right,
        "of": stands.of,
        "is_passed": stands.is_passed,
        "waits": stands.may_still_pass,
    }
    tell(attempt.enrolment_id, "quiz", attempt.quiz_key, source, facts, now)
