"""Two at the same moment, on real connections that really commit: nothing twice, nothing lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from tests.accounts.make import make_agency, make_official, make_person, make_place
from tot import jobs
from tot.accounts import actions, queries
from tot.accounts.models import Agency, Invitation, Person, Place, Role
from tot.audit import Event
from tot.db import db, transaction
from tot.jobs import Job
from tot.mail import Letter
from tot.refusals import Refused


@pytest.fixture
def open_world(app: Flask) -> Iterator[None]:
    """The database itself, with commits; swept afterwards."""
    yield
    with app.app_context(), transaction():
        for table in (Job, Letter, Event, Invitation, Role, Person, Agency):
            db.session.execute(delete(table))
        for kind in ("district", "region", "country"):
            db.session.execute(delete(Place).where(Place.kind == kind))
    with app.app_context():
        db.session.remove()


def at_once(app: Flask, *works: Callable[[], Any]) -> list[Any]:
    """Does all at the same moment, each on a connection of its own; a refusal counts as its result."""
    ready = Barrier(len(works))

    def start(work: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                with transaction():
                    return work()
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(start, works))


def test_of_two_tabs_one_uses_the_code(app: Flask, open_world: None, now: datetime) -> None:
    with app.app_context(), transaction():
        person = make_person()
        codes = [actions.make_code(person, "slip", None, now) for _time in range(1)]
    for _round in range(3):
        results = at_once(app, *(lambda n=n: actions.join(codes[-1], f"hash {n}", "en", now).id for n in range(4)))
        assert sorted(isinstance(result, Refused) for result in results) == [False, True, True, True]
        with app.app_context(), transaction():
            codes.append(actions.make_code(db.session.get_one(Person, person.id), "slip", None, now))


def test_of_two_clicks_one_adds_a_person(app: Flask, open_world: None, now: datetime) -> None:
    with app.app_context(), transaction():
        place, agency = make_place("UZ").id, make_agency().id

    def add(key: str | None, email: str | None = None) -> str:
        return actions.add_person(
            None,
            now,
            name="Karimova Dilfuza",
            language="uz",
            sex="female",
            agency=db.session.get(Agency, agency),
            place=db.session.get(Place, place),
            email=email,
            request_key=key,
        ).sign_in_name

    assert len(set(at_once(app, *[lambda: add("one click")] * 4))) == 1
    assert len(set(at_once(app, *[lambda: add(None)] * 4))) == 4
    by_address = at_once(app, *[lambda: add(None, "a@example.org")] * 4)
    assert sum(isinstance(result, Refused) for result in by_address) == 3
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 6


def test_many_wrong_passwords_at_once_lock_after_five(app: Flask, open_world: None, now: datetime) -> None:
    with app.app_context(), transaction():
        person = make_person(password_hash="kept", email="a@example.org")
    at_once(app, *[lambda: actions.note_failure(person.id, now)] * 8)
    with app.app_context():
        seen = db.session.get_one(Person, person.id)
        assert (seen.failed_sign_ins, seen.is_locked_at(now)) == (5, True)
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
    (let_in,) = at_once(app, lambda: actions.note_sign_in(person.id, "kept", now))
    assert let_in is None


def test_two_administrators_cannot_end_each_other(app: Flask, open_world: None, now: datetime) -> None:
    with app.app_context(), transaction():
        roles = [make_official("administrator").roles[0].id for _two in range(2)]
    results = at_once(
        app, *(lambda role=role: actions.end_role(db.session.get_one(Role, role), None, now) for role in roles)
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    with app.app_context():
        assert len(queries.administrators_for_update()) == 1


def test_of_four_clicks_one_does_it_and_all_four_are_answered(app: Flask, open_world: None, now: datetime) -> None:
    with app.app_context(), transaction():
        person = make_official("coordinator").id
        role = db.session.scalars(select(Role.id).where(Role.person_id == person)).one()

    def four(work: Callable[[Person], Any]) -> set[Any]:
        return set(at_once(app, *[lambda: work(db.session.get_one(Person, person))] * 4))

    assert len(four(lambda who: actions.make_slips([who], None, now, "one click")[0][1])) == 1
    assert len(four(lambda who: jobs.request("unheard of", "one click", actor=None, now=now).id)) == 1
    four(lambda who: actions.end_role(db.session.get_one(Role, role), None, now))
    four(lambda who: actions.change_person(who, None, now, is_active=False))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1
        counted = select(Event.kind, func.count()).where(Event.kind.in_(["role ended", "person changed"]))
        assert dict(db.session.execute(counted.group_by(Event.kind)).all()) == {"role ended": 1, "person changed": 1}
