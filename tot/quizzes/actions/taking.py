"""An attempt begins, and it ends: by its person, by its trainer, or by time."""

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _l

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.cohorts.actions import lock_cohort
from tot.cohorts.queries import OwnEnrolment, is_active
from tot.courses.queries import book
from tot.courses.rules import Quiz
from tot.db import db, transaction
from tot.jobs import each_minute
from tot.progress.actions import tell
from tot.progress.queries import openings_of
from tot.quizzes import queries, rules
from tot.quizzes.models import Attempt, FormGiven
from tot.quizzes.queries import Sitting
from tot.refusals import Refused

ENDED = _l("You no longer take part in this cohort. Ask your trainer if this is a mistake.")


def begin(enrolment: OwnEnrolment, quiz: Quiz, actor: Person, now: datetime) -> int:
    """The id of the attempt that is open, or of a new one. One person has one open attempt at a quiz.

    Raises Refused where the trainer has not opened the test, and where no attempt is left.
    """
    # Two clicks at once wait here for each other; the second finds the attempt of the first.
    if not is_active(enrolment.id, until_commit=True):
        raise Refused(ENDED)
    last = queries.last_attempt(enrolment.id, quiz.id)
    if last is not None and not hand_in_if_over(last, now):
        return last.id
    form = form_for(enrolment, quiz, now) if rules.way_of(quiz).is_opened else None
    _refuse_without_attempts(enrolment, quiz, last)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key=quiz.id,
        version_id=quiz.version_id,
        course_version_id=enrolment.course_version_id,
        number=last.number + 1 if last else 1,
        seed=secrets.randbelow(2**31),
        began_at=now,
        form=form,
        ends_at=rules.deadline(quiz, queries.extra_minutes(enrolment.id, quiz.id), now),
    )
    db.session.add(attempt)
    db.session.flush()
    facts = {"enrolment": enrolment.id, "quiz": quiz.id, "number": attempt.number}
    remember(Did.STARTED_ATTEMPT, actor=actor, now=now, about=attempt, **facts)
    return attempt.id


def _refuse_without_attempts(enrolment: OwnEnrolment, quiz: Quiz, last: Attempt | None) -> None:
    if last is None or not quiz.attempts:
        return
    if rules.left_of(quiz, last.number) == 0:
        raise Refused(_l("You have handed in this test. There is no further attempt."))
    if any(outcome.tally.is_passed for outcome in queries.outcomes(enrolment.id, quiz.id)):
        raise Refused(_l("You have passed this test already. There is no further attempt."))


def form_for(enrolment: OwnEnrolment, quiz: Quiz, now: datetime) -> str:
    """The form of a paired test that this person has now. Raises Refused while the trainer does not hold it open.

    In a cohort as many begin with one form as with the other: whoever comes first waits for nobody, but two who come
    at once are counted one after the other.
    """
    lock_cohort(enrolment.cohort_id)
    if not openings_of([enrolment.cohort_id])[enrolment.cohort_id].get(quiz.id):
        raise Refused(_l("This test is not open now. Your trainer opens it for the whole group."))
    paired = book(enrolment.course_version_id).prepost
    assert paired is not None  # noqa: S101 only its halves are opened
    first = queries.first_form(enrolment.id, paired.id)
    if first is None:
        given = queries.forms_given(enrolment.cohort_id, paired.id)
        first = rules.next_form(given, secrets.randbelow(2))
        db.session.add(FormGiven(enrolment_id=enrolment.id, test_key=paired.id, first=first, given_at=now))
        db.session.flush()
    return first if quiz.id == paired.pretest_id else rules.other_form(first)


def finish(
    sitting: Attempt | Sitting, quiz: Quiz, actor: Person | None, now: datetime, *, ended_by: str | None = None
) -> rules.Tally:
    """Ends the attempt and tells progress how it went; finishing again changes nothing.

    `ended_by` says who did it in the place of its person: "time", and then it ended when the time was over, or
    "trainer". They may do so also for somebody who has left the cohort.
    """
    attempt = db.session.get_one(Attempt, sitting.id, with_for_update={"of": Attempt}, populate_existing=True)
    stands = queries.tally_of(attempt, quiz)
    if attempt.submitted_at is not None:
        return stands
    if ended_by is None and not is_active(attempt.enrolment_id):
        raise Refused(ENDED)
    attempt.submitted_at = attempt.ends_at if ended_by == "time" and attempt.ends_at else now
    attempt.ended_by = ended_by
    tell_progress(attempt, stands, f"attempt {attempt.id}", now)
    facts = {"enrolment": attempt.enrolment_id, "quiz": quiz.id, "number": attempt.number, "points": stands.right}
    remember(Did.SUBMITTED_ATTEMPT, actor=actor, now=now, about=attempt, **facts)
    return stands


def hand_in_if_over(attempt: Attempt | Sitting, now: datetime) -> bool:
    """Whether the attempt is finished; where its time is over, it is handed in with what was saved."""
    if attempt.submitted_at is None and rules.is_over(attempt.ends_at, now):
        finish(attempt, queries.quiz_of(attempt), None, now, ended_by="time")
        return True
    return attempt.submitted_at is not None


@each_minute
def hand_in_what_is_over(now: datetime) -> None:
    """Hands in the attempts of those who did not come back before their time was over."""
    for number in queries.attempts_over(now - rules.GRACE):
        with transaction():
            hand_in_if_over(db.session.get_one(Attempt, number, with_for_update={"of": Attempt}), now)


def tell_progress(attempt: Attempt, stands: rules.Tally, source: str, now: datetime) -> None:
    """Tells progress how the attempt stands; `source` names the row that made it so."""
    facts = {
        "points": stands.right,
        "of": stands.of,
        "is_passed": stands.is_passed,
        "waits": stands.may_still_pass,
    }
    tell(attempt.enrolment_id, "quiz", attempt.quiz_key, source, facts, now)
