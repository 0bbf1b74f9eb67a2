"""A test is marked by two who know nothing of each other: each reads, and what they gave is settled."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.cohorts.models import Cohort
from tot.db import db
from tot.quizzes import queries, rules
from tot.quizzes.actions.letters import ask_for_third, tell_marker
from tot.quizzes.actions.marking import add_marking
from tot.quizzes.models import Answer, Attempt, Rating
from tot.quizzes.queries import Turn
from tot.refusals import Refused


def rate(
    turn: Turn,
    said: Mapping[str, int],
    remark: str,
    *,
    reason: str = "",
    number: int,
    actor: Person,
    now: datetime,
) -> Rating:
    """Adds what one marker gives, as her given number; where that settles the answer, its marking counts at once.

    The same again adds nothing. Raises Refused when it is no longer her turn, when she has changed it in another
    window, and when nothing can change any more.
    """
    answer, attempt = turn.answer, turn.answer.attempt
    db.session.refresh(attempt, with_for_update={"of": Attempt})  # whoever marks the same answer waits here
    quiz = queries.quiz_of(attempt)
    question = quiz.question(answer.question_key)
    marked = rules.as_marked(question, said)
    stands = queries.standing_of(answer.id)
    own = stands.of(turn.part)
    if own is not None and own.number >= number:
        if (own.criteria, own.remark, own.reason, own.person_id) == (marked, remark, reason, actor.id):
            return _row(answer.id, turn.part, own.number)
        raise Refused(_l("You have marked this answer in another window. Load this page again to see what stands."))
    _refuse_others(turn, attempt, actor)
    if actor.id in stands.readers(but=turn.part):
        raise Refused(_l("You have read this answer already, in another part. Somebody else has to read it now."))
    if queries.is_marked_by_one(answer.id):
        raise Refused(_l("This answer is marked already. Go on with the next."))
    if not stands.takes(turn.part):
        raise Refused(_l("Both have read this answer now, so nothing changes any more. Go on with the next."))
    rating = Rating(
        answer_id=answer.id,
        part=turn.part,
        number=(own.number if own else 0) + 1,
        criteria=marked,
        points=rules.points_of_marking(question, marked),
        remark=remark,
        reason=reason,
        rated_at=now,
        rated_by_id=actor.id,
    )
    db.session.add(rating)
    db.session.flush()
    facts = {"answer": answer.id, "part": rating.part, "number": rating.number, "points": rating.points}
    remember(Did.RATED_ANSWER, actor=actor, now=now, about=answer, **facts)
    _settle(answer, turn.cohort, actor, now)
    return rating


def _settle(answer: Answer, cohort: Cohort, actor: Person, now: datetime) -> None:
    stands = queries.standing_of(answer.id)
    settled = stands.settled
    if settled is not None:
        said = (settled.criteria, settled.remark)
        marking = add_marking(answer, *said, marked_by_id=actor.id, now=now, settled=settled.how)
        facts = {"answer": answer.id, "points": marking.points, "how": settled.how}
        remember(Did.SETTLED_ANSWER, actor=actor, now=now, about=answer, **facts)
    elif stands.is_apart:
        third = queries.asked_marker(cohort, answer.attempt.quiz_key, "third")
        if third is not None:
            tell_marker(third, now)
        else:
            ask_for_third(cohort, answer.attempt.quiz_key, now)


def _refuse_others(turn: Turn, attempt: Attempt, actor: Person) -> None:
    """What was true when the page was asked for may have changed since."""
    if queries.marker_of(turn.cohort, attempt.quiz_key, turn.part) != actor.id:
        raise Refused(_l("Somebody else marks this test now."))
    if turn.part == "first" and not queries.is_read_twice(attempt, queries.quiz_of(attempt)):
        raise Refused(_l("This test is marked by you alone now. Load this page again."))


def _row(answer_id: int, part: str, number: int) -> Rating:
    return db.session.scalars(
        select(Rating).where(Rating.answer_id == answer_id, Rating.part == part, Rating.number == number)
    ).one()
