"""Licences are granted, passed on, renewed and ended; each refusal says what to do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.accounts.make import make_coordinator, make_official, make_person, make_place
from tests.cascade.make import make_course, make_licence, make_trainer
from tot.audit import Event
from tot.cascade import actions, queries
from tot.cascade.models import Licence
from tot.db import db, transaction
from tot.policy import Can, may
from tot.refusals import Refused


@dataclass
class Group:
    """What the cascade reads of a cohort; cohorts stand above it."""

    id: int | None
    led_by_id: int
    place_id: int
    course_key: str = "TST"
    licence_path: str = "/"
    is_open: bool = True


def count(kind: type = Licence) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
def country(inside: None) -> None:
    make_course()
    make_place("UZ-KT")
    make_place("UZ-SA")


def test_a_coordinator_licenses_a_master_trainer_for_24_months(country: None, now: datetime) -> None:
    chief, new = make_coordinator(make_place("UZ")), make_person()
    with transaction():
        licence = actions.grant_master(new, "TST", make_place("UZ-KT"), chief, now)
    assert (licence.level, licence.generation, licence.path) == ("master trainer", 1, f"/{licence.id}/")
    assert licence.valid_until == date(2029, 3, 1)
    assert queries.licence_for(new, "TST", date(2029, 3, 1)) is licence
    assert queries.licence_for(new, "TST", date(2029, 3, 2)) is None
    assert db.session.scalars(select(Event.facts).where(Event.thing_kind == "licences")).one() == {
        "person": new.id,
        "course": "TST",
        "level": "master trainer",
        "place": licence.place_id,
        "because_of_cohort": None,
    }


def test_the_day_of_a_licence_is_that_of_the_place_and_not_of_utc(country: None) -> None:
    late = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)  # half past four on 1 March in Tashkent
    chief, there, new = make_coordinator(make_place("UZ")), make_place("UZ-KT"), make_person()
    assert actions.grant_master(new, "TST", there, chief, late).valid_until == date(2029, 3, 1)
    with pytest.raises(Refused, match="would have ended"):
        actions.grant_master(make_person(), "TST", there, chief, late, valid_until=date(2027, 2, 28))
    over = make_trainer(there, valid_until=date(2027, 2, 28))
    assert actions.grant_master(over, "TST", there, chief, late).valid_until == date(2029, 3, 1), "it is renewed"
    master = make_trainer(there, valid_until=date(2027, 2, 28))
    with pytest.raises(Refused, match="not valid today"):
        actions.raise_trainer(make_person(), Group(None, master.id, there.id), master, late)
    raised = actions.raise_trainer(make_person(), Group(None, over.id, there.id), over, late)
    assert raised.valid_until == date(2029, 3, 1)


def test_twice_is_one_licence(country: None, now: datetime) -> None:
    chief, new = make_coordinator(make_place("UZ")), make_person()
    with transaction():
        first = actions.grant_master(new, "TST", make_place("UZ-KT"), chief, now)
        again = actions.grant_master(new, "TST", make_place("UZ-KT"), chief, now)
    assert first is again
    assert count() == 1


def test_an_expired_licence_is_renewed_in_its_place_of_the_tree(country: None, now: datetime) -> None:
    chief, there = make_coordinator(make_place("UZ")), make_place("UZ-KT")
    master = make_trainer(there, valid_until=date(2027, 2, 28))
    old = master.licences[0]
    below = make_trainer(there, old).licences[0]
    with transaction():
        new = actions.grant_master(master, "TST", there, chief, now)
    assert new is not old
    assert old.ended_at is not None
    db.session.refresh(master, ["licences"])
    assert master.licences == [new]
    assert may(master, Can.SEE_LICENCE, below), "those she raised stay beneath her"


@pytest.mark.parametrize("case", ["elsewhere", "herself", "closed account", "unknown course", "holds another"])
def test_a_wrong_master_is_refused_with_a_sentence(country: None, now: datetime, case: str) -> None:
    region = make_place("UZ-KT")
    chief, new = make_coordinator(region), make_person()
    place, course = region, "TST"
    if case == "elsewhere":
        place = make_place("UZ-SA")
    elif case == "herself":
        new = chief
    elif case == "closed account":
        new.is_active = False
    elif case == "unknown course":
        course = "NONE"
    else:
        above = make_trainer(region).licences[0]
        make_licence(new, region, above)
    before = count()
    with pytest.raises(Refused, match=r"\."), transaction():
        actions.grant_master(new, course, place, chief, now)
    assert count() == before


def test_a_master_trainer_raises_a_trainer_beneath_her(country: None, now: datetime) -> None:
    region = make_place("UZ-KT")
    master, new = make_trainer(region), make_person()
    group = Group(None, master.id, region.id)
    with transaction():
        licence = actions.raise_trainer(new, group, master, now)
        again = actions.raise_trainer(new, group, master, now)
    above = master.licences[0]
    assert again is licence
    assert licence.path == f"{above.path}{licence.id}/"
    assert (licence.level, licence.generation, licence.parent_id) == ("national trainer", 2, above.id)


def test_the_place_is_the_cohorts_or_one_beneath_the_masters(country: None, now: datetime) -> None:
    region = make_place("UZ-KT")
    district = make_place("UZ-KT-1")
    master, new = make_trainer(region), make_person()
    group = Group(None, master.id, region.id)
    with transaction():
        assert actions.raise_trainer(new, group, master, now, district).place_path == district.path
    with pytest.raises(Refused) as refused, transaction():
        actions.raise_trainer(make_person(), group, master, now, make_place("UZ-SA"))
    assert refused.value.field == "place"


@pytest.mark.parametrize(
    "case", ["herself", "not her cohort", "closed cohort", "closed account", "no longer valid", "no master", "licensed"]
)
def test_a_wrong_trainer_is_refused_with_a_sentence(country: None, now: datetime, case: str) -> None:
    region = make_place("UZ-KT")
    top = make_trainer(region)
    master = make_trainer(region, top.licences[0]) if case == "no master" else make_trainer(region)
    new = make_person()
    group = Group(None, master.id, region.id)
    if case == "herself":
        new = master
    elif case == "not her cohort":
        group.led_by_id = top.id
    elif case == "closed cohort":
        group.is_open = False
    elif case == "closed account":
        new.is_active = False
    elif case == "no longer valid":
        now += timedelta(days=800)
    elif case == "licensed":
        make_licence(new, region, top.licences[0])
    before = count()
    with pytest.raises(Refused, match=r"\."), transaction():
        actions.raise_trainer(new, group, master, now)
    assert count() == before


def test_a_licence_ends_once_and_says_why(country: None, now: datetime) -> None:
    region = make_place("UZ-KT")
    chief, master = make_coordinator(region), make_trainer(region)
    licence = master.licences[0]
    with pytest.raises(Refused), transaction():
        actions.end_licence(licence, "  ", chief, now)
    for reason in ("Left the service", "Another reason"):
        with transaction():
            actions.end_licence(licence, reason, chief, now)
    assert licence.ended_reason == "Left the service"
    events = db.session.scalars(select(Event.kind).where(Event.thing_kind == "licences"))
    assert list(events) == ["licence ended"]
    assert queries.licence_for(master, "TST", now.date()) is None


def test_the_list_shows_exactly_what_one_may_see(country: None, now: datetime) -> None:
    """The scope is said twice, in SQL and in the policy; over a mixed world both must say the same."""
    north, south = make_place("UZ-KT"), make_place("UZ-KTX")
    top, other = make_trainer(north), make_trainer(south)
    middle = make_trainer(north, top.licences[0])
    low = make_trainer(south, middle.licences[0])
    make_licence(other, north, course_key=make_course("TSU").thing_key)
    with transaction():
        actions.end_licence(middle.licences[0], "Left", make_coordinator(north), now)
    db.session.refresh(middle, ["licences"])
    people = [top, other, middle, low, make_coordinator(north), make_coordinator(south), make_person()]
    observer = make_official("observer")
    licences = list(db.session.scalars(select(Licence)))
    for who in [*people, observer]:
        shown = set(queries.licences_seen_by(who))
        assert shown == {licence for licence in licences if may(who, Can.SEE_LICENCE, licence)}
    assert len(queries.licences_seen_by(top)) == 3
