"""Who marks a test beside its trainer, whose turn an answer is, and what several markers gave."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import case, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from tot.accounts.models import Person
from tot.cascade.models import Licence
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Quiz
from tot.db import db
from tot.quizzes import rules
from tot.quizzes.models import Answer, Attempt, Marker, Marking, Rating
from tot.quizzes.queries.candidates import known_to
from tot.quizzes.queries.waiting import is_marked, is_rated, open_answers
from tot.quizzes.settling import PARTS, Part, Rated, Standing, standing


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer and the part in which somebody marks it, beside another."""

    answer: Answer
    part: Part
    marker_id: int

    @property
    def cohort(self) -> Cohort:
        """The cohort it belongs to; its marker is not told which."""
        return self.answer.cohort


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far the open answers of a cohort's test are."""

    first: int = 0  # wait for the trainer
    second: int = 0  # wait for the second marker, if there is one
    apart: int = 0  # wait for a third
    marked: int = 0


def markers_in(cohort: Cohort, actor: Person) -> dict[tuple[str, str], str]:
    """Test and part → the name of whoever marks it now beside the trainer; empty where the actor may not know her.

    A coordinator of the country may choose somebody from far away: whom the cohort's trainer has no need to know.
    """
    known = exists().where(
        Licence.person_id == Person.id, Licence.course_key == cohort.course_key, or_(false(), *known_to(cohort, actor))
    )
    rows = db.session.execute(
        select(Marker.quiz_key, Marker.part, Person.name, known.correlate(Person))
        .join(Person, Person.id == Marker.person_id)
        .where(Marker.cohort_id == cohort.id, Marker.ended_at.is_(None))
    )
    return {(quiz_key, part): name if is_known else "" for quiz_key, part, name, is_known in rows}


def is_for_two(cohort: Cohort, quiz_key: str) -> bool:
    """Whether two read the answers to a cohort's test: as its author wants, or because a second was asked."""
    found = rules.quiz_in(book(cohort.course_version_id), quiz_key)
    return (found is not None and found.quiz.markers == 2) or marker_of(cohort, quiz_key, "second") is not None


def is_read_twice(attempt: Attempt, quiz: Quiz) -> bool:
    """The same for an attempt, which keeps the version of the quiz that it began with."""
    return quiz.markers == 2 or marker_of(attempt.cohort, attempt.quiz_key, "second") is not None


def turn(answer_id: int, part: str) -> Turn | None:
    """An answer of a finished attempt that somebody marks in this part; None where nobody does."""
    if part not in PARTS:
        return None
    enrolment = joinedload(Answer.attempt, innerjoin=True).joinedload(Attempt.enrolment, innerjoin=True)
    answer = db.session.scalar(
        select(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(
            Answer.id == answer_id,
            *open_answers(),
        )
        .options(enrolment.joinedload(Enrolment.cohort, innerjoin=True))
    )
    if answer is None:
        return None
    marker_id = marker_of(answer.cohort, answer.attempt.quiz_key, part)
    return None if marker_id is None else Turn(answer, part, marker_id)


def marker_of(cohort: Cohort, quiz_key: str, part: str) -> int | None:
    """Who marks a test in this part now."""
    if part == "first":
        return cohort.led_by_id
    marker = asked_marker(cohort, quiz_key, part)
    return marker.person_id if marker else None


def asked_marker(cohort: Cohort, quiz_key: str, part: str) -> Marker | None:
    """The second or third marker of a test, as she was asked."""
    return db.session.scalar(
        select(Marker).where(
            Marker.cohort_id == cohort.id,
            Marker.quiz_key == quiz_key,
            Marker.part == part,
            Marker.ended_at.is_(None),
        )
    )


_RATED = (Rating.part, Rating.number, Rating.rated_by_id, Rating.criteria, Rating.remark, Rating.reason)


def standing_of(answer_id: int) -> Standing:
    """What the markers of an answer gave, as it stands now."""
    return standing(Rated(*row) for row in db.session.execute(select(*_RATED).where(Rating.answer_id == answer_id)))


def unsettled(cohort: Cohort, quiz_key: str) -> dict[int, Standing]:
    """Answer → what its markers gave, where no marking counts yet. One query."""
    rows = db.session.execute(
        select(Rating.answer_id, *_RATED)
        .join(Answer, Answer.id == Rating.answer_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, Attempt.quiz_key == quiz_key, ~is_marked())
        .order_by(Rating.answer_id, Rating.number)
    )
    given: dict[int, list[Rated]] = defaultdict(list)
    for answer_id, *rated in rows:
        given[answer_id].append(Rated(*rated))
    return {answer_id: standing(ratings) for answer_id, ratings in given.items()}


def is_marked_by_one(answer_id: int) -> bool:
    """Whether an answer was marked when one marker was enough, or by rule; then it stays so."""
    columns = select(Marking.settled, Marking.points).where(Marking.answer_id == answer_id)
    row = db.session.execute(columns.order_by(Marking.number.desc()).limit(1)).first()
    return row is not None and row.points is not None and row.settled is None


def how_far(cohort_id: int) -> dict[str, HowFar]:
    """Test → how far its open answers are, of finished attempts. One query."""
    marked, first, second = is_marked(), is_rated("first"), is_rated("second")
    rows = db.session.execute(
        select(
            Attempt.quiz_key,
            func.sum(case((marked | first, 0), else_=1)),
            func.sum(case((marked | second, 0), else_=1)),
            func.sum(case((~marked & first & second, 1), else_=0)),
            func.sum(case((marked, 1), else_=0)),
        )
        .select_from(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            *open_answers(),
        )
        .group_by(Attempt.quiz_key)
    )
    return {row[0]: HowFar(*row[1:]) for row in rows}
