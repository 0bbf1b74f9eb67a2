"""The demo world: two generations of trainers, their cohorts and what happened in them. Everybody in it is invented."""

import os
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from flask import current_app
from sqlalchemy import func, select

from tot.accounts import actions as accounts
from tot.accounts.actions.own import set_password
from tot.accounts.models import Agency, Person, Place
from tot.accounts.passwords import hash_of
from tot.cascade import actions as cascade
from tot.certificates import actions as certificates
from tot.clock import local_day, time_zone
from tot.cohorts import actions as cohorts
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import current_course_version
from tot.db import db, transaction
from tot.installation.demo_learning import check, hold, learn
from tot.installation.demo_marking import mark_alone, mark_by_two
from tot.installation.fictional import FIRST_COHORT, SECOND_COHORT, STAFF, Fictional
from tot.refusals import Refused
from tot.seminars import actions as seminars
from tot.seminars.rules import Plan, Wish

COURSE = "BRD"
REGION = "UZ-SU"
LEFT = (8, 17, 24)  # places of those of the first cohort who took the pre-test and left before the post-test
WORDS = ("bahor", "chinor", "daryo", "gilos", "kabutar", "lola", "nur", "oltin", "quyosh", "sabo", "tong", "yulduz")


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to enter the demo world as somebody in a role."""

    role: str
    name: str
    sign_in_name: str
    password: str


def make(now: datetime) -> list[SignIn]:
    """Makes the demo world, all of it or nothing; returns one sign-in a role. A second time it only tells them again.

    Raises Refused where real people are, or where the course is not published.
    """
    note = current_app.config["TOT"].instance / "demo.toml"
    if note.exists() and _count(is_demo=True):
        return [SignIn(**row) for row in tomllib.loads(note.read_text(encoding="utf-8"))["sign_in"]]
    if _count(is_demo=False) or _count(is_demo=True):
        raise Refused("There are people here already. A demo world is made only in an empty installation.")
    if current_course_version(COURSE) is None:
        raise Refused("The courses are not published yet. Run `tot courses publish` first.")
    with transaction():
        sign_ins = _World(now).make()
        _write(note, sign_ins)  # before the commit: a world whose passwords nobody knows would be of no use
    return sign_ins


def _count(*, is_demo: bool) -> int:
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(is_demo))) or 0


def _write(note: Path, sign_ins: Sequence[SignIn]) -> None:
    lines = ["# The demo world's sign-ins. Everybody in it is invented."]
    for sign_in in sign_ins:
        lines += ["", "[[sign_in]]", *(f'{name} = "{getattr(sign_in, name)}"' for name in SignIn.__slots__)]
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


class _World:
    """Builds the world through the same actions as everybody else."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.zone = time_zone()
        self.agencies = {agency.code: agency for agency in db.session.scalars(select(Agency))}
        self.sign_ins: list[SignIn] = []

    def make(self) -> list[SignIn]:
        """Everybody and everything."""
        country, region = self._place("UZ"), self._place(REGION)
        staff = {role: self._person(who, country) for role, who in STAFF.items()}
        for role in ("administrator", "coordinator", "observer", "reviewer"):
            accounts.grant_role(staff[role], role, country, None, self.now)
        begun = self.now - timedelta(days=45)
        db.session.flush()
        db.session.expire_all()
        master = staff["master trainer"]
        for role in ("master trainer", "third marker"):
            cascade.grant_master(staff[role], COURSE, country, staff["coordinator"], begun)
        for role, person in staff.items():
            self._let_in(role, person)
        first = self._cohort("Kumtepa, birinchi guruh", master, region, FIRST_COHORT, begun)
        enrolments = self._enrolled(first)
        self._attend(first, enrolments, master, absent={4, 11, 23})
        self._hold("pre-test", first, enrolments[1:], master, begun + timedelta(days=3))
        self._learn(enrolments, from_place=2)
        stayed = [one for place, one in enumerate(enrolments) if place not in {0, 1, *LEFT}]
        self._hold("post-test", first, stayed, master, self.now - timedelta(days=22))
        mark_alone(first, ["BRD-1", "BRD-2", "BRD-3", "BRD-4"], self.now - timedelta(days=21))
        trainer = enrolments[0].person
        cohorts.make_trainer(enrolments[0], master, self.now - timedelta(days=20), region)
        db.session.flush()
        db.session.expire_all()
        self._let_in("trainer", trainer)
        second = self._cohort("Kumtepa, ikkinchi guruh", trainer, region, SECOND_COHORT, self.now - timedelta(days=14))
        learners = self._enrolled(second)
        self._hold("pre-test", second, learners, trainer, self.now - timedelta(days=12))
        self._attend(second, learners, trainer, absent={2})
        check(learners, "BRD-2", self.now - timedelta(days=5), Random("check"))  # noqa: S311 as below
        self._hold("post-test", second, learners[:-2], trainer, self.now - timedelta(days=2))
        mark_by_two(second, "BRD-2", master, staff["third marker"], self.now - timedelta(days=1))
        earned = [row.id for place, row in enumerate(enrolments) if place not in {4, 11, 23}]
        certificates.issue(first, "attendance", earned, master, self.now, request_key="demo attendance")
        self._let_in("participant", enrolments[1].person)
        return self.sign_ins

    def _place(self, code: str) -> Place:
        return db.session.scalars(select(Place).where(Place.code == code)).one()

    def _person(self, who: Fictional, place: Place) -> Person:
        return accounts.add_person(
            None,
            self.now,
            name=who.name,
            language=who.language,
            sex=who.sex,
            agency=self.agencies[who.agency],
            place=place,
            position=who.position,
            is_demo=True,
        )

    def _let_in(self, role: str, person: Person) -> None:
        password = "-".join([*secrets.SystemRandom().sample(WORDS, 3), f"{secrets.randbelow(1000):03d}"])
        set_password(person, hash_of(password), self.now)
        self.sign_ins.append(SignIn(role, person.name, person.sign_in_name, password))

    def _cohort(self, name: str, trainer: Person, place: Place, people: Sequence[Fictional], begun: datetime) -> Cohort:
        starts_on = local_day(begun) + timedelta(days=3)
        cohort = cohorts.open_cohort(
            name=name,
            course_key=COURSE,
            language="uz",
            mode="in person",
            place=place,
            venue="Kumtepa, 2-oʻquv xonasi",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=60),
            actor=trainer,
            now=begun,
            request_key=f"demo {name}",
            is_demo=True,
        )
        for who in people:
            cohorts.enrol(cohort, self._person(who, place), trainer, begun)
        return cohort

    def _enrolled(self, cohort: Cohort) -> list[Enrolment]:
        found = select(Enrolment).where(Enrolment.cohort_id == cohort.id).order_by(Enrolment.id)
        return list(db.session.scalars(found))

    def _attend(self, cohort: Cohort, enrolments: list[Enrolment], trainer: Person, absent: set[int]) -> None:
        """Two half-days of one session each; the absent missed the second."""
        day = cohort.starts_on + timedelta(days=2)
        plans = [
            self._half_day(cohort, day, time(9, 0), "Identifikatsiya: ertalab"),
            self._half_day(cohort, day, time(14, 0), "Identifikatsiya: tushdan keyin"),
        ]
        sessions = seminars.plan_sessions(cohort, plans, trainer, self.now, request_key=f"demo {cohort.id}")
        for number, session in enumerate(sessions):
            wishes = [
                Wish(e.id, "absent", 0, "in person", 0)
                if number and place in absent
                else Wish(e.id, "present", session.minutes, "in person", 0)
                for place, e in enumerate(enrolments)
            ]
            seminars.mark_attendance(session, wishes, trainer, self.now)

    def _hold(self, kind: str, cohort: Cohort, enrolments: list[Enrolment], trainer: Person, now: datetime) -> None:
        """The trainer opens a test, most answer it, and she closes it again. Before the course they know less."""
        hold(kind, cohort, enrolments, trainer, now, Random(kind))  # noqa: S311 the same invented world every time

    def _learn(self, enrolments: list[Enrolment], from_place: int) -> None:
        """Most have done everything, some are on the way; the first ones have yet to begin."""
        chance = Random(7)  # noqa: S311 the same invented world every time
        for place, enrolment in enumerate(enrolments[from_place:]):
            far = ((5, ""), (3, "read"), (2, ""), (5, ""), (1, "played"))[place % 5]
            learn(enrolment, enrolment.person, *far, self.now - timedelta(days=25), chance)

    def _half_day(self, cohort: Cohort, day: date, begins: time, title: str) -> Plan:
        begins_at = datetime.combine(day, begins, self.zone)
        return Plan(
            title=title,
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=2, minutes=20),
            minutes=120,
            mode="in person",
            venue=cohort.venue,
            module_key="BRD-2",
        )
