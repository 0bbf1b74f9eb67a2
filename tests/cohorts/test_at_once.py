"""The same at the same moment, on connections that really commit: double clicks, two tabs, the same list twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from tests.accounts.make import make_person, make_place
from tests.cascade.make import make_course, make_trainer
from tests.cohorts.make import make_cohort, make_enrolment
from tests.conftest import count_of
from tot.accounts.models import Person
from tot.cascade.models import Licence
from tot.cohorts import actions, queries
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.sheet.reading import opened
from tot.db import db, transaction

LANGUAGES = ("en", "ru", "uz")


@pytest.fixture
def shared(fresh: Flask, now: datetime) -> SimpleNamespace:
    """A trainer, her cohort with one participant, and two lists that hold the same three people."""
    with fresh.app_context():
        with transaction():
            make_course()
            trainer = make_trainer(make_place("UZ-TO"))
            cohort = make_cohort(trainer)
            enrolment = make_enrolment(cohort, make_person("Fictional Participant"))
        files = []
        for end in ("\n", "\n\n"):
            content = b"Name\nKarimova Dilnoza\nPetrova Elena\nNurmatov Sherzod" + end.encode()
            with transaction():
                files.append(actions.take_in_file(cohort, opened(content, "list.csv"), trainer, now).id)
        return SimpleNamespace(trainer=trainer.id, cohort=cohort.id, enrolment=enrolment.id, files=files)


def at_once(app: Flask, *jobs: Callable[[], Any]) -> list[Any]:
    """Does all in threads of their own that start together; their results in the order of the jobs."""
    ready = Barrier(len(jobs))

    def one(job: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait(timeout=30)
            with transaction():
                return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(one, jobs))


def test_two_lists_confirmed_twice_each_add_everybody_once(
    fresh: Flask, shared: SimpleNamespace, now: datetime
) -> None:
    people = count_of(fresh, Person)

    def confirm(number: int) -> list[str]:
        import_ = queries.import_by_id(number)
        assert import_ is not None
        actor = db.session.get_one(Person, shared.trainer)
        actions.confirm_import(import_, {}, LANGUAGES, actor, now)
        return [row["what"] for row in import_.result or []]

    one, other = shared.files
    results = at_once(fresh, *(lambda number=number: confirm(number) for number in (one, one, other, other)))
    assert results[0] == results[1]
    assert results[2] == results[3]
    assert sorted([results[0], results[2]]) == [["already there"] * 3, ["created"] * 3]
    assert (count_of(fresh, Person), count_of(fresh, Enrolment)) == (people + 3, 4)


def test_a_form_sent_four_times_makes_one_of_each(fresh: Flask, shared: SimpleNamespace, now: datetime) -> None:
    def trainer() -> Person:
        return db.session.get_one(Person, shared.trainer)

    def cohort() -> Cohort:
        return db.session.get_one(Cohort, shared.cohort)

    def open_one() -> int:
        return actions.open_cohort(
            name="Once", course_key="TST", language="en", mode="online", place=cohort().place, venue="Room",
            starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 2), actor=trainer(), now=now, request_key="once",
        ).id  # fmt: skip

    def add_one() -> int:
        return actions.add_participant(
            cohort(), trainer(), now, name="Yangi Odam", sex="male", language="uz", agency=None, place=cohort().place,
            email=None, position=None, request_key="once",
        ).id  # fmt: skip

    def raise_one() -> int:
        enrolment = queries.enrolment_by_id(shared.enrolment)
        assert enrolment is not None
        return actions.make_trainer(enrolment, trainer(), now).id

    for job, kind, wanted in ((open_one, Cohort, 2), (add_one, Enrolment, 2), (raise_one, Licence, 2)):
        assert len(set(at_once(fresh, *[job] * 4))) == 1
        assert count_of(fresh, kind) == wanted
