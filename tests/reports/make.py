"""Makers for results: whole cohorts that took the knowledge check of the real course, written as plain rows."""

import math
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from tests.progress import make
from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.models import Version
from tot.courses.queries import book
from tot.courses.rules import Course, Question, Quiz
from tot.db import db
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.rules import quiz_in


def tested() -> tuple[Version, Course]:
    """The published course with a paired test and a final test that draws two of its questions."""
    version = make.border_course(make.tested_value())
    return version, book(version.id)


def half(course: Course, key: str, form: str) -> Quiz:
    """The pre-test or the post-test in this form."""
    found = quiz_in(course, key, form)
    assert found is not None
    return found[1]


def check() -> tuple[Version, Quiz]:
    """The published course and its knowledge check."""
    version = make.border_course()
    quiz = book(version.id).module("BRD-2").check
    assert quiz is not None
    return version, quiz


def cohort(version: Version, people: int, language: str = "en", **changes: Any) -> tuple[Cohort, list[Enrolment]]:
    """A cohort with so many participants."""
    made = make.cohort(version, language=language, **changes)
    return made, [make.enrolment(made, make.person(f"{made.name} person {n}")) for n in range(people)]


def respond(question: Question, is_right: bool, chance: Random) -> Any:
    """A response that is right, or one of those that are not."""
    if question.type == "tf":
        return question.key if is_right else not question.key
    if question.type in ("single", "branch"):
        return question.key if is_right else chance.choice([one for one in question.options if one != question.key])
    if question.type in ("multi", "order"):
        key = list(question.key)
        return key if is_right else key[1:] if question.type == "multi" else key[::-1]
    if question.type == "match":
        return dict(question.key) if is_right else dict.fromkeys(question.key, next(iter(question.key.values())))
    if question.type == "num":
        return question.key if is_right else question.key + 4
    return "words"


def take(
    enrolments: Sequence[Enrolment],
    quiz: Quiz,
    right: Sequence[Sequence[bool]],
    *,
    number: int = 1,
    is_finished: bool = True,
    **changes: Any,
) -> list[int]:
    """An attempt of each, with what each had right; every answer half a minute after the one before. Their ids."""
    chance, ids, rows = Random(3), [], []
    for enrolment, row in zip(enrolments, right, strict=True):
        attempt = Attempt(
            enrolment_id=enrolment.id, quiz_key=quiz.id, version_id=quiz.version_id, number=number, seed=1,
            course_version_id=enrolment.cohort.course_version_id, began_at=make.AT,
            submitted_at=make.AT + timedelta(hours=1) if is_finished else None, **changes,
        )  # fmt: skip
        db.session.add(attempt)
        db.session.flush()
        ids.append(attempt.id)
        for place, (question, is_right) in enumerate(zip(quiz.questions, row, strict=True), 1):
            rows.append(
                {
                    "attempt_id": attempt.id,
                    "question_key": question.id,
                    "version_id": question.version_id,
                    "revision": 1,
                    "client_key": f"key {attempt.id} {place}",
                    "points": float(question.points * is_right),
                    "response": respond(question, is_right, chance),
                    "answered_at": make.AT + timedelta(seconds=30 * place),
                }
            )
    if rows:
        db.session.execute(insert(Answer), rows)
    return ids


def drawn(people: int, items: int, *, seed: int = 1, harder: float = 0.0) -> list[list[bool]]:
    """What people of different ability have right; the first item is `harder` for all of them."""
    chance, found = Random(seed), []
    for _person in range(people):
        ability = chance.gauss(0.5, 1.2)
        levels = [(at - items / 2) / 4 + (harder if at == 0 else 0) for at in range(items)]
        found.append([chance.random() < 1 / (1 + math.exp(level - ability)) for level in levels])
    return found


def with_office(kind: str, place_path: str = "/") -> Person:
    """Somebody with an office for everything."""
    from tot.accounts.models import Place, Role

    person = make.person(f"Office {kind}")
    place = Place(code=f"O{person.id}", kind="country", path=f"/O{person.id}/", names={"en": "All"})
    db.session.add(place)
    db.session.flush()
    db.session.add(Role(person_id=person.id, kind=kind, place_id=place.id, place_path=place_path, granted_at=make.AT))
    db.session.flush()
    db.session.refresh(person)
    return person
