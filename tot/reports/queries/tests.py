"""Which tests were taken, and what was answered in them: first attempts of everybody within somebody's reach."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from tot.accounts.models import Person
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import in_sight
from tot.courses.models import Version
from tot.courses.queries import book
from tot.db import db
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.queries import is_marked, open_answers
from tot.quizzes.rules import pinned_quiz
from tot.reports.queries.answers import given
from tot.reports.queries.seconds import Seconds
from tot.reports.rules import advice
from tot.reports.rules.cascade import COUNTING_ROLES
from tot.reports.rules.reading import Reader
from tot.reports.rules.taken import Taken
from tot.reports.rules.tests import Test

FORM: ColumnElement[str] = func.coalesce(Attempt.form, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was asked together: a test in one version and form, how many took it, and of how many all is marked."""

    quiz_key: str
    form: str
    version_id: int
    number: int  # of that version
    course_key: str
    course_version_id: int
    takers: int
    counted: int

    @property
    def has_figures(self) -> bool:
        """Whether enough attempts count for its page to show figures."""
        return advice.certainty(self.counted) != "none"

    @property
    def test(self) -> Test:
        """The test as it was published then."""
        found = pinned_quiz(book(self.course_version_id), self.quiz_key, self.form)
        return Test(found.quiz, found.module)


@dataclass(frozen=True, slots=True)
class Results:
    """First attempts at a sheet; those with an answer that still waits for a marker are only counted."""

    takings: tuple[Taken, ...]
    waiting: int


def in_reach(person: Person) -> ColumnElement[bool]:
    """The cohorts whose results somebody may see added up: those in sight, and those of places that are observed."""
    observed = [beneath(Cohort.place_path, role.place_path) for role in person.roles if role.kind in COUNTING_ROLES]
    return or_(in_sight(person), *observed)


def of_cohort(cohort_id: int) -> ColumnElement[bool]:
    """One cohort."""
    return Cohort.id == cohort_id


def sheets(where: ColumnElement[bool], *, quiz_key: str | None = None, course_key: str | None = None) -> list[Sheet]:
    """Every sheet that was taken there, the newest version of a test first."""
    takers = func.count(Enrolment.person_id.distinct())
    counted = func.count(case((~_waits(), Enrolment.person_id)).distinct())
    columns = (Attempt.quiz_key, FORM.label("sat"), Attempt.version_id, Version.number, Cohort.course_key)
    wanted = (
        _first(select(*columns, func.max(Attempt.course_version_id), takers, counted), where)
        .join(Version, Version.id == Attempt.version_id)
        .group_by(Attempt.quiz_key, "sat", Attempt.version_id, Version.number, Cohort.course_key)
        .order_by(Cohort.course_key, Attempt.quiz_key, "sat", Version.number.desc())
    )
    if quiz_key is not None:
        wanted = wanted.where(Attempt.quiz_key == quiz_key)
    if course_key is not None:
        wanted = wanted.where(Cohort.course_key == course_key)
    return [Sheet(*row) for row in db.session.execute(wanted)]


def results(sheet: Sheet, where: ColumnElement[bool]) -> Results:
    """What everybody answered in her first attempt. Three queries, whatever the number of people."""
    chosen = (Attempt.quiz_key == sheet.quiz_key, Attempt.version_id == sheet.version_id, sheet.form == FORM)
    first = _first(select(Attempt.id), where).where(*chosen).subquery()
    began = case((Attempt.paper_on.is_(None), cast(Seconds(Attempt.began_at), BigInteger)))
    attempts = db.session.execute(
        select(Attempt.id, Enrolment.person_id, Cohort.language, began, Attempt.seed)
        .join(first, first.c.id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .order_by(Attempt.id)
    )
    earliest: dict[int, Any] = {}
    for row in attempts:
        earliest.setdefault(row.person_id, row)
    said, reader = given(first), Reader(sheet.test)
    takings = [
        reader.read(language, *said.of(attempt), start, seed)
        for attempt, _person, language, start, seed in earliest.values()
    ]
    return Results(tuple(taken for taken in takings if taken is not None), takings.count(None))


def _waits() -> ColumnElement[bool]:
    """Whether an answer of an attempt waits for a marker, as rules.reading says it of the answers themselves."""
    is_answered = func.coalesce(cast(Answer.response, Text), "null") != "null"
    return exists().where(Answer.attempt_id == Attempt.id, *open_answers(), is_answered, ~is_marked())


def _first(columns: Any, where: ColumnElement[bool]) -> Any:
    """Finished attempts of people who had not tried this test before, in this cohort or in another."""
    earlier, other = aliased(Attempt), aliased(Enrolment)
    tried = exists().where(
        other.person_id == Enrolment.person_id,
        earlier.enrolment_id == other.id,
        earlier.quiz_key == Attempt.quiz_key,
        earlier.id < Attempt.id,
    )
    return (
        columns.select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(where, Attempt.number == 1, Attempt.submitted_at.is_not(None), ~tried)
    )
