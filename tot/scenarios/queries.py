"""What we know about plays."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tot.cohorts.models import Enrolment
from tot.courses.queries import book
from tot.courses.rules import Course, Module, Scenario
from tot.db import db
from tot.scenarios import rules
from tot.scenarios.models import Play, Step


def play_by_id(play_id: int) -> Play | None:
    """A play with its enrolment and cohort."""
    cohort = joinedload(Play.enrolment, innerjoin=True).joinedload(Enrolment.cohort, innerjoin=True)
    return db.session.scalar(select(Play).where(Play.id == play_id).options(cohort))


def plays_of(enrolment_id: int, scenario_key: str) -> list[Play]:
    """Every play of one person in one scenario, the latest first."""
    return list(
        db.session.scalars(
            select(Play)
            .where(Play.enrolment_id == enrolment_id, Play.scenario_key == scenario_key)
            .order_by(Play.number.desc())
        )
    )


def pinned(play: Play) -> tuple[Course, Module, Scenario]:
    """The course, the module and the scenario as they were published when the play began."""
    course = book(play.course_version_id)
    found = rules.scenario_in(course, play.scenario_key)
    assert found is not None  # noqa: S101 the play was begun from this very book
    return course, *found


def path_of(play: Play, scenario: Scenario) -> rules.Path:
    """The choices of a play so far, and where they lead."""
    choices = db.session.scalars(select(Step.choice).where(Step.play_id == play.id).order_by(Step.position))
    return rules.follow(scenario, choices)
