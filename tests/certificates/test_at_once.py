"""Several people issue in the same moment: every number once, none left out, one certificate each."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from tests.certificates.make import DONE, graduates
from tests.seminars.make import published
from tot.accounts.models import Person
from tot.certificates import actions
from tot.certificates.models import Batch, Certificate
from tot.cohorts.queries import cohort_by_id
from tot.db import db, transaction
from tot.refusals import Refused


def at_once(app: Flask, jobs: list) -> list[str]:
    """Runs these in threads of their own, all starting together; says what became of each."""
    ready = Barrier(len(jobs))

    def one(job) -> str:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    job()
            except Refused:
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(jobs)) as threads:
        return sorted(threads.map(one, jobs))


def issuing(cohort_id: int, people: list[int], key: str, *, fails: bool = False):
    def job() -> None:
        cohort = cohort_by_id(cohort_id)
        actor = db.session.get_one(Person, cohort.led_by_id)
        actions.issue(cohort, "completion", people, actor, DONE, request_key=key)
        if fails:
            raise Refused("After the numbers were taken.")

    return job


def test_numbers_have_no_gaps_and_no_doubles(fresh: Flask) -> None:
    with fresh.app_context(), transaction():
        version = published()
        cohorts = [graduates(3, version=version) for _cohort in range(4)]
        wanted = [(cohort.id, [one.id for one in people]) for cohort, people in cohorts]
    jobs = [issuing(*one, f"key {place}", fails=place == 2) for place, one in enumerate(wanted)]
    assert at_once(fresh, jobs) == ["done", "done", "done", "refused"]
    with fresh.app_context():
        numbers = list(db.session.scalars(select(Certificate.number).order_by(Certificate.number)))
        assert numbers == [f"TST-2027-{serial:06}" for serial in range(1, 10)]


def test_two_tabs_and_a_double_click_in_one_moment(fresh: Flask) -> None:
    with fresh.app_context(), transaction():
        cohort, people = graduates(3)
        wanted = (cohort.id, [one.id for one in people])
    # Whoever comes second in the other tab finds nobody left; the same click again finds what it made.
    outcomes = at_once(fresh, [issuing(*wanted, key) for key in ("a", "a", "b", "b")])
    assert outcomes == ["done", "done", "refused", "refused"]
    with fresh.app_context():
        assert len(list(db.session.scalars(select(Certificate)))) == 3
        assert len(list(db.session.scalars(select(Batch)))) == 1
