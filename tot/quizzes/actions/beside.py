"""A test is marked by two who know nothing of each other: they are chosen, each reads, what they gave is settled."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.db import db
from tot.quizzes import queries, rules
from tot.quizzes.actions.letters import ask_for_third, tell_marker
from tot.quizzes.actions.marking import add_marking
from tot.quizzes.models import Answer, Attempt, Marker, Rating
from tot.quizzes.queries import Turn
from tot.quizzes.settling import Part, Rated, standing
from tot.refusals import Refused


def choose_marker(cohort: Cohort, quiz_key: str, part: Part, person_id: int, actor: Person, now: datetime) -> Marker:
    """Asks somebody to mark a cohort's test as second or third, in the place of whoever was asked before.

    What that one has marked already stays. Asking the same person again changes nothing. Raises Refused for somebody
    who is not independent, and for a third while one marker is enough.
    """
    lock_cohort(cohort.id)  # two who choose at once would each find that the part is free
    current = _current(cohort, quiz_key, part)
    if current is not None and current.person_id == person_id:
        return current
    if not queries.may_mark(person_id, cohort, quiz_key, part, local_day(now)):
        raise Refused(
            _l("This person cannot mark here. Choose a trainer of this course who is not in the cohort."), "person"
        )
    if part == "third" and not queries.is_for_two(cohort, quiz_key):
        raise Refused(_l("Choose the second marker first: a third is needed only where two differ."))
    if current is not None:
        _dismiss(current, actor, now)
    marker = Marker(
        cohort=cohort,
        quiz_key=quiz_key,
        part=part,
        person=db.session.get_one(Person, person_id),
        assigned_at=now,
        assigned_by_id=actor.id,
    )
    db.session.add(marker)
    db.session.flush()
    _remember_marker(Did.CHOSE_MARKER, marker, actor, now)
    if part == "second" or _apart(cohort, quiz_key):
        tell_marker(marker, now)
    return marker


def go_on_alone(cohort: Cohort, quiz_key: str, actor: Person, now: datetime) -> int:
    """Ends the marking by two that a trainer asked for: what she gave counts. Returns how many answers that settles.

    Raises Refused where the author wants two, and where the second has read something that is not settled.
    """
    lock_cohort(cohort.id)
    found = rules.quiz_in(book(cohort.course_version_id), quiz_key)
    if found is not None and found.quiz.markers == 2:
        raise Refused(_l("This test is always marked by two; so its author decided."))
    waiting = _unsettled(cohort, quiz_key)
    if any(one.part != "first" for ratings in waiting.values() for one in ratings):
        raise Refused(_l("The second marker has read answers that wait for you. Mark them first."))
    for part in ("second", "third"):
        current = _current(cohort, quiz_key, part)
        if current is not None:
            _dismiss(current, actor, now)
    for answer_id, ratings in waiting.items():
        first = standing(_rated(one) for one in ratings).first
        assert first is not None  # noqa: S101 only what was rated is there
        answer = db.session.get_one(Answer, answer_id)
        add_marking(answer, first.criteria, first.remark, marked_by_id=first.person_id, now=now)
    return len(waiting)


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
        third = _current(cohort, answer.attempt.quiz_key, "third")
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


def _current(cohort: Cohort, quiz_key: str, part: str) -> Marker | None:
    return db.session.scalar(
        select(Marker).where(
            Marker.cohort_id == cohort.id,
            Marker.quiz_key == quiz_key,
            Marker.part == part,
            Marker.ended_at.is_(None),
        )
    )


def _dismiss(marker: Marker, actor: Person, now: datetime) -> None:
    marker.ended_at = now
    db.session.flush()
    _remember_marker(Did.DISMISSED_MARKER, marker, actor, now)


def _remember_marker(did: Did, marker: Marker, actor: Person, now: datetime) -> None:
    facts = {"cohort": marker.cohort_id, "quiz": marker.quiz_key, "part": marker.part, "person": marker.person_id}
    remember(did, actor=actor, now=now, about=marker, **facts)


def _unsettled(cohort: Cohort, quiz_key: str) -> dict[int, list[Rating]]:
    """Answer → what was given to it, where no marking counts yet."""
    found = db.session.scalars(
        select(Rating)
        .join(Answer, Answer.id == Rating.answer_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            Attempt.quiz_key == quiz_key,
            ~queries.is_marked(),
        )
        .order_by(Rating.answer_id, Rating.number)
    )
    answers: dict[int, list[Rating]] = {}
    for one in found:
        answers.setdefault(one.answer_id, []).append(one)
    return answers


def _apart(cohort: Cohort, quiz_key: str) -> bool:
    """Whether some answer waits for a third."""
    return any(
        {one.part for one in ratings} >= {"first", "second"} for ratings in _unsettled(cohort, quiz_key).values()
    )


def _rated(row: Rating) -> Rated:
    return Rated(row.part, row.number, row.rated_by_id, row.criteria, row.remark, row.reason)  # type: ignore[arg-type]


def _row(answer_id: int, part: str, number: int) -> Rating:
    return db.session.scalars(
        select(Rating).where(Rating.answer_id == answer_id, Rating.part == part, Rating.number == number)
    ).one()
