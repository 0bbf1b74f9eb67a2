"""What the reports are made of: whole tables in a few plain rows, without names beyond what a page will show."""

from collections import defaultdict

from sqlalchemy import func, select

from tot.accounts.models import Person, Place
from tot.cascade.models import Licence
from tot.certificates.models import Certificate
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db
from tot.reports.rules.cascade import Reach, Trainer


def trainers_by_course() -> dict[str, list[Trainer]]:
    """Course → its trainers. A renewed licence stands in the place of the one before: the one that counts is shown."""
    rows = db.session.execute(
        select(
            Licence.id,
            Licence.course_key,
            Licence.path,
            Person.name,
            Licence.level,
            Licence.place_path,
            Licence.ended_at.is_(None),
        )
        .join(Licence.person)
        .order_by(Licence.course_key, Licence.ended_at.is_(None), Licence.id)
    )
    found: dict[str, dict[str, Trainer]] = defaultdict(dict)
    for number, course_key, path, name, level, place_path, is_valid in rows:
        found[course_key][path] = Trainer(number, path, name, level, place_path, bool(is_valid))
    return {course_key: list(trainers.values()) for course_key, trainers in found.items()}


def reach_of_course(course_key: str) -> dict[str, Reach]:
    """Path of a trainer → whom she herself reached in cohorts of this course. Those who left are not counted."""
    cohorts = db.session.execute(
        select(Cohort.licence_path, func.count()).where(Cohort.course_key == course_key).group_by(Cohort.licence_path)
    )
    held = dict(cohorts.all())
    people: dict[str, list[int]] = defaultdict(list)
    for path, person_id in db.session.execute(
        select(Cohort.licence_path, Enrolment.person_id)
        .join(Enrolment.cohort)
        .where(Cohort.course_key == course_key, Enrolment.ended_at.is_(None))
    ):
        people[path].append(person_id)
    certificates = db.session.execute(
        select(Cohort.licence_path, func.count())
        .select_from(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.cohort)
        .where(Cohort.course_key == course_key, Certificate.is_current)
        .group_by(Cohort.licence_path)
    )
    issued = dict(certificates.all())
    return {
        path: Reach(count, frozenset(people[path]), len(people[path]), issued.get(path, 0))
        for path, count in held.items()
    }


def large_places() -> dict[str, dict[str, str]]:
    """Path → names of countries and regions: as near as somebody who is not named is described."""
    rows = db.session.execute(select(Place.path, Place.names).where(Place.kind.in_(("country", "region"))))
    return dict(rows.all())
