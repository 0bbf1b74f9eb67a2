"""What we know about attempts and answers. Of several revisions and markings the latest counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from tot.accounts.models import Person
from tot.cohorts.models import Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Module, Question, Quiz
from tot.db import db
from tot.quizzes import rules
from tot.quizzes.models import Answer, Attempt, Marking


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question as it counts now."""

    answer_id: int
    attempt_id: int
    question_key: str
    revision: int
    response: Any
    points: float | None  # those of the marking where there is one; None while it waits for it
    answered_at: datetime
    markings: int  # how many there were
    criteria: tuple[str, ...] | None  # as marked by a person
    remark: str
    marked_by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for a marker."""

    answer_id: int
    attempt_id: int
    question_key: str
    course_version_id: int
    person_name: str
    answered_at: datetime


def attempt_by_id(attempt_id: int) -> Attempt | None:
    """An attempt with its enrolment and cohort."""
    return db.session.scalar(_ATTEMPT, {"number": attempt_id})


def answer_by_id(answer_id: int) -> Answer | None:
    """An answer with its attempt, the person and the cohort."""
    attempt = joinedload(Answer.attempt, innerjoin=True).joinedload(Attempt.enrolment, innerjoin=True)
    return db.session.scalar(
        select(Answer)
        .where(Answer.id == answer_id)
        .options(
            attempt.joinedload(Enrolment.cohort, innerjoin=True), attempt.joinedload(Enrolment.person, innerjoin=True)
        )
    )


def attempts_of(enrolment_id: int, quiz_key: str) -> list[Attempt]:
    """Every attempt of one person at one quiz, the latest first."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key)
            .order_by(Attempt.number.desc())
        )
    )


def answers_of(attempt_id: int) -> dict[str, Given]:
    """Question → its answer as it counts now."""
    return answers_of_attempts([attempt_id]).get(attempt_id, {})


def answers_of_attempts(attempt_ids: Iterable[int]) -> dict[int, dict[str, Given]]:
    """Attempt → question → its answer as it counts now. One query for all."""
    found: dict[int, dict[str, Given]] = {}
    for given in _given(_ANSWERS, list(attempt_ids)):
        found.setdefault(given.attempt_id, {})[given.question_key] = given  # later rows replace earlier ones
    return found


def pinned(attempt: Attempt) -> tuple[Course, Module, Quiz]:
    """The course, the module and the quiz as they were published when the attempt began."""
    course = book(attempt.course_version_id)
    found = rules.quiz_in(course, attempt.quiz_key)
    assert found is not None  # noqa: S101 the attempt was begun from this very book
    return course, *found


def quiz_of(attempt: Attempt) -> Quiz:
    """The quiz as it was published when the attempt began."""
    return pinned(attempt)[2]


def tally_of(attempt: Attempt, quiz: Quiz) -> rules.Tally:
    """How the attempt stands now."""
    return _tally(quiz, answers_of(attempt.id))


def attempts_with_tallies(enrolment_id: int, quiz_key: str) -> list[tuple[Attempt, rules.Tally]]:
    """Every attempt of one person at one quiz with how it went, the latest first."""
    attempts = attempts_of(enrolment_id, quiz_key)
    answers = answers_of_attempts(attempt.id for attempt in attempts) if attempts else {}
    return [(attempt, _tally(quiz_of(attempt), answers.get(attempt.id, {}))) for attempt in attempts]


def _tally(quiz: Quiz, answers: Mapping[str, Given]) -> rules.Tally:
    return rules.tally(quiz, {key: given.points for key, given in answers.items()})


def answer_sent_as(attempt_id: int, client_key: str) -> tuple[str, int] | None:
    """The question and the revision of the answer that a page sent under this key, if it arrived."""
    row = db.session.execute(
        select(Answer.question_key, Answer.revision).where(
            Answer.attempt_id == attempt_id, Answer.client_key == client_key
        )
    ).one_or_none()
    return None if row is None else (row.question_key, row.revision)


def waiting_in(cohort_id: int) -> list[Waiting]:
    """The answers of finished attempts that wait for a marker, the oldest first."""
    columns = (
        Answer.id,
        Attempt.id,
        Answer.question_key,
        Attempt.course_version_id,
        Person.name,
        Answer.answered_at,
    )
    rows = db.session.execute(
        _joined(select(*columns))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, *_waits())
        .order_by(Attempt.submitted_at, Answer.id)
    )
    return [Waiting(*row) for row in rows]


def question_of(waiting: Waiting) -> Question:
    """The question as it was published when the attempt began."""
    modules = book(waiting.course_version_id).ready_modules
    quizzes = (module.check for module in modules if module.check is not None)
    return next(one for quiz in quizzes for one in quiz.questions if one.id == waiting.question_key)


def waiting_counts(cohort_ids: Iterable[int]) -> dict[int, int]:
    """Cohort → how many answers wait for a marker; a cohort without any is missing."""
    rows = db.session.execute(
        _joined(select(Enrolment.cohort_id, func.count(Answer.id)))
        .where(Enrolment.cohort_id.in_(list(cohort_ids)), *_waits())
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in rows}


# Written once: whoever answers asks these on every page.
_ATTEMPT = (
    select(Attempt)
    .where(Attempt.id == bindparam("number"))
    .options(joinedload(Attempt.enrolment, innerjoin=True).joinedload(Enrolment.cohort, innerjoin=True))
)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    )


def _waits() -> tuple[ColumnElement[bool], ...]:
    """In a finished attempt, without points, not marked, and not replaced by a later answer."""
    later = aliased(Answer)
    return (
        Attempt.submitted_at.is_not(None),
        Answer.points.is_(None),
        ~exists().where(Marking.answer_id == Answer.id),
        ~exists().where(
            later.attempt_id == Answer.attempt_id,
            later.question_key == Answer.question_key,
            later.revision > Answer.revision,
        ),
    )


_ANSWERS = (
    select(
        Answer.id, Answer.attempt_id, Answer.question_key, Answer.revision, Answer.response, Answer.points,
        Answer.answered_at, Marking.number, Marking.criteria, Marking.points, Marking.remark, Person.name,
    )
    .outerjoin(Marking, Marking.answer_id == Answer.id)
    .outerjoin(Person, Person.id == Marking.marked_by_id)
    .where(Answer.attempt_id.in_(bindparam("attempts", expanding=True)))
    .order_by(Answer.revision, Answer.id, Marking.number)
)  # fmt: skip


def _given(statement: Select[Any], attempts: list[int]) -> list[Given]:
    return [
        Given(
            answer_id=answer_id,
            attempt_id=attempt_id,
            question_key=question_key,
            revision=revision,
            response=response,
            points=points if number is None else marked_points,
            answered_at=answered_at,
            markings=number or 0,
            criteria=None if number is None else tuple(criteria),
            remark=remark or "",
            marked_by=marked_by or "",
        )
        for (
            answer_id, attempt_id, question_key, revision, response, points, answered_at,
            number, criteria, marked_points, remark, marked_by,
        ) in db.session.execute(statement, {"attempts": attempts})
    ]  # fmt: skip
