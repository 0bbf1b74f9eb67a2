"""A mixed world: two regions, two lines of the cascade, one person in both, and every name unlike any other.

Whoever sees a name that is not in her own list has looked over a wall.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import select

from tests.progress.make import border_value
from tests.real import real
from tot.accounts import actions as accounts
from tot.accounts.models import Person, Place
from tot.cascade import actions as cascade
from tot.certificates import actions as certificates
from tot.cohorts import actions as cohorts
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import own_enrolment
from tot.courses import actions as courses
from tot.courses.queries import book
from tot.courses.rules import Whole
from tot.db import db
from tot.quizzes import actions as quizzes
from tot.quizzes import queries as quizzes_known
from tot.quizzes.models import Answer, Attempt, Marking, Regrade
from tot.quizzes.rules import quiz_in
from tot.reviews import actions as review
from tot.reviews import queries as reviews
from tot.seminars import actions as seminars
from tot.seminars.rules import Plan, Wish

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@cache
def published() -> tuple[Whole, ...]:
    """One real course with one module that is ready, and what all courses share: many routes, small pages."""
    return (border_value(), *real().library.wholes)


@dataclass
class Mixed:
    """The people by what they are, and for each the marks of those whose names she may read."""

    people: dict[str, Person] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # who → a word that stands in her name only
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)

    def sees(self) -> dict[str, set[str]]:
        """Who may read whose name. Everybody reads her own; participants read their trainer's."""
        north = {"master north", "trainer north", "pupil n1", "pupil n2", "pupil t1", "pupil t2", "pupil both"}
        south = {"master south", "pupil s1", "pupil s2", "pupil both"}
        everybody = set(self.people)
        return {
            "administrator": everybody,
            "observer": set(),
            "reviewer": {"reviewer"},
            # Both see the one who takes part in both regions, and whoever leads a cohort of theirs. The stranger takes
            # part in nothing, but belongs to the north: its coordinator has her in the list of people.
            "coordinator north": north | {"coordinator north", "stranger"},
            "coordinator south": south | {"coordinator south"},
            "master north": north | {"coordinator north"},
            "trainer north": {"trainer north", "pupil t1", "pupil t2", "pupil both", "master north"},
            "master south": south | {"coordinator south"},
            "pupil t1": {"pupil t1", "trainer north"},
            "pupil both": {"pupil both", "trainer north", "master south"},
            "stranger": {"stranger"},
        }


LETTERS = [
    "Anor", "Behi", "Chumoli", "Dasturxon", "Echki", "Fonus", "Gunafsha", "Hilpiroq", "Isiriq", "Jambil",
    "Kaklik", "Lochin", "Momiq", "Norin", "Oqqush", "Pista", "Qaldirgʻoch", "Rayhon",
]  # fmt: skip


def make_mixed() -> Mixed:
    """Makes the world inside the running transaction."""
    world = Mixed()
    accounts.seed(AT)
    courses.publish(published(), AT)
    north, south, country = (_place(code) for code in ("UZ-TO", "UZ-SU", "UZ"))
    for who, place in (
        ("administrator", country), ("observer", country), ("reviewer", country),
        ("coordinator north", north), ("coordinator south", south),
        ("master north", north), ("master south", south), ("trainer north", north), ("stranger", north),
        ("pupil n1", north), ("pupil n2", north), ("pupil t1", north), ("pupil t2", north), ("pupil both", north),
        ("pupil s1", south), ("pupil s2", south),
    ):  # fmt: skip
        _add(world, who, place)
    people = world.people
    accounts.grant_role(people["administrator"], "administrator", country, None, AT)
    accounts.grant_role(people["observer"], "observer", country, None, AT)
    accounts.grant_role(people["reviewer"], "reviewer", country, None, AT)
    for side, place in (("north", north), ("south", south)):
        accounts.grant_role(people[f"coordinator {side}"], "coordinator", place, None, AT)
        _refresh(world)
        cascade.grant_master(people[f"master {side}"], "BRD", place, people[f"coordinator {side}"], AT)
    _refresh(world)
    _cohort(world, "north", "master north", north, ["trainer north", "pupil n1", "pupil n2"])
    _cohort(world, "south", "master south", south, ["pupil s1", "pupil s2", "pupil both"])
    cohorts.make_trainer(world.enrolments["north: trainer north"], people["master north"], AT)
    _refresh(world)
    _cohort(world, "beneath", "trainer north", north, ["pupil t1", "pupil t2", "pupil both"])
    for name, trainer in (("north", "master north"), ("south", "master south"), ("beneath", "trainer north")):
        earned = [enrolment.id for key, enrolment in world.enrolments.items() if key.startswith(f"{name}: ")]
        certificates.issue(
            world.cohorts[name], "attendance", earned, people[trainer], AT + timedelta(days=3), request_key=name
        )
    # A trainer of the north reads an answer of the south as second marker: she may learn nobody's name by it.
    _hands_in(world, "south: pupil s1")
    quizzes.choose_marker(
        world.cohorts["south"], "BRD-2-check", "second", people["trainer north"].id, people["master south"], AT
    )
    _hands_in(world, "beneath: pupil t1")
    quizzes.choose_marker(
        world.cohorts["beneath"], "BRD-2-check", "second", people["master south"].id, people["trainer north"], AT
    )
    read = reviews.reading("BRD-2", "en")
    assert read
    review.sign_off(read, read.version_id, "linguist", "", people["reviewer"], AT, request_key="mixed")
    review.remark(read, "BRD-2-s1", "en", "A word.", "", people["reviewer"], AT, request_key="mixed")
    _regraded(world)
    _refresh(world)
    for person in world.people.values():
        db.session.refresh(person)
    return world


def _regraded(world: Mixed) -> None:
    """An answer of a pupil in the north that was marked again for the whole country."""
    enrolment, reviewer = world.enrolments["north: pupil n1"], world.people["reviewer"]
    course = book(world.cohorts["north"].course_version_id)
    check = course.module("BRD-2").check
    assert check
    asked = check.questions[0]
    attempt = Attempt(
        enrolment_id=enrolment.id, quiz_key=check.id, version_id=check.version_id, number=1, seed=1,
        course_version_id=course.version_id, began_at=AT, submitted_at=AT,
    )  # fmt: skip
    made = Regrade(
        question_key=asked.id, to_version_id=asked.version_id, from_version_ids=[asked.version_id], place_path="/UZ/",
        mode="favour", reason="The key was wrong.", made_at=AT, made_by_id=reviewer.id, request_key="mixed",
        counts={"answers": 1, "raised": 1, "lowered": 0, "same": 0, "passed": 0, "failed": 0, "kept": {},
                "cohorts": {}},
    )  # fmt: skip
    db.session.add_all([attempt, made])
    db.session.flush()
    answer = Answer(
        attempt_id=attempt.id, question_key=asked.id, version_id=asked.version_id, revision=1, client_key="mixed",
        response="a", points=0.0, answered_at=AT,
    )  # fmt: skip
    db.session.add(answer)
    db.session.flush()
    db.session.add(
        Marking(
            answer_id=answer.id,
            number=1,
            criteria={},
            points=1.0,
            remark="",
            marked_at=AT,
            marked_by_id=reviewer.id,
            regrade_id=made.id,
        )
    )


def _hands_in(world: Mixed, who: str) -> None:
    enrolment = own_enrolment(world.enrolments[who].id)
    found = quiz_in(book(enrolment.course_version_id), "BRD-2-check")
    assert found
    quiz = found[1]
    sitting = quizzes_known.sitting_by_id(quizzes.begin(enrolment, quiz, None, AT))
    said = {"client_key": who, "revision": 1, "now": AT}
    quizzes.answer(sitting, quiz, quiz.question("BRD-2-q9"), "I tell only those who must know it.", **said)
    quizzes.finish(sitting, quiz, None, AT)


def _place(code: str) -> Place:
    return db.session.scalars(select(Place).where(Place.code == code)).one()


def _add(world: Mixed, who: str, place: Place) -> None:
    mark = LETTERS[len(world.people)]
    world.marks[who] = mark
    world.people[who] = accounts.add_person(
        None, AT, name=f"{mark} Uydirma", language="en", sex="female", agency=None, place=place,
        email=f"{who.replace(' ', '.')}@example.org",
    )  # fmt: skip
    world.people[who].password_hash = "x"


def _refresh(world: Mixed) -> None:
    db.session.flush()
    db.session.expire_all()


def _cohort(world: Mixed, name: str, trainer: str, place: Place, pupils: list[str]) -> None:
    actor = world.people[trainer]
    cohort = cohorts.open_cohort(
        name=f"Group {name}", course_key="BRD", language="en", mode="in person", place=place, venue="Hall",
        starts_on=date(2027, 3, 1), ends_on=date(2027, 5, 1), actor=actor, now=AT, request_key=f"mixed {name}",
    )  # fmt: skip
    world.cohorts[name] = cohort
    for pupil in pupils:
        world.enrolments[f"{name}: {pupil}"] = cohorts.enrol(cohort, world.people[pupil], actor, AT)
    begins = AT + timedelta(days=1)
    plan = Plan("Morning", begins, begins + timedelta(hours=2), 120, "in person", "Hall", "BRD-2")
    (session,) = seminars.plan_sessions(cohort, [plan], actor, AT, request_key=f"mixed {name}")
    wishes = [
        Wish(enrolment.id, "present", 120, "in person", 0)
        for key, enrolment in world.enrolments.items()
        if key.startswith(f"{name}: ")
    ]
    seminars.mark_attendance(session, wishes, actor, AT + timedelta(days=2))
