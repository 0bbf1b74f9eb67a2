"""What two markers gave to the same answers, of everybody within somebody's reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from tot.cohorts.models import Cohort, Enrolment
from tot.courses.models import Version
from tot.courses.queries import book
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Rating
from tot.quizzes.rules import question_in

Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """A question in one version, and the points of the first and the second marker for each answer that both read."""

    question: Question
    number: int  # of that version
    pairs: tuple[tuple[Points, Points], ...]


def read_twice(where: ColumnElement[bool], quiz_key: str) -> list[ReadTwice]:
    """The questions of a test that two have marked, the newest version of each first. One query."""
    columns = (Answer.id, Answer.question_key, Version.number, Attempt.course_version_id)
    rows = db.session.execute(
        select(*columns, Rating.part, Rating.criteria)
        .select_from(Rating)
        .join(Answer, Answer.id == Rating.answer_id)
        .join(Version, Version.id == Answer.version_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(where, Attempt.quiz_key == quiz_key, Rating.part.in_(("first", "second")))
        .order_by(Answer.question_key, Version.number.desc(), Answer.id, Rating.number)
    )
    given: dict[tuple[str, int], dict[int, dict[str, Points]]] = {}
    books: dict[tuple[str, int], int] = {}
    for answer_id, question_key, number, course_version_id, part, criteria in rows:
        key = (question_key, number)
        books[key] = course_version_id
        given.setdefault(key, {}).setdefault(answer_id, {})[part] = criteria  # what was changed later comes later
    found = []
    for key, answers in given.items():
        pairs = tuple((one["first"], one["second"]) for one in answers.values() if len(one) == 2)
        question = question_in(book(books[key]), key[0])
        if pairs and question is not None:
            found.append(ReadTwice(question, key[1], pairs))
    return found
