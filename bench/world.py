"""A throw-away installation for benchmarks: the project's courses, one cohort, as many participants as asked for."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from tot.accounts import actions as accounts
from tot.accounts.models import Person, Place
from tot.cascade import actions as cascade
from tot.cohorts import actions as cohorts
from tot.cohorts.models import Cohort
from tot.cohorts.queries import own_enrolment
from tot.config import ROOT
from tot.courses import actions as courses
from tot.courses.queries import book
from tot.courses.reader import read_courses
from tot.db import db, transaction
from tot.installation import actions as installation
from tot.quizzes import actions as quizzes

QUIZ = "BRD-2-check"


@dataclass(frozen=True)
class Learner:
    """One participant, signed in, in the middle of a knowledge check."""

    enrolment: int
    attempt: int
    cookie: str
    csrf: str


def make(app: Flask, participants: int) -> list[Learner]:
    """Fills an empty installation and signs everybody in."""
    now = datetime.now(UTC)
    with app.app_context():
        installation.migrate()
        with transaction():
            accounts.seed(now)
            reading = read_courses(ROOT / "courses")
            courses.publish(reading.wholes, now, pictures=reading.pictures)
        with transaction():
            made = _people(now, participants)
        return [_learner(app, *row) for row in made]


def _people(now: datetime, participants: int) -> list[tuple[int, int, str]]:
    country = db.session.scalars(select(Place).where(Place.code == "UZ")).one()
    somebody = {"language": "en", "sex": "female", "agency": None, "place": country, "is_demo": True}
    chief = accounts.add_person(None, now, name="Bench Coordinator", **somebody)
    accounts.grant_role(chief, "coordinator", country, None, now)
    trainer = accounts.add_person(None, now, name="Bench Trainer", **somebody)
    db.session.flush()
    cascade.grant_master(trainer, "BRD", country, chief, now)
    db.session.expire_all()
    cohort = cohorts.open_cohort(
        name="Bench", course_key="BRD", language="en", mode="online", place=country, venue="", actor=trainer, now=now,
        starts_on=now.date(), ends_on=now.date() + timedelta(days=30), request_key="bench", is_demo=True,
    )  # fmt: skip
    checks = (module.check for module in book(cohort.course_version_id).modules)
    check = next(one for one in checks if one is not None and one.id == QUIZ)
    made = []
    for _number in range(participants):
        person: Person = accounts.add_person(None, now, name="Bench Participant", **somebody)
        enrolment = cohorts.enrol(cohort, person, trainer, now)
        attempt = quizzes.begin(own_enrolment(enrolment.id), check, person, now)
        made.append((enrolment.id, attempt, person.get_id()))
    return made


def _learner(app: Flask, enrolment: int, attempt: int, cookie_id: str) -> Learner:
    raw = f"{attempt:040x}"
    csrf = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
    return Learner(enrolment, attempt, cookie_of(app, cookie_id, raw), csrf)


def cookie_of(app: Flask, cookie_id: str, raw: str = "0" * 40) -> str:
    """The cookie of a session in which somebody has signed in."""
    signer = app.session_interface.get_signing_serializer(app)
    session = {
        "_user_id": cookie_id,
        "_fresh": True,
        "_permanent": True,
        "csrf_token": raw,
        "language": "en",
        "seen": int(time.time()),
        "was": int(cookie_id.split(":")[0]),
    }
    written: str = signer.dumps(session)
    return written


def in_final_test(app: Flask, learners: list[Learner], now: datetime) -> list[Learner]:
    """The same people in the middle of a final test of ten claims, in a version of the course made for them."""
    from tot.courses.rules import Question, Quiz

    with app.app_context():
        with transaction():
            cohort = db.session.scalars(select(Cohort)).one()
            value = book(cohort.course_version_id)
            claims = tuple(
                Question(
                    id=f"BRD-bench-{number}",
                    type="tf",
                    points=1,
                    options=(),
                    left=(),
                    right=(),
                    key=True,
                    tolerance=0,
                    unit={},
                    criteria=(),
                    locked=False,
                    sources=(),
                    stem={"en": f"Claim {number}."},
                    labels={},
                    feedback={"en": "So."},
                    model={},
                )
                for number in range(1, 11)
            )
            final = Quiz(id="BRD-bench", kind="final test", pass_mark=8, questions=claims, minutes=600, attempts=1)
            (done,) = courses.publish([replace(value, final=final)], now).courses
            cohort.course_version_id = done.version_id
        with transaction():
            quiz = book(done.version_id).final
            assert quiz is not None
            begun = [quizzes.begin(own_enrolment(one.enrolment), quiz, None, now) for one in learners]
    return [replace(one, attempt=attempt) for one, attempt in zip(learners, begun, strict=True)]
