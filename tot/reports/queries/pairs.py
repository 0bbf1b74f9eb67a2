"""What people had right in the pre-test and in the post-test of their cohort."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, select

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.db import db
from tot.progress.queries import openings_of
from tot.quizzes.models import Attempt
from tot.reports.queries.answers import given
from tot.reports.queries.tests import FORM
from tot.reports.rules.gain import Gain, Pair, gain, matched
from tot.reports.rules.reading import Reader
from tot.reports.rules.tests import published_test

Points = dict[int, tuple[float, float]]  # person → how many were right (a rubric in part), of how many she was asked


@dataclass(slots=True)
class Group:
    """One cohort: who had how many right before and after. An answer that waits for a marker keeps its person out."""

    cohort_id: int
    name: str
    pre: Points = field(default_factory=dict)
    post: Points = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)
    is_held: bool = False  # its post-test was opened and is closed, or came back on paper: who is missing is missing

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return matched(self.pre, self.post)

    @property
    def gain(self) -> Gain:
        """The figures of the cohort; whoever has one result only is a drop-out, came late or is still to take it."""
        return gain(self.pairs, len(self.pre.keys() - self.post.keys()), len(self.post.keys() - self.pre.keys()))


def groups(where: ColumnElement[bool], course_key: str) -> list[Group]:
    """Every cohort there that takes this course and in which somebody finished a half of the paired test."""
    cohorts = db.session.execute(
        select(Cohort.id, Cohort.name, Cohort.course_version_id)
        .where(where, Cohort.course_key == course_key)
        .order_by(Cohort.starts_on, Cohort.id)
    ).all()
    found = {cohort_id: Group(cohort_id, name) for cohort_id, name, _version in cohorts}
    before = {paired.pretest_id for _id, _name, version in cohorts if (paired := book(version).prepost)}
    after = {paired.posttest_id for _id, _name, version in cohorts if (paired := book(version).prepost)}
    halves = _halves(where, course_key, before | after)
    said = given(_finished(select(Attempt.id), where, course_key, before | after).subquery()) if halves else None
    openings = openings_of(found) if halves else {}
    reader = cache(_reader)
    for attempt, cohort_id, person, key, form, version, seed in halves:
        read = reader(version, key, form)
        if read is None or said is None:
            continue
        group, taken = found[cohort_id], read.read("", *said.of(attempt), 0, seed)
        group.is_held = group.is_held or (key in after and not openings[cohort_id].get(key, False))
        if taken is None:
            group.waiting.add(person)
        elif taken.asked:
            (group.pre if key in before else group.post)[person] = (taken.points, float(taken.asked))
    for group in found.values():
        group.is_held = group.is_held or any(openings.get(group.cohort_id, {}).get(key) is False for key in after)
    return [_without_waiting(group) for group in found.values() if group.pre or group.post or group.waiting]


def names_of(pairs: Iterable[Pair]) -> dict[int, str]:
    """Person → name, for those who may see the names of their cohort."""
    wanted = select(Person.id, Person.name).where(Person.id.in_([pair.person for pair in pairs]))
    return dict(db.session.execute(wanted).all())


def _without_waiting(group: Group) -> Group:
    for person in group.waiting:
        group.pre.pop(person, None)
        group.post.pop(person, None)
    return group


def _reader(version: int, key: str, form: str) -> Reader | None:
    test = published_test(book(version), key, form)
    return None if test is None else Reader(test)


def _halves(where: ColumnElement[bool], course_key: str, keys: set[str]) -> list[Any]:
    if not keys:
        return []
    wanted = _finished(
        select(Attempt.id, Enrolment.cohort_id, Enrolment.person_id, Attempt.quiz_key, FORM, Attempt.course_version_id,
               Attempt.seed),
        where, course_key, keys,
    )  # fmt: skip
    return list(db.session.execute(wanted.order_by(Attempt.number.desc())))  # the first attempt is read last and stays


def _finished(columns: Any, where: ColumnElement[bool], course_key: str, keys: set[str]) -> Any:
    return (
        columns.select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(where, Cohort.course_key == course_key, Attempt.quiz_key.in_(keys), Attempt.submitted_at.is_not(None))
    )
