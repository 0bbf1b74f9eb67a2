"""Open answers that wait for a marker: in a cohort, and for one person over everything that she marks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes import rules, settling
from tot.quizzes.models import Answer, Attempt, Marker, Marking, Rating
from tot.quizzes.settling import Part


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits for the trainer of its cohort."""

    answer_id: int
    quiz_key: str
    question_key: str
    course_version_id: int
    person_name: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Pile:
    """The answers to one question of a cohort's test that one person has to mark, and how many of them are done."""

    cohort_id: int
    cohort_name: str
    language: str
    part: Part
    quiz_key: str
    question_key: str
    course_version_id: int
    count: int
    left: int
    since: datetime | None  # when the one that waits longest was handed in

    @property
    def done(self) -> int:
        return self.count - self.left


@dataclass(frozen=True, slots=True)
class Stack:
    """The answers to one question, in the order in which one marker reads them; `left` are those that wait."""

    answers: tuple[int, ...]
    left: frozenset[int]

    def place(self, answer_id: int) -> int:
        """Counted from 1."""
        return self.answers.index(answer_id) + 1

    def beside(self, answer_id: int, step: int) -> int | None:
        """The answer before (−1) or after (1) this one."""
        at = self.answers.index(answer_id) + step
        return self.answers[at] if 0 <= at < len(self.answers) else None

    def next_left(self, answer_id: int) -> int | None:
        """The next one that waits, looking on from here and then from the beginning."""
        at = self.answers.index(answer_id)
        return next((one for one in (*self.answers[at + 1 :], *self.answers[:at]) if one in self.left), None)


def waiting_in(cohort_id: int) -> list[Waiting]:
    """The answers of finished attempts that wait for the cohort's trainer, the oldest first."""
    columns = (Answer.id, Attempt.quiz_key, Answer.question_key, Attempt.course_version_id, Person.name)
    rows = db.session.execute(
        _joined(select(*columns, Attempt.submitted_at))
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, *open_answers(), ~_done("first"))
        .order_by(Attempt.submitted_at, Answer.id)
    )
    return [Waiting(*row) for row in rows]


def question_of(waiting: Waiting | Pile) -> Question:
    """The question as it was published when the attempt began."""
    found = rules.question_in(book(waiting.course_version_id), waiting.question_key)
    assert found is not None  # noqa: S101 it was asked from this very book
    return found


def count_waiting() -> ScalarSelect[int]:
    """How many answers wait for the trainer of a cohort, as a column beside the cohort's own."""
    counted = _joined(select(func.count(Answer.id))).where(
        Enrolment.cohort_id == Cohort.id, *open_answers(), ~_done("first")
    )
    column: ScalarSelect[int] = counted.correlate(Cohort).scalar_subquery()
    return column


def count_beside(person_id: int) -> int:
    """How many answers wait for somebody as second or third marker."""
    counted = _assigned(select(func.count(Answer.id)), person_id).where(~_done_as_assigned())
    return db.session.scalar(counted) or 0


def piles_of(person_id: int) -> list[Pile]:
    """What waits for somebody, question by question: as trainer of her cohorts, then beside others. Two queries."""
    led = _joined(_pile(literal("first"), _done("first"))).join(Cohort, Cohort.id == Enrolment.cohort_id)
    led = led.where(Cohort.led_by_id == person_id, *open_answers())
    beside = _assigned(_pile(Marker.part, _done_as_assigned()), person_id)
    found = [Pile(*row) for wanted in (led, beside) for row in db.session.execute(_grouped(wanted))]
    return [pile for pile in found if pile.left]


def stack(cohort_id: int, quiz_key: str, question_key: str, part: Part) -> Stack:
    """All answers to one question that somebody marks in one part, those that are done too, as they came in."""
    rows = db.session.execute(
        _joined(select(Answer.id, _done(part)))
        .where(
            Enrolment.cohort_id == cohort_id,
            Attempt.quiz_key == quiz_key,
            Answer.question_key == question_key,
            *open_answers(),
            _concerns(part),
        )
        .order_by(Attempt.submitted_at, Answer.id)
    ).all()
    return Stack(tuple(row[0] for row in rows), frozenset(row[0] for row in rows if not row[1]))


def blind(stack: Stack, person_id: int) -> Stack:
    """The same in an order of this marker's own, which does not tell who handed in when."""
    return Stack(tuple(settling.in_order_of(person_id, stack.answers)), stack.left)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    )


def _assigned(statement: Any, person_id: int) -> Any:
    """The answers that somebody reads beside a trainer, as long as she is asked to."""
    return (
        _joined(statement)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Marker, and_(Marker.cohort_id == Cohort.id, Marker.quiz_key == Attempt.quiz_key))
        .where(
            Marker.person_id == person_id,
            Marker.ended_at.is_(None),
            *open_answers(),
            case((Marker.part == "second", _concerns("second")), else_=_concerns("third")),
        )
    )


def _pile(part: Any, done: ColumnElement[bool]) -> Any:
    return select(
        Cohort.id,
        Cohort.name,
        Cohort.language,
        part.label("part"),
        Attempt.quiz_key,
        Answer.question_key,
        func.max(Attempt.course_version_id),
        func.count(Answer.id),
        func.sum(case((done, 0), else_=1)),
        func.min(case((done, None), else_=Attempt.submitted_at)),
    )


def _grouped(statement: Any) -> Any:
    together = (Cohort.id, Cohort.name, Cohort.language, "part", Attempt.quiz_key, Answer.question_key)
    return statement.group_by(*together).order_by(Cohort.id, Attempt.quiz_key, Answer.question_key)


def open_answers() -> tuple[ColumnElement[bool], ...]:
    """The answers that are for a person to mark: of a finished attempt, and not replaced by a later one."""
    later = aliased(Answer)
    return (
        Attempt.submitted_at.is_not(None),
        Answer.points.is_(None),
        ~exists().where(
            later.attempt_id == Answer.attempt_id,
            later.question_key == Answer.question_key,
            later.revision > Answer.revision,
        ),
    )


def is_marked() -> ColumnElement[bool]:
    """Whether an answer has points from a marking that was not undone."""
    undone = aliased(Marking)
    later_undone = exists().where(
        undone.answer_id == Marking.answer_id, undone.number > Marking.number, undone.points.is_(None)
    )
    return exists().where(Marking.answer_id == Answer.id, Marking.points.is_not(None), ~later_undone)


def is_rated(part: str) -> ColumnElement[bool]:
    """Whether an answer was read in this part."""
    return exists().where(Rating.answer_id == Answer.id, Rating.part == part)


def _done(part: str) -> ColumnElement[bool]:
    """Whether nothing waits for this one any more."""
    return or_(is_marked(), is_rated("first")) if part == "first" else is_rated(part)


def _done_as_assigned() -> ColumnElement[bool]:
    return case((Marker.part == "second", is_rated("second")), else_=is_rated("third"))


def _concerns(part: str) -> ColumnElement[bool]:
    """Whether this one ever had to read the answer: the second unless it was marked before there was a second, the
    third where the two differ."""
    if part == "first":
        return literal(True)
    if part == "second":
        return or_(~is_marked(), is_rated("second"))
    return or_(is_rated("third"), and_(is_rated("first"), is_rated("second"), ~is_marked()))
