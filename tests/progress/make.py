"""Makers for evidence and for a small course that exists in memory only."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from typing import Any
from unittest import mock

from tests.real import real_course
from tot.accounts.models import Person, Place
from tot.accounts.rules import name_order
from tot.cascade.models import Licence
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.actions import publish
from tot.courses.finding import index
from tot.courses.models import Thing, Version
from tot.courses.rules import (
    Attendance,
    Choice,
    Course,
    Cut,
    Draw,
    Ending,
    Lesson,
    Module,
    Node,
    Question,
    Quiz,
    Scenario,
    Section,
)
from tot.db import db
from tot.progress.rules import Fact, Meeting

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    return {"en": text}


def question(name: str, **changes: Any) -> Question:
    values: dict[str, Any] = {
        "id": name, "type": "single", "points": 1, "options": ("a", "b"), "left": (), "right": (), "key": "a",
        "tolerance": 0, "unit": {}, "criteria": (), "locked": False, "sources": (), "stem": words(f"Stem of {name}"),
        "labels": {"a": words("right"), "b": words("wrong")}, "feedback": words("Because."), "model": {},
    }  # fmt: skip
    return Question(**{**values, **changes})


def module(key: str, *, is_ready: bool = True, sections: int = 2, scenario: bool = True, check: bool = True) -> Module:
    lesson = Lesson(
        id=f"{key}-lesson",
        sections=tuple(
            Section(id=f"{key}-s{n}", minutes=n + 2, locked=False, title=words(f"Section {n}"), body=words("Text."))
            for n in range(1, sections + 1)
        ),
    )
    go = Choice(id="a", to="end", effects={"trust": 1}, text=words("Go"), consequence={}, feedback=words("So."))
    story = Scenario(
        id=f"{key}-scenario", start="n1", scales=("trust",), title=words("Story"), setting=words("Somewhere invented."),
        nodes={"n1": Node(id="n1", text=words("Now?"), choices=(go,))},
        endings={"end": Ending(id="end", safe=True, title=words("End"), text=words("Over."))},
    )  # fmt: skip
    quiz = Quiz(
        id=f"{key}-check", kind="knowledge check", pass_mark=8,
        questions=tuple(question(f"{key}-q{n}") for n in range(1, 11)),
    )  # fmt: skip
    return Module(
        id=key, status="ready" if is_ready else "in preparation", hours=3,
        minutes={"self_study": 45, "session": 120, "test": 15}, title=words(f"Module {key}"), objectives=(),
        lesson=lesson if is_ready else None, scenario=story if is_ready and scenario else None,
        check=quiz if is_ready and check else None, facilitator={}, jobaid={}, sources=(), drafts=(),
    )  # fmt: skip


def course(*modules: Module, percent_total: int = 80, percent_each_day: int = 80) -> Course:
    return Course(
        id="TST", title=words("A course"), audience={}, summary={}, hours=12, languages=("en",), modules=modules,
        attendance=Attendance(percent_total=percent_total, percent_each_day=percent_each_day),
    )  # fmt: skip


def meeting(number: int, day: int = 1, minutes: int = 180) -> Meeting:
    return Meeting(f"session {number}", date(2027, 3, day), minutes)


def attended(session: int, minutes: int, number: int = 1) -> Fact:
    status = "present" if minutes else "absent"
    facts = {"minutes": minutes, "status": status, "number": number}
    return Fact("attendance", f"session {session}", f"mark {session}-{number}", facts, AT)


def read(section: str) -> Fact:
    return Fact("section read", section, f"section {section}", {}, AT)


def played(scenario: str, ending: str = "end") -> Fact:
    facts = {"ending": ending, "is_safe": True, "scores": {"trust": 1}}
    return Fact("scenario", scenario, f"play of {scenario}", facts, AT)


def checked(quiz: str, points: int, *, is_passed: bool, attempt: int = 1) -> Fact:
    facts = {"points": points, "of": 10, "is_passed": is_passed, "waits": False}
    return Fact("quiz", quiz, f"attempt {attempt}", facts, AT)


_serial = count(1_000_001)  # accounts.make counts from 1, and tests use both


def person(name: str = "Dilfuza Fictional", **changes: Any) -> Person:
    """Adds somebody; every call another account."""
    number = next(_serial)
    values = {"name": name, "name_key": name.lower(), "sign_in_name": f"person{number}", "sign_in_key": "k"}
    values["name_order"] = name_order(name)
    added = Person(**{**values, "made_at": AT, **changes})
    db.session.add(added)
    db.session.flush()
    return added


def cohort(course_version: Version, **changes: Any) -> Cohort:
    """Adds a cohort that takes this version of a course, with its place, its trainer and her licence."""
    number = next(_serial)
    place = Place(code=f"P{number}", kind="region", path=f"/P{number}/", names={"en": "Nowhere"})
    db.session.add(place)
    db.session.flush()
    trainer = changes.pop("led_by", None) or person("Malika Fictional")
    licence = Licence(
        person_id=trainer.id, course_key=course_version.thing_key, level="master trainer", place_id=place.id,
        place_path=place.path, path=f"/{number}/", generation=1, granted_at=AT, granted_by_id=trainer.id,
        valid_until=date(2029, 1, 1),
    )  # fmt: skip
    db.session.add(licence)
    db.session.flush()
    values = {
        "name": f"Cohort {number}", "course_key": course_version.thing_key, "course_version_id": course_version.id,
        "language": "en", "mode": "hybrid", "place_id": place.id, "place_path": place.path, "venue": "Hall",
        "starts_on": date(2027, 3, 1), "ends_on": date(2027, 4, 1), "led_by_id": trainer.id, "licence_id": licence.id,
        "licence_path": licence.path, "opened_at": AT, "request_key": f"cohort {number}",
    }  # fmt: skip
    added = Cohort(**{**values, **changes})
    db.session.add(added)
    db.session.flush()
    return added


def enrolment(in_cohort: Cohort, who: Person | None = None, **changes: Any) -> Enrolment:
    """Adds somebody's enrolment in a cohort."""
    who = who or person()
    values = {"cohort_id": in_cohort.id, "person_id": who.id, "enrolled_at": AT, "enrolled_by_id": in_cohort.led_by_id}
    added = Enrolment(**{**values, **changes})
    db.session.add(added)
    db.session.flush()
    return added


@cache
def border_value() -> Course:
    """The real course with one module that is ready: what tests count does not change with what authors write."""
    read = real_course("BRD")
    modules = tuple(one if one.id == "BRD-2" else _unwritten(one) for one in read.modules)
    return replace(read, modules=modules, prepost=None, refresher=None, final=None)


@cache
def tested_value() -> Course:
    """The same course with its pre- and post-test of 20 minutes, and a final test that draws two of four claims."""
    read = real_course("BRD")
    assert read.prepost
    claim = {"type": "tf", "options": (), "labels": {}, "key": True}
    final = Quiz(
        id="BRD-final", kind="final test", pass_mark=3, minutes=30, attempts=2,
        cut=Cut(percent=75, origin="panel", judges=7, on=date(2027, 3, 5)), draw=(Draw(tag="claims", count=2),),
        questions=(
            *(question(f"BRD-f{n}") for n in (1, 2)),
            *(question(f"BRD-f{n}", tags=("claims",), **claim) for n in (3, 4, 5, 6)),
        ),
    )  # fmt: skip
    return replace(border_value(), prepost=replace(read.prepost, minutes=20), final=final)


def border_module() -> Module:
    """The module that is ready."""
    return border_value().module("BRD-2")


def _unwritten(module: Module) -> Module:
    return replace(module, status="in preparation", lesson=None, scenario=None, check=None, facilitator={}, jobaid={})


def border_course(value: Course | None = None) -> Version:
    """Publishes the real course for border agents, its second module ready and the others in preparation."""
    with mock.patch.object(index, "fill"):  # nobody looks for words in it
        (done,) = publish([value or border_value()], AT).courses
    return db.session.get_one(Version, done.version_id)


def bare_version(key: str = "TST", kind: str = "course") -> Version:
    """Adds a published version without any content, for what needs a row to point at."""
    thing = Thing(key=key, kind=kind, course_key=key)
    db.session.add(thing)
    db.session.flush()
    version = Version(thing_key=key, number=1, digest=f"digest of {key}", body={}, published_at=AT)
    db.session.add(version)
    db.session.flush()
    thing.current_version_id = version.id
    db.session.flush()
    return version
