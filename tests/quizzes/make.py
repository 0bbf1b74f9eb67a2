"""Makers for attempts at the knowledge check of the real course, and the answers that are right."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.progress import make
from tot.accounts.models import Person
from tot.cascade.models import Licence
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import own_enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Question, Quiz
from tot.db import db, transaction
from tot.quizzes import actions, queries
from tot.quizzes.models import Answer

GOOD = "I cannot promise that. I tell only those who must know."
HALF = "I cannot promise that."
OPEN = "BRD-2-q9"  # the question that is answered in one's own words


@dataclass
class World:
    """One participant in one cohort of the real course."""

    course: Course
    quiz: Quiz
    cohort: Cohort
    trainer: Person
    person: Person
    enrolment: Enrolment


def world(value: Course | None = None) -> World:
    version = make.border_course(value)
    trainer, person = make.person("Malika Fictional"), make.person("Dilfuza Fictional")
    cohort = make.cohort(version, led_by=trainer)
    enrolment = make.enrolment(cohort, person)
    course = book(version.id)
    quiz = course.module("BRD-2").check
    assert quiz
    return World(course, quiz, cohort, trainer, person, enrolment)


def committed_world(app: Flask, value: Course | None = None) -> World:
    """The same for pages: written before the browser asks."""
    with app.app_context(), transaction():
        made = world(value)
        for one in (made.trainer, made.person):
            one.roles, one.licences  # noqa: B018 loaded before the session ends
        return made


def right(question: Question) -> Any:
    """The response that is right."""
    if question.type == "short":
        return GOOD
    return list(question.key) if question.type in ("multi", "order") else question.key


def sent(question: Question, response: Any) -> list[tuple[str, str]]:
    """The fields in which a page sends this response."""
    if question.type == "multi":
        return [("answer", one) for one in response]
    if question.type == "order":
        return [(f"answer-{one}", str(place)) for place, one in enumerate(response, 1)]
    if question.type == "match":
        return [(f"answer-{left}", said) for left, said in response.items()]
    if question.type == "tf":
        return [("answer", "true" if response else "false")]
    return [("answer", str(response))]


def marker_for(w: World, name: str = "Sabohat Fictional", **changes: Any) -> Person:
    """A trainer of the same course and place who has nothing to do with the cohort."""
    who = make.person(name, password_hash="x")
    values = {"person_id": who.id, "course_key": w.cohort.course_key, "level": "master trainer"}
    licence = Licence(
        **{**values, "place_id": w.cohort.place_id, "place_path": w.cohort.place_path, "path": f"/9{who.id}/",
           "generation": 1, "granted_at": make.AT, "granted_by_id": who.id, "valid_until": date(2029, 1, 1), **changes}
    )  # fmt: skip
    db.session.add(licence)
    db.session.flush()
    return who


def handed_in(w: World, text: str = HALF, person: Person | None = None, at: datetime = make.AT) -> Answer:
    """Somebody's finished attempt at the knowledge check in which only the open answer was given; that answer."""
    enrolment = make.enrolment(w.cohort, person) if person is not None else w.enrolment
    number = actions.begin(own_enrolment(enrolment.id), w.quiz, None, at)
    sitting = queries.sitting_by_id(number)
    question = w.quiz.question(OPEN)
    actions.answer(sitting, w.quiz, question, text, client_key=f"open {number}", revision=1, now=at)
    actions.finish(sitting, w.quiz, None, at)
    return db.session.scalars(select(Answer).where(Answer.attempt_id == number)).one()
