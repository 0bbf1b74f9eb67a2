"""Makers for corrected keys: a course that is published again, and people who answered before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from tests.progress import make
from tests.quizzes.make import right
from tot.accounts.models import Person, Role
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import own_enrolment
from tot.courses.actions import publish
from tot.courses.queries import book
from tot.courses.rules import Course, Question, Quiz
from tot.db import db, transaction
from tot.quizzes import actions, queries
from tot.quizzes.models import Attempt
from tot.regrades.queries import Asked, Wanted, asked

FIRST = "BRD-2-q1"  # b is right; a, c and d are not
AT = make.AT


@dataclass
class World:
    """One cohort of the real course, its trainer, and who may mark again."""

    course: Course
    quiz: Quiz
    cohort: Cohort
    trainer: Person
    coordinator: Person
    reviewer: Person
    enrolments: list[Enrolment]

    @property
    def place(self) -> str:
        return self.cohort.place_path


def world(people: int = 4, value: Course | None = None) -> World:
    version = make.border_course(value)
    trainer = make.person("Malika Fictional")
    cohort = make.cohort(version, led_by=trainer)
    trainer.email = f"trainer.{cohort.id}@example.org"
    enrolments = [
        make.enrolment(
            cohort, make.person(f"Person {n} Fictional", email=f"p{n}.{cohort.id}@example.org" if n else None)
        )
        for n in range(people)
    ]
    course = book(version.id)
    quiz = course.module("BRD-2").check
    assert quiz
    return World(
        course, quiz, cohort, trainer, officer("coordinator", cohort), officer("reviewer", cohort), enrolments
    )  # fmt: skip


def committed_world(app: Flask, people: int = 4, value: Course | None = None) -> World:
    """The same for pages: written before the browser asks."""
    with app.app_context():
        made = world(people, value)
        for one in (made.trainer, made.coordinator, made.reviewer, *(e.person for e in made.enrolments)):
            db.session.refresh(one)
            one.roles, one.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
        return made


def officer(kind: str, cohort: Cohort) -> Person:
    """Somebody with this office for the cohort's place, which stands for a country."""
    person = make.person(f"Office {kind} Fictional")
    role = Role(
        person_id=person.id, kind=kind, place_id=cohort.place_id, place_path=cohort.place_path, granted_at=make.AT
    )
    db.session.add(role)
    db.session.flush()
    db.session.refresh(person)
    return person


def corrected(course: Course, question_key: str = FIRST, **changes: Any) -> Asked:
    """Publishes the course again with another key (or whatever) of a question of its check or of its paired test."""

    def mended(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(replace(one, **changes) if one.id == question_key else one for one in questions)

    modules = tuple(
        replace(one, check=replace(one.check, questions=mended(one.check.questions))) if one.check else one
        for one in course.modules
    )
    prepost = course.prepost and replace(course.prepost, questions=mended(course.prepost.questions))
    publish([replace(course, modules=modules, prepost=prepost)], AT + timedelta(days=1))
    found = asked(question_key)
    assert found
    return found


def take(
    enrolment: Enrolment,
    quiz: Quiz,
    said: Mapping[str, Any] | None = None,
    *,
    now: datetime = AT,
    finishes: bool = True,
) -> Attempt:
    """An attempt with everything right but what is `said`; a question said to be None is left out."""
    own = own_enrolment(enrolment.id)
    assert own
    with transaction():
        sitting = queries.sitting_by_id(actions.begin(own, quiz, enrolment.person, now))
    assert sitting
    asked_now = queries.quiz_of(sitting)
    for question in asked_now.questions:
        response = {question.id: right(question), **(said or {})}[question.id]
        if response is not None:
            with transaction():
                actions.answer(
                    sitting, asked_now, question, response, client_key=f"k {question.id}", revision=1, now=now
                )  # fmt: skip
    if finishes:
        with transaction():
            actions.finish(sitting, asked_now, enrolment.person, now)
    return db.session.get_one(Attempt, sitting.id)


def wanted(found: Asked, place: str, mode: str = "favour", number: int | None = None) -> Wanted:
    """To mark again by the newest version, or by the one with this number."""
    version = found.newest if number is None else found.version(number)
    assert version
    return Wanted(found.key, place, mode, version.id)
