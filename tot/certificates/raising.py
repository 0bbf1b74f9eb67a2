"""What is told of a participant to whoever makes her a trainer: her certificate, or what she has not met for it."""

from sqlalchemy import exists, select

from tot.certificates import queries, words
from tot.certificates.models import Certificate
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.standing import Standing
from tot.db import db


def standing_of(enrolment: Enrolment) -> Standing:
    """Where she stands in the course of this cohort. As many queries, whoever else takes part."""
    standings = queries.standings_of(enrolment.cohort, enrolment.id)
    conditions = standings.people[0].conditions["completion"] if standings.people else ()
    missing = tuple(words.condition_words(one, standings.course) for one in conditions if not one.is_met)
    return Standing(_is_certified(enrolment), missing)


def _is_certified(enrolment: Enrolment) -> bool:
    """Whether she holds a certificate of completion of this course, from this cohort or from another."""
    holds = exists().where(
        Certificate.enrolment_id == Enrolment.id,
        Certificate.kind == "completion",
        Certificate.is_current,
        Enrolment.person_id == enrolment.person_id,
        Enrolment.cohort_id == Cohort.id,
        Cohort.course_key == enrolment.cohort.course_key,
    )
    return bool(db.session.scalar(select(holds)))
