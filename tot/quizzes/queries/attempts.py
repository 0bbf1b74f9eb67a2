"""Attempts: for the pages of their participants as plain columns, for others with person and cohort."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Quiz
from tot.db import db, rows
from tot.quizzes import rules
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.queries.answers import answers_of


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as the pages of its participant need it: plain columns, because these pages are asked for most."""

    id: int
    enrolment_id: int
    person_id: int
    is_active: bool  # whether she still takes part in the cohort
    language: str  # of the cohort
    quiz_key: str
    course_version_id: int
    number: int
    seed: int
    form: str | None
    began_at: datetime
    ends_at: datetime | None
    submitted_at: datetime | None
    ended_by: str | None
    cohort_id: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of somebody's attempts and how it stands."""

    attempt_id: int
    number: int
    began_at: datetime
    submitted_at: datetime | None
    tally: rules.Tally
    paper_on: date | None = None  # the day on which it was taken on paper


def sitting_by_id(attempt_id: int) -> Sitting | None:
    """An attempt for its participant's pages."""
    row: Any = rows(_SITTING, attempt_id=attempt_id).one_or_none()
    return None if row is None else Sitting(*row)


def attempt_by_id(attempt_id: int) -> Attempt | None:
    """An attempt with its enrolment, person and cohort, for whoever may look at it."""
    enrolment = joinedload(Attempt.enrolment, innerjoin=True)
    return db.session.scalar(
        select(Attempt)
        .where(Attempt.id == attempt_id)
        .options(
            enrolment.joinedload(Enrolment.cohort, innerjoin=True),
            enrolment.joinedload(Enrolment.person, innerjoin=True),
        )
    )


def last_attempt(enrolment_id: int, quiz_key: str, *, until_commit: bool = False) -> Attempt | None:
    """The latest attempt of one person at one quiz; `until_commit` lets nobody else change it till then."""
    wanted = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key)
    wanted = wanted.order_by(Attempt.number.desc()).limit(1)
    return db.session.scalar(wanted.with_for_update(of=Attempt) if until_commit else wanted)


def attempts_over(moment: datetime) -> list[int]:
    """The attempts that go on although their time was over before this moment."""
    over = select(Attempt.id).where(Attempt.submitted_at.is_(None), Attempt.ends_at < moment).order_by(Attempt.id)
    found = list(db.session.scalars(over))
    db.session.rollback()  # ends the reading: each is judged by what is true then
    return found


def pinned(attempt: Attempt | Sitting) -> tuple[Course, rules.CourseQuiz]:
    """The course and the quiz as they were published when the attempt began, with what was drawn for it."""
    course = book(attempt.course_version_id)
    return course, rules.pinned_quiz(course, attempt.quiz_key, attempt.form, attempt.seed)


def quiz_of(attempt: Attempt | Sitting) -> Quiz:
    """The quiz as it was published when the attempt began."""
    return pinned(attempt)[1].quiz


def tally_of(attempt: Attempt | Sitting, quiz: Quiz) -> rules.Tally:
    """How the attempt stands now."""
    return rules.tally(quiz, {key: given.points for key, given in answers_of(attempt.id).items()})


def outcomes(enrolment_id: int, quiz_key: str) -> list[Outcome]:
    """Every attempt of one person at one quiz and how it stands, the latest first. One query."""
    points: dict[tuple[Any, ...], dict[str, float | None]] = {}
    for row in rows(_OUTCOMES, enrolment_id=enrolment_id, quiz_key=quiz_key):
        answered = points.setdefault((*row[:5], tuple(row[5:8])), {})
        if row.question_key:  # later revisions and markings replace earlier ones
            answered[row.question_key] = row.points if row.marked_points is None else row.marked_points
            if row.response is None:  # keyed in from paper and taken back
                del answered[row.question_key]
    return [
        Outcome(*attempt, rules.tally(_quiz(quiz_key, *pinned), answered), paper_on)  # type: ignore[call-arg]
        for (*attempt, paper_on, pinned), answered in points.items()
    ]


def _quiz(quiz_key: str, course_version_id: int, form: str | None, seed: int) -> Quiz:
    return rules.pinned_quiz(book(course_version_id), quiz_key, form, seed).quiz


# Made once: to put a statement together takes longer than to run one of these.
_SITTING = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        Enrolment.person_id,
        Enrolment.ended_at.is_(None),
        Cohort.language,
        Attempt.quiz_key,
        Attempt.course_version_id,
        Attempt.number,
        Attempt.seed,
        Attempt.form,
        Attempt.began_at,
        Attempt.ends_at,
        Attempt.submitted_at,
        Attempt.ended_by,
        Enrolment.cohort_id,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(Attempt.id == bindparam("attempt_id"))
)
_OUTCOMES = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.began_at,
        Attempt.submitted_at,
        Attempt.paper_on,
        Attempt.course_version_id,
        Attempt.form,
        Attempt.seed,
        Answer.question_key,
        Answer.response,
        Answer.points,
        Marking.points.label("marked_points"),
    )
    .outerjoin(Answer, Answer.attempt_id == Attempt.id)
    .outerjoin(Marking, Marking.answer_id == Answer.id)
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key"))
    .order_by(Attempt.number.desc(), Answer.revision, Answer.id, Marking.number)
)
