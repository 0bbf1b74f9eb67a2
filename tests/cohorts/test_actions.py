"""Cohorts are opened, changed, closed; people take part, leave, come back, become trainers; refusals say what to do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.accounts.make import make_coordinator, make_official, make_person, make_place
from tests.cascade.make import make_course, make_licence, make_trainer
from tests.cohorts.make import make_cohort, make_enrolment
from tot.accounts.models import Invitation, Person
from tot.accounts.rules import code_hash
from tot.audit import Event
from tot.cohorts import actions, queries
from tot.cohorts.models import Cohort, Enrolment
from tot.db import db, transaction
from tot.policy import Can, may
from tot.refusals import Refused


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def facts(trainer: Person, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Spring", "course_key": "TST", "language": "uz", "mode": "hybrid", "place": make_place("UZ-TO"),
        "venue": "Hall", "starts_on": date(2027, 3, 10), "ends_on": date(2027, 3, 11), "actor": trainer,
        "request_key": "one", **changes,
    }  # fmt: skip


@pytest.fixture
def trainer(inside: None) -> Person:
    make_course()
    return make_trainer(make_place("UZ-TO"))


def test_a_cohort_takes_the_course_as_it_is_published_and_stands_beneath_the_licence(
    trainer: Person, now: datetime
) -> None:
    with transaction():
        cohort = actions.open_cohort(**facts(trainer), now=now)
    assert cohort.course_version_id == make_course().id
    assert (cohort.licence_path, cohort.led_by_id) == (trainer.licences[0].path, trainer.id)
    assert cohort.is_open


def test_a_second_click_opens_no_second_cohort(trainer: Person, now: datetime) -> None:
    with transaction():
        first = actions.open_cohort(**facts(trainer), now=now)
    with transaction():
        assert actions.open_cohort(**facts(trainer, name="Changed meanwhile"), now=now) is first
    assert count(Cohort) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"course_key": "NONE"}, "course"),
        ({"language": "kk"}, "language"),
        ({"ends_on": date(2027, 3, 9)}, "ends_on"),
        ({"ends_on": date(2030, 3, 9)}, "ends_on"),
        ({"place": "UZ-SA"}, "place"),
        ({"place": "UZ"}, "place"),
    ],
)
def test_a_wrong_cohort_is_refused_beside_its_field(
    trainer: Person, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    if "place" in wrong:
        wrong = {"place": make_place(wrong["place"])}
    with pytest.raises(Refused) as refused, transaction():
        actions.open_cohort(**facts(trainer, **wrong), now=now)
    assert refused.value.field == field
    assert count(Cohort) == 0


def test_an_expired_licence_opens_no_cohort(trainer: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="valid today"), transaction():
        actions.open_cohort(**facts(trainer), now=now + timedelta(days=800))


def test_a_licence_ends_with_the_day_of_the_place(trainer: Person) -> None:
    trainer.licences[0].valid_until = date(2027, 3, 1)
    with pytest.raises(Refused, match="valid today"):
        actions.open_cohort(**facts(trainer), now=datetime(2027, 3, 1, 23, 30, tzinfo=UTC))  # 2 March in Tashkent
    actions.open_cohort(**facts(trainer), now=datetime(2027, 3, 1, 18, 30, tzinfo=UTC))
    assert count(Cohort) == 1


def test_a_change_is_remembered_by_its_fields_and_only_when_something_differs(trainer: Person, now: datetime) -> None:
    cohort = make_cohort(trainer)
    for _again in range(2):
        with transaction():
            actions.change_cohort(cohort, trainer, now, name="Autumn", venue="Hall 1", place=make_place("UZ-TO-1"))
    assert cohort.place_path == "/UZ/UZ-TO/UZ-TO-1/"
    changes = db.session.scalars(select(Event.facts).where(Event.kind == "cohort changed"))
    assert [event["fields"] for event in changes] == [["name", "place"]]


def test_a_closed_cohort_changes_only_after_it_was_reopened(trainer: Person, now: datetime) -> None:
    cohort = make_cohort(trainer)
    enrolment = make_enrolment(cohort)
    for _again in range(2):
        with transaction():
            actions.close_cohort(cohort, trainer, now)
    for change in (
        lambda: actions.change_cohort(cohort, trainer, now, name="Autumn"),
        lambda: actions.enrol(cohort, make_person(), trainer, now),
        lambda: actions.end_enrolment(enrolment, "Left", trainer, now),
        lambda: actions.make_trainer(enrolment, trainer, now),
        lambda: actions.make_slips(cohort, {enrolment.id}, trainer, now, "key"),
    ):
        with pytest.raises(Refused, match="closed"), transaction():
            change()
    with transaction():
        actions.reopen_cohort(cohort, trainer, now)
        actions.change_cohort(cohort, trainer, now, name="Autumn")
    assert cohort.name == "Autumn"
    kinds = list(db.session.scalars(select(Event.kind).where(Event.thing_kind == "cohorts").order_by(Event.id)))
    assert kinds == ["cohort closed", "cohort reopened", "cohort changed"]


def test_enrolled_twice_is_enrolled_once(trainer: Person, now: datetime) -> None:
    cohort, person = make_cohort(trainer), make_person()
    for _again in range(2):
        with transaction():
            actions.enrol(cohort, person, trainer, now)
    assert count(Enrolment) == 1


def test_a_trainer_does_not_take_part_in_the_cohort_she_leads(trainer: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="does not take part"), transaction():
        actions.enrol(make_cohort(trainer), trainer, trainer, now)


def test_whoever_left_comes_back_with_the_same_enrolment(trainer: Person, now: datetime) -> None:
    cohort = make_cohort(trainer)
    enrolment = make_enrolment(cohort)
    with pytest.raises(Refused), transaction():
        actions.end_enrolment(enrolment, " ", trainer, now)
    for _again in range(2):
        with transaction():
            actions.end_enrolment(enrolment, "Moved away", trainer, now)
    with pytest.raises(Refused, match="left"), transaction():
        actions.enrol(cohort, enrolment.person, trainer, now)
    with pytest.raises(Refused, match="left"), transaction():
        actions.make_trainer(enrolment, trainer, now)
    for _again in range(2):
        with transaction():
            actions.resume_enrolment(enrolment, trainer, now)
    assert enrolment.is_active
    kinds = list(db.session.scalars(select(Event.kind).where(Event.thing_kind == "enrolments").order_by(Event.id)))
    assert kinds == ["enrolment ended", "person enrolled"]


def test_a_second_click_adds_no_second_person(trainer: Person, now: datetime) -> None:
    cohort = make_cohort(trainer)
    said = {
        "name": "Gʻaniyev Oʻtkir Botirovich", "sex": "male", "language": "uz", "agency": None, "email": None,
        "place": make_place("UZ-TO"), "position": None, "request_key": "once",
    }  # fmt: skip
    before = count(Person)
    for _again in range(2):
        with transaction():
            actions.add_participant(cohort, trainer, now, **said)
    assert (count(Person), count(Enrolment)) == (before + 1, 1)


def test_a_participant_becomes_a_trainer_beneath_the_one_who_leads(trainer: Person, now: datetime) -> None:
    enrolment = make_enrolment(make_cohort(trainer))
    with transaction():
        licence = actions.make_trainer(enrolment, trainer, now)
    assert licence.path.startswith(trainer.licences[0].path)
    assert licence.because_of_cohort_id == enrolment.cohort_id
    with transaction():
        cohort = actions.open_cohort(**facts(enrolment.person), now=now)
    db.session.refresh(trainer, ["licences"])
    assert may(trainer, Can.SEE_COHORT, cohort), "what is done beneath her is in her sight"


def test_slips_are_made_for_those_only_who_have_not_joined_and_hold_no_office(
    app: Any, trainer: Person, now: datetime
) -> None:
    cohort = make_cohort(trainer)
    new = make_enrolment(cohort)
    joined = make_enrolment(cohort, make_person(password_hash="not a hash"))
    official = make_enrolment(cohort, make_official("coordinator"))
    licensed = make_person()
    make_licence(licensed, course_key="TST")
    other = make_enrolment(cohort, licensed)
    elsewhere = make_enrolment(make_cohort(make_trainer()))
    chosen = {e.id for e in (new, joined, official, other, elsewhere)}
    with transaction():
        first = actions.make_slips(cohort, chosen, trainer, now, "key")
    with transaction():
        second = actions.make_slips(cohort, chosen, trainer, now, "key")
    assert first == second, "a second click prints the same slips"
    assert [person for person, _code in first] == [new.person]
    invitation = db.session.scalars(select(Invitation)).one()
    assert invitation.code_hash == code_hash(first[0][1], str(app.secret_key))
    with pytest.raises(Refused), transaction():
        actions.make_slips(cohort, {official.id}, trainer, now, "another key")


def test_what_one_sees_is_the_same_in_sql_and_in_the_policy(inside: None, now: datetime) -> None:
    """The scope is said twice; over a mixed world both must say the same for every person and cohort."""
    make_course()
    make_course("TSU")
    north, south = make_place("UZ-TO"), make_place("UZ-SA")
    top, other = make_trainer(north), make_trainer(south)
    middle = make_trainer(north, top.licences[0])
    low = make_trainer(make_place("UZ-TO-1"), middle.licences[0])
    ended = make_trainer(north)
    below_ended = make_trainer(north, ended.licences[0])
    for who in (top, other, middle, low, ended, below_ended):
        make_cohort(who)
        make_cohort(who, closed_at=now)
    make_cohort(low, place=south)
    ended.licences[0].ended_at = now
    closed = make_trainer(north)
    make_cohort(closed)
    closed.is_active = False
    db.session.flush()
    people = [top, other, middle, low, ended, below_ended, closed, make_person(), make_official("observer")]
    people += [make_coordinator(place) for place in (make_place("UZ"), north, south, make_place("UZ-TO-1"))]
    people += [make_official("administrator"), make_official("coordinator", make_place("KZ"))]
    for person in people:
        db.session.refresh(person, ["licences", "roles"])
    cohorts = list(db.session.scalars(select(Cohort)))
    for who in people:
        shown = set(queries.cohorts_seen_by(who))
        assert shown == {cohort for cohort in cohorts if may(who, Can.SEE_COHORT, cohort)}, who
    assert len(queries.cohorts_seen_by(top)) == 7
    assert queries.count_of_cohorts_seen_by(top, is_open=True) == 4
    assert {c.closed_at for c in queries.cohorts_seen_by(top, is_open=False)} == {now}
    assert len(queries.cohorts_seen_by(top, limit=3, offset=6)) == 1
