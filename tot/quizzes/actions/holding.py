"""A trainer holds a test: opens and closes it for her cohort, and gives somebody more time."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import PairedTest, Quiz
from tot.db import db
from tot.progress.models import Opening
from tot.progress.queries import last_openings
from tot.quizzes import queries, rules
from tot.quizzes.actions.taking import finish
from tot.quizzes.models import Attempt, ExtraTime
from tot.refusals import Refused

MOST_MINUTES = 240
Stands = dict[str, tuple[bool, int, datetime]]
"""Test → whether it is open, how often it was opened or closed, and when last."""


def open_test(cohort: Cohort, quiz: Quiz, actor: Person, now: datetime) -> None:
    """Opens the pre-test or the post-test for the cohort; opening what is open changes nothing.

    The post-test comes after the pre-test was held, and then the pre-test stays closed: otherwise somebody could meet
    the same form twice, or nobody would know what was learned.
    """
    stands = _stands(cohort)
    paired = _paired(cohort)
    pretest, posttest = stands.get(paired.pretest_id), stands.get(paired.posttest_id)
    if quiz.id == paired.posttest_id and pretest is None:
        raise Refused(_l("Hold the pre-test first: without it nobody can say what was learned."))
    if quiz.id == paired.posttest_id and pretest and pretest[0]:
        raise Refused(_l("Close the pre-test first. The post-test comes after it."))
    if quiz.id == paired.pretest_id and posttest is not None:
        raise Refused(_l("The post-test was opened already, so the pre-test stays closed."))
    if _switch(cohort, quiz.id, stands, actor, now, is_open=True):
        remember(Did.OPENED_TEST, actor=actor, now=now, about=cohort, cohort=cohort.id, quiz=quiz.id)


def close_test(cohort: Cohort, quiz: Quiz, actor: Person, now: datetime) -> int:
    """Closes a test; whoever is still answering hands in what is saved. Returns how many that were."""
    return _close(cohort, quiz.id, _stands(cohort), actor, now)


def close_tests(cohort: Cohort, actor: Person, now: datetime) -> int:
    """Closes every test that is open for the cohort, because the cohort itself is closed. Returns the same."""
    stands = _stands(cohort)
    return sum(_close(cohort, key, stands, actor, now) for key in stands)


def _close(cohort: Cohort, quiz_key: str, stands: Stands, actor: Person, now: datetime) -> int:
    if not _switch(cohort, quiz_key, stands, actor, now, is_open=False):
        return 0
    going_on = list(
        db.session.scalars(
            select(Attempt)
            .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            .where(Enrolment.cohort_id == cohort.id, Attempt.quiz_key == quiz_key, Attempt.submitted_at.is_(None))
            .order_by(Attempt.id)
        )
    )
    for attempt in going_on:
        ended_by = "time" if rules.is_over(attempt.ends_at, now) else "trainer"
        finish(attempt, queries.quiz_of(attempt), actor, now, ended_by=ended_by)
    count = len(going_on)
    remember(Did.CLOSED_TEST, actor=actor, now=now, about=cohort, cohort=cohort.id, quiz=quiz_key, handed_in=count)
    return count


def give_time(enrolment: Enrolment, quiz: Quiz, minutes: int, reason: str, actor: Person, now: datetime) -> None:
    """Gives somebody more time for a test, in all so many minutes; an attempt that goes on ends later at once."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    _refuse_closed(enrolment.cohort)
    if not quiz.minutes:
        raise Refused(_l("This test has no time limit."))
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(_l("Write a number of minutes from 0 to %(most)s.", most=MOST_MINUTES), field="minutes")
    attempt = queries.last_attempt(enrolment.id, quiz.id, until_commit=True)
    if attempt is not None and attempt.submitted_at is None:
        ends_at = rules.deadline(quiz, minutes, attempt.began_at)
        if rules.is_over(attempt.ends_at, now) or rules.is_over(ends_at, now):
            raise Refused(_l("Her time is over already; what was saved is handed in."))
        attempt.ends_at = ends_at
    given = select(func.max(ExtraTime.number)).where(
        ExtraTime.enrolment_id == enrolment.id, ExtraTime.quiz_key == quiz.id
    )
    db.session.add(
        ExtraTime(
            enrolment_id=enrolment.id,
            quiz_key=quiz.id,
            number=(db.session.scalar(given) or 0) + 1,
            minutes=minutes,
            reason=reason,
            given_at=now,
            given_by_id=actor.id,
        )
    )
    remember(
        Did.GAVE_TIME, actor=actor, now=now, about=enrolment, enrolment=enrolment.id, quiz=quiz.id, minutes=minutes
    )


def _stands(cohort: Cohort) -> Stands:
    """What is open, under the lock that beginning an attempt waits for too."""
    lock_cohort(cohort.id)
    _refuse_closed(cohort)
    return last_openings(cohort.id)


def _switch(cohort: Cohort, quiz_key: str, stands: Stands, actor: Person, now: datetime, *, is_open: bool) -> bool:
    was_open, number, _at = stands.get(quiz_key, (False, 0, now))
    if was_open == is_open:
        return False
    db.session.add(
        Opening(cohort_id=cohort.id, quiz_key=quiz_key, number=number + 1, is_open=is_open, at=now, by_id=actor.id)
    )
    db.session.flush()
    return True


def _refuse_closed(cohort: Cohort) -> None:
    if not cohort.is_open:
        raise Refused(_l("This cohort is closed. Reopen it first."))


def _paired(cohort: Cohort) -> PairedTest:
    paired = book(cohort.course_version_id).prepost
    if paired is None:
        raise Refused(_l("This course has no pre-test and post-test."))
    return paired
