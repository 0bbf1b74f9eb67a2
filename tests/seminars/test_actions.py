"""Sessions are planned once and in free hours; a mark is added where it differs, and progress knows of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.seminars.make import enrolment, plan, session, training
from tot.audit import Event
from tot.cohorts.models import Enrolment
from tot.db import db, transaction
from tot.progress.queries import evidence_of
from tot.progress.rules import Meeting, minutes_present
from tot.refusals import Refused
from tot.seminars import actions, queries
from tot.seminars.models import AttendanceMark, Session
from tot.seminars.rules import Wish

AFTER = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)


def marks_in(wanted: Session) -> list[tuple[int, int, str, int]]:
    rows = select(AttendanceMark).where(AttendanceMark.session_id == wanted.id)
    return [
        (m.enrolment_id, m.number, m.status, m.minutes) for m in db.session.scalars(rows.order_by(AttendanceMark.id))
    ]


def wish_for(one: Enrolment, status: str = "present", minutes: int = 180, drawn_from: int = 0) -> Wish:
    return Wish(one.id, status, minutes, "in person", drawn_from)


def test_the_same_request_plans_once(inside: None, now: datetime) -> None:
    cohort, _people = training()
    for _again in range(2):
        with transaction():
            made = actions.plan_sessions(cohort, [plan(), plan(hour=9)], cohort.led_by, now, request_key="k")
    assert [s.begins_at.hour for s in made] == [4, 9]
    assert db.session.scalar(select(func.count()).select_from(Session)) == 2
    assert db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == "session planned")) == 2


@pytest.mark.parametrize(
    ("impossible", "sentence"),
    [
        (plan(day=5), "from 1 March 2027 to 4 March 2027"),
        (plan(day=1, hour=5), "Session of 1 March, 4:00"),
        (plan(day=2, minutes=211), "210 minutes"),
        (plan(day=2, ends_at=datetime(2027, 3, 2, 4, 0, tzinfo=UTC)), "must end after it begins"),
    ],
)
def test_an_impossible_session_is_refused(inside: None, now: datetime, impossible, sentence: str) -> None:
    cohort, _people = training()
    session(cohort)
    with pytest.raises(Refused, match=sentence):
        actions.plan_sessions(cohort, [impossible], cohort.led_by, now, request_key="k")


def test_a_day_is_that_of_the_place_and_not_of_utc(inside: None, now: datetime) -> None:
    cohort, _people = training()
    # 19:30 UTC on 28 February is half past midnight on 1 March in Tashkent.
    early = plan(begins_at=datetime(2027, 2, 28, 19, 30, tzinfo=UTC), ends_at=datetime(2027, 2, 28, 22, 30, tzinfo=UTC))
    made = actions.plan_sessions(cohort, [early], cohort.led_by, now, request_key="k")
    assert queries.day_of(made[0]) == date(2027, 3, 1)
    assert queries.meetings_of(cohort.id) == (Meeting(f"session {made[0].id}", date(2027, 3, 1), 180),)


def test_half_a_day_that_does_not_fit_leaves_nothing(inside: None, now: datetime) -> None:
    cohort, _people = training()
    db.session.commit()
    with pytest.raises(Refused), transaction():
        actions.plan_sessions(cohort, [plan(), plan(day=9)], cohort.led_by, now, request_key="k")
    assert queries.sessions_of(cohort.id) == []


def test_a_cancelled_session_frees_its_hours_until_it_comes_back(inside: None, now: datetime) -> None:
    cohort, _people = training()
    first = session(cohort)
    actions.cancel_session(first, cohort.led_by, now)
    actions.cancel_session(first, cohort.led_by, now + timedelta(minutes=1))
    assert first.cancelled_at == now
    assert queries.meetings_of(cohort.id) == ()
    actions.plan_sessions(cohort, [plan(title="Instead")], cohort.led_by, now, request_key="k")
    with pytest.raises(Refused, match="Instead"):
        actions.restore_session(first, cohort.led_by, now)
    with pytest.raises(Refused, match="cancelled"):
        actions.change_session(first, plan(day=2), cohort.led_by, now)
    with pytest.raises(Refused, match="cancelled"):
        actions.mark_attendance(first, [], cohort.led_by, AFTER)


def test_one_save_marks_forty_and_saving_again_adds_nothing(inside: None) -> None:
    cohort, people = training(40)
    held = session(cohort)
    wishes = [wish_for(one, "absent" if number == 5 else "present") for number, one in enumerate(people, 1)]
    for _again in range(2):
        with transaction():
            outcome = actions.mark_attendance(held, wishes, cohort.led_by, AFTER)
    assert outcome.changes == ()
    assert len(marks_in(held)) == 40
    assert [m for m in marks_in(held) if m[2] == "absent"] == [(people[4].id, 1, "absent", 0)]
    facts = evidence_of([people[0].id, people[4].id])
    meetings = queries.meetings_of(cohort.id)
    assert minutes_present(meetings, facts[people[0].id]) == {f"session {held.id}": 180}
    assert minutes_present(meetings, facts[people[4].id]) == {f"session {held.id}": 0}
    marked = select(Event.facts).where(Event.kind == "attendance marked")
    assert [len(facts["marks"]) for facts in db.session.scalars(marked)] == [40]


def test_a_correction_is_a_new_mark_and_progress_counts_the_last(inside: None) -> None:
    cohort, (one, other) = training(2)
    held = session(cohort)
    actions.mark_attendance(held, [wish_for(one), wish_for(other)], cohort.led_by, AFTER)
    actions.mark_attendance(held, [wish_for(one, "late", 120, 1), wish_for(other, drawn_from=1)], cohort.led_by, AFTER)
    assert marks_in(held) == [
        (one.id, 1, "present", 180), (other.id, 1, "present", 180), (one.id, 2, "late", 120),
    ]  # fmt: skip
    facts = evidence_of([one.id])[one.id]
    assert minutes_present(queries.meetings_of(cohort.id), facts) == {f"session {held.id}": 120}
    assert [fact.source for fact in facts] == [f"mark {m.id}" for m in db.session.scalars(
        select(AttendanceMark).where(AttendanceMark.enrolment_id == one.id).order_by(AttendanceMark.number)
    )]  # fmt: skip


def test_a_conflict_writes_nothing_at_all(inside: None) -> None:
    cohort, (one, other) = training(2)
    held = session(cohort)
    actions.mark_attendance(held, [wish_for(one, "absent"), wish_for(other)], cohort.led_by, AFTER)
    outcome = actions.mark_attendance(held, [wish_for(one), wish_for(other, "late", 60, 1)], cohort.led_by, AFTER)
    assert [wish.enrolment_id for wish in outcome.conflicts] == [one.id]
    assert len(marks_in(held)) == 2, "neither the conflict nor the other change is written before both are seen"


def test_only_those_who_take_part_are_marked(inside: None) -> None:
    cohort, (one,) = training(1)
    held = session(cohort)
    gone = enrolment(cohort, "Gone Fictional", ended_at=AFTER)
    other_cohort, (stranger,) = training(1, version=cohort.course_version)
    actions.mark_attendance(held, [wish_for(one), wish_for(gone), wish_for(stranger)], cohort.led_by, AFTER)
    assert [mark[0] for mark in marks_in(held)] == [one.id]
    assert other_cohort.id != cohort.id


def test_nobody_is_marked_before_the_day_or_beyond_the_minutes(inside: None) -> None:
    cohort, (one,) = training(1)
    held = session(cohort)
    the_night_before = datetime(2027, 2, 28, 18, 59, tzinfo=UTC)  # 23:59 in Tashkent
    with pytest.raises(Refused, match="from that day on"):
        actions.mark_attendance(held, [wish_for(one)], cohort.led_by, the_night_before)
    with pytest.raises(Refused, match="180 minutes"):
        actions.mark_attendance(held, [wish_for(one, "late", 181)], cohort.led_by, AFTER)
    cohort.closed_at = AFTER
    with pytest.raises(Refused, match="closed"):
        actions.mark_attendance(held, [wish_for(one)], cohort.led_by, AFTER)


def test_new_minutes_reach_those_who_were_there_all_the_time(inside: None, now: datetime) -> None:
    cohort, (present, late, absent) = training(3)
    held = session(cohort)
    wishes = [wish_for(present), wish_for(late, "late", 170), wish_for(absent, "absent", 0)]
    actions.mark_attendance(held, wishes, cohort.led_by, AFTER)
    assert actions.change_session(held, plan(minutes=150), cohort.led_by, now) == ["minutes"]
    assert marks_in(held)[3:] == [(present.id, 2, "present", 150), (late.id, 2, "late", 150)]
    assert actions.change_session(held, plan(minutes=200), cohort.led_by, now) == ["minutes"]
    assert marks_in(held)[5:] == [(present.id, 3, "present", 200)]
    assert actions.change_session(held, plan(minutes=200), cohort.led_by, now) == []
    meetings = queries.meetings_of(cohort.id)
    assert minutes_present(meetings, evidence_of([present.id])[present.id]) == {f"session {held.id}": 200}


def test_the_roll_follows_the_uzbek_alphabet_whatever_a_name_is_written_in(inside: None) -> None:
    cohort, _people = training(0)
    in_order = ["Эргашев Ali", "Yoʻldosheva Ali", "Zokirov Ali", "O'ktamov Ali", "Ғаниев Ali", "Shodiyev Ali"]
    for name in reversed(in_order):
        enrolment(cohort, name)
    assert [one.name for one in queries.roll_of(cohort.id)] == in_order


def test_walk_ins_come_after_those_on_the_printed_sheet(inside: None) -> None:
    cohort, _people = training(2)
    held = session(cohort, plan(day=2))
    enrolment(cohort, "Aziza Walk-in", enrolled_at=held.begins_at + timedelta(minutes=20))
    assert [(p.number, p.name) for p in queries.roll_of(cohort.id, held.begins_at)] == [
        (1, "Participant 01 Fictional"), (2, "Participant 02 Fictional"), (3, "Aziza Walk-in"),
    ]  # fmt: skip
    assert queries.roll_of(cohort.id)[0].name == "Aziza Walk-in"


def test_the_register_adds_up_and_keeps_those_who_left(inside: None) -> None:
    cohort, (one, other, never) = training(3)
    first, second = session(cohort), session(cohort, plan(hour=9))
    session(cohort, plan(day=2))
    actions.mark_attendance(first, [wish_for(one), wish_for(other, "left early", 90)], cohort.led_by, AFTER)
    actions.mark_attendance(second, [wish_for(one, "late", 150), wish_for(other, "absent")], cohort.led_by, AFTER)
    other.ended_at = never.ended_at = AFTER
    db.session.flush()
    register = queries.register_of(cohort.id)
    assert [(row.person.name, row.person.is_active) for row in register.rows] == [
        ("Participant 01 Fictional", True), ("Participant 02 Fictional", False),
    ]  # fmt: skip
    assert [row.share.minutes for row in register.rows] == [330, 90]
    assert [row.share.percent for row in register.rows] == [91, 25]
    assert [s.title for s in register.unmarked] == ["Session of 2 March, 4:00"]
