"""Makers for attempts at the knowledge check of the real course, and the answers that are right."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from tests.progress import make
from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Question, Quiz
from tot.db import db

GOOD = "I cannot promise that. I tell only those who must know."
HALF = "I cannot promise that."


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
    with app.app_context():
        made = world(value)
        for one in (made.trainer, made.person):
            one.roles, one.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
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
