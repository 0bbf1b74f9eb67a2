"""Tests on paper: every participant's line, with what is typed in so far."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from tot.accounts.models import Person
from tot.clock import time_zone
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Quiz
from tot.db import db
from tot.quizzes import rules
from tot.quizzes.keying import Stands, Step
from tot.quizzes.models import Attempt, Keying
from tot.quizzes.queries.answers import answers_of_all
from tot.quizzes.queries.holding import first_forms


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt at the test or, of a paired test, at its other half."""

    quiz_key: str
    number: int
    began_at: datetime
    submitted_at: datetime | None
    is_on_paper: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One participant's line: the number that is printed on her sheet, her form, and how the line stands."""

    number: int
    enrolment_id: int
    name: str
    form: str  # the one she is to have; empty while nobody has decided, and where a test has none
    form_number: int  # of that decision
    tried: tuple[Tried, ...]
    stands: Stands | None
    taken_at: datetime | None  # when she took the test for the last time that she may, and not on this sheet


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A test as it is taken on paper, for the first time or a further one."""

    quiz_key: str
    kind: str
    has_forms: bool
    test_key: str  # what forms are given for
    is_second_half: bool  # the post-test, or a second attempt: the form is the other one
    attempts: int = 0  # how often one may try; 0 is as often as one likes
    other_half: str = ""
    nth: int = 1


def on_paper(course: Course, quiz_key: str, nth: int = 1) -> OnPaper | None:
    """How this test of the course is taken on paper; None where there is no such test."""
    found = rules.quiz_in(course, quiz_key)
    if found is None or nth < 1 or (found.quiz.attempts and nth > found.quiz.attempts):
        return None
    quiz, paired = found.quiz, course.prepost
    if paired is not None and quiz_key in (paired.pretest_id, paired.posttest_id):
        other = paired.posttest_id if quiz_key == paired.pretest_id else paired.pretest_id
        is_second_half = quiz_key == paired.posttest_id
        return OnPaper(quiz_key, quiz.kind, True, paired.id, is_second_half, quiz.attempts, other)
    is_other_form = bool(quiz.draw) and nth % 2 == 0
    return OnPaper(quiz_key, quiz.kind, bool(quiz.draw), quiz_key, is_other_form, quiz.attempts, nth=nth)


def form_of_quiz(course: Course, test: OnPaper, form: str) -> Quiz:
    """What is printed as this form."""
    seed = rules.seed_on_paper(test.quiz_key, form)
    return rules.pinned_quiz(course, test.quiz_key, form, seed).quiz


def forms_of(course: Course, test: OnPaper) -> dict[str, Quiz]:
    """Every form and what it asks; one without a name where all have the same."""
    return {form: form_of_quiz(course, test, form) for form in (rules.FORMS if test.has_forms else ("",))}


def lines_of(cohort: Cohort, test: OnPaper) -> list[PaperLine]:
    """Everybody who takes part, in the order of the printed numbers, which never change. Five queries for all."""
    people = db.session.execute(
        select(Enrolment.id, Person.name, Enrolment.ended_at)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort.id)
        .order_by(Enrolment.id)
    ).all()
    forms = first_forms(cohort.id, test.test_key) if test.has_forms else {}
    attempts = _attempts(cohort.id, test)
    stands = _stands([row for rows in attempts.values() for row in _papers(rows, test)[test.nth - 1 : test.nth]])
    return [
        PaperLine(
            number=number,
            enrolment_id=row.id,
            name=row.name,
            form=_form(test, forms.get(row.id)),
            form_number=forms[row.id][1] if row.id in forms else 0,
            tried=tuple(
                Tried(one.quiz_key, one.number, one.began_at, one.submitted_at, one.paper_on is not None)
                for one in attempts[row.id]
            ),
            stands=next((stands[one.id] for one in attempts[row.id] if one.id in stands), None),
            taken_at=_taken_at(attempts[row.id], stands, test),
        )
        for number, row in enumerate(people, 1)
        if row.ended_at is None
    ]


def count_on_paper(cohort_id: int) -> Counter[str]:
    """Test → how many of those who take part have taken it on paper."""
    counted = db.session.execute(
        select(Attempt.quiz_key, func.count(Attempt.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None), Attempt.paper_on.is_not(None))
        .group_by(Attempt.quiz_key)
    )
    return Counter(dict(counted.all()))


def keyed_by(attempt_id: int) -> str:
    """Who typed an attempt in."""
    wanted = select(Person.name).join(Keying, Keying.keyed_by_id == Person.id).where(Keying.attempt_id == attempt_id)
    return db.session.scalar(wanted.order_by(Keying.number).limit(1)) or ""


def moment_of(day: date, now: datetime) -> datetime:
    """A moment that stands for a day on paper: its noon, never later than now."""
    return min(now, datetime.combine(day, time(12), time_zone()))


def _form(test: OnPaper, given: tuple[str, int] | None) -> str:
    if given is None:
        return ""
    return rules.other_form(given[0]) if test.is_second_half else given[0]


def _attempts(cohort_id: int, test: OnPaper) -> dict[int, list[Any]]:
    columns = (Attempt.id, Attempt.enrolment_id, Attempt.quiz_key, Attempt.number, Attempt.course_version_id)
    more = (Attempt.form, Attempt.seed, Attempt.began_at, Attempt.submitted_at, Attempt.paper_on)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        select(*columns, *more)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, Attempt.quiz_key.in_([test.quiz_key, test.other_half]))
        .order_by(Attempt.number)
    ):
        found[row.enrolment_id].append(row)
    return found


def _taken_at(attempts: Iterable[Any], stands: Mapping[int, Stands], test: OnPaper) -> datetime | None:
    tried = [one for one in attempts if one.quiz_key == test.quiz_key]
    is_over = 0 < test.attempts <= len(tried) and all(one.submitted_at for one in tried)
    return tried[-1].began_at if is_over and not any(one.id in stands for one in tried) else None


def _papers(attempts: Iterable[Any], test: OnPaper) -> list[Any]:
    return [one for one in attempts if one.quiz_key == test.quiz_key and one.paper_on is not None]


def _stands(attempts: Sequence[Any]) -> dict[int, Stands]:
    numbers = [one.id for one in attempts]
    given, steps = answers_of_all(numbers), _steps(numbers)
    found = {}
    for one in attempts:
        course = book(one.course_version_id)
        test = on_paper(course, one.quiz_key)
        assert test is not None  # noqa: S101 the attempt was made from this very book
        form = one.form or _drawn_form(one) if test.has_forms else ""
        pinned = forms_of(course, test)
        found[one.id] = Stands(one.id, one.number, form, one.paper_on, pinned, given[one.id], tuple(steps[one.id]))
    return found


def _drawn_form(attempt: Any) -> str:
    return next(form for form in rules.FORMS if rules.seed_on_paper(attempt.quiz_key, form) == attempt.seed)


def _steps(attempt_ids: Sequence[int]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    columns = (Keying.number, Keying.kind, Keying.keyed_at, Keying.keyed_by_id, Person.name)
    for attempt_id, *step in db.session.execute(
        select(Keying.attempt_id, *columns, Keying.changes, Keying.reason)
        .join(Person, Person.id == Keying.keyed_by_id)
        .where(Keying.attempt_id.in_(attempt_ids))
        .order_by(Keying.number)
    ):
        found[attempt_id].append(Step(*step))
    return found
