"""What we know about plays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Module, Scenario
from tot.db import db
from tot.scenarios import rules
from tot.scenarios.models import Play, Step


@dataclass(frozen=True, slots=True)
class Playing:
    """A play as the pages of its player need it: plain columns."""

    id: int
    enrolment_id: int
    person_id: int
    is_active: bool  # whether she still takes part in the cohort
    language: str  # of the cohort
    scenario_key: str
    course_version_id: int


@dataclass(frozen=True, slots=True)
class Played:
    """One of somebody's plays and how it ended, if it did."""

    id: int
    number: int
    began_at: datetime
    ended_at: datetime | None
    ending: str | None


def play_by_id(play_id: int) -> Playing | None:
    """A play for its player's pages."""
    row = db.session.execute(_PLAYING, {"play_id": play_id}).one_or_none()
    return None if row is None else Playing(*row)


def last_play(enrolment_id: int, scenario_key: str) -> Play | None:
    """The latest play of one person in one scenario."""
    wanted = select(Play).where(Play.enrolment_id == enrolment_id, Play.scenario_key == scenario_key)
    return db.session.scalar(wanted.order_by(Play.number.desc()).limit(1))


def plays_of(enrolment_id: int, scenario_key: str) -> list[Played]:
    """Every play of one person in one scenario, the latest first."""
    rows = db.session.execute(_PLAYS, {"enrolment_id": enrolment_id, "scenario_key": scenario_key})
    return [Played(*row) for row in rows]


def pinned(play: Playing) -> tuple[Course, Module, Scenario]:
    """The course, the module and the scenario as they were published when the play began."""
    course = book(play.course_version_id)
    found = rules.scenario_in(course, play.scenario_key)
    assert found is not None  # noqa: S101 the play was begun from this very book
    return course, *found


def path_of(play: Playing, scenario: Scenario) -> rules.Path:
    """The choices of a play so far, and where they lead."""
    return rules.follow(scenario, db.session.scalars(_CHOICES, {"play_id": play.id}))


# Made once: to put a statement together takes longer than to run one of these.
_PLAYING = (
    select(
        Play.id,
        Play.enrolment_id,
        Enrolment.person_id,
        Enrolment.ended_at.is_(None),
        Cohort.language,
        Play.scenario_key,
        Play.course_version_id,
    )
    .join(Enrolment, Enrolment.id == Play.enrolment_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(Play.id == bindparam("play_id"))
)
_PLAYS = (
    select(Play.id, Play.number, Play.began_at, Play.ended_at, Play.ending)
    .where(Play.enrolment_id == bindparam("enrolment_id"), Play.scenario_key == bindparam("scenario_key"))
    .order_by(Play.number.desc())
)
_CHOICES = select(Step.choice).where(Step.play_id == bindparam("play_id")).order_by(Step.position)
