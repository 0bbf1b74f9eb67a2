"""Attendance and completion, by table and by property."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.make import AT, attended, checked, course, meeting, module, played, read
from tot.progress.rules import (
    Condition,
    Fact,
    MarkedAgain,
    attendance_conditions,
    completion_conditions,
    marked_again,
    module_conditions,
    progress_in,
    sessions_attended,
    tries_at,
)

TWO_DAYS = (meeting(1, day=1), meeting(2, day=1), meeting(3, day=2))  # 180 minutes each


@pytest.mark.parametrize(
    ("marks", "total", "days"),
    [
        ([], (False, 0), [(False, 0), (False, 0)]),
        ([(1, 180), (2, 180), (3, 180)], (True, 540), [(True, 360), (True, 180)]),
        # 80 % of 540 is 432; of the first day 288; of the second 144: exactly enough everywhere
        ([(1, 180), (2, 108), (3, 144)], (True, 432), [(True, 288), (True, 144)]),
        # one minute less on the first day
        ([(1, 180), (2, 107), (3, 180)], (True, 467), [(False, 287), (True, 180)]),
        # enough in total, but a whole day missed
        ([(1, 180), (2, 180)], (False, 360), [(True, 360), (False, 0)]),
        # more minutes than the session had count as the whole session
        ([(1, 500), (2, 500)], (False, 360), [(True, 360), (False, 0)]),
        # a mark of a session that was cancelled counts nothing
        ([(9, 180)], (False, 0), [(False, 0), (False, 0)]),
    ],
)
def test_attendance_asks_for_the_share_of_all_and_of_each_day(
    marks: list[tuple[int, int]], total: tuple[bool, int], days: list[tuple[bool, int]]
) -> None:
    evidence = [attended(session, minutes) for session, minutes in marks]
    assert attendance_conditions(TWO_DAYS, evidence, 80, 80) == (
        Condition("attendance total", total[0], total[1], 432),
        Condition("attendance day", days[0][0], days[0][1], 288, day=date(2027, 3, 1)),
        Condition("attendance day", days[1][0], days[1][1], 144, day=date(2027, 3, 2)),
    )


def test_the_mark_with_the_highest_number_counts_in_whatever_order_they_come() -> None:
    marks = [attended(1, 0, number=2), attended(1, 180, number=3), attended(1, 90, number=1)]
    for order in (marks, marks[::-1]):
        assert attendance_conditions([meeting(1)], order, 80, 80)[0].have == 180


def test_a_share_that_is_no_whole_minute_is_rounded_up() -> None:
    (total, _day) = attendance_conditions([meeting(1, minutes=91)], [attended(1, 72)], 80, 80)
    assert (total.need, total.is_met) == (73, False)  # 72.8


def test_without_sessions_nobody_attended() -> None:
    assert attendance_conditions([], [attended(1, 180)], 80, 80) == (Condition("sessions planned", False, 0, 1),)


DONE = [
    read("M1-s1"),
    read("M1-s2"),
    played("M1-scenario"),
    checked("M1-check", 6, is_passed=False),
    checked("M1-check", 9, is_passed=True, attempt=2),
]


def test_completion_asks_for_every_part_of_every_ready_module() -> None:
    made = course(module("M1"), module("M2", is_ready=False), module("M3", scenario=False))
    conditions = completion_conditions(made, [meeting(1)], [attended(1, 180), *DONE])
    assert [(c.code, c.thing_key, c.is_met, c.have, c.need) for c in conditions] == [
        ("attendance total", None, True, 180, 144),
        ("attendance day", None, True, 180, 144),
        ("sections read", "M1", True, 2, 2),
        ("scenario ended", "M1", True, 1, 1),
        ("check passed", "M1", True, 9, 8),
        ("sections read", "M3", False, 0, 2),
        ("check passed", "M3", False, 0, 8),
    ]


@pytest.mark.parametrize("missing", range(3))
def test_each_missing_part_is_named(missing: int) -> None:
    kept = [fact for fact in DONE if fact.kind != ("section read", "scenario", "quiz")[missing]]
    conditions = module_conditions(module("M1"), kept)
    assert [c.is_met for c in conditions] == [index != missing for index in range(3)]


def test_a_check_that_was_passed_stays_passed() -> None:
    facts = [checked("M1-check", 8, is_passed=True), checked("M1-check", 3, is_passed=False, attempt=2)]
    assert module_conditions(module("M1"), facts)[-1] == Condition("check passed", True, 8, 8, "M1")


def test_evidence_about_other_things_counts_nothing() -> None:
    facts = [read("M9-s1"), played("M9-scenario"), checked("M9-check", 10, is_passed=True)]
    assert not any(c.is_met for c in module_conditions(module("M1"), facts))


meetings = st.lists(
    st.builds(meeting, st.integers(1, 6), st.integers(1, 3), st.integers(1, 300)), unique_by=lambda m: m.key
)
marks = st.lists(st.builds(attended, st.integers(1, 7), st.integers(0, 400)), unique_by=lambda f: f.thing_key)
percents = st.integers(1, 100)


@given(meetings, marks, percents, percents, st.integers(0, 6), st.integers(0, 400))
def test_more_presence_never_makes_a_met_condition_unmet(
    planned: list, evidence: list, total: int, each: int, session: int, more: int
) -> None:
    before = attendance_conditions(planned, evidence, total, each)
    known = next((f.facts["minutes"] for f in evidence if f.thing_key == f"session {session}"), 0)
    after = attendance_conditions(planned, [*evidence, attended(session, known + more, number=2)], total, each)
    for old, new in zip(before, after, strict=True):
        assert new.have >= old.have
        assert new.is_met or not old.is_met


@given(meetings, marks, percents, percents)
def test_a_condition_is_met_exactly_when_the_share_is_reached(
    planned: list, evidence: list, total: int, each: int
) -> None:
    for condition in attendance_conditions(planned, evidence, total, each):
        if condition.code == "sessions planned":
            assert not planned
            continue
        minutes = sum(m.minutes for m in planned if condition.day in (None, m.day))
        percent = each if condition.day else total
        assert condition.is_met == (condition.have * 100 >= percent * minutes)
        assert condition.is_met == (condition.have >= condition.need)
        assert 0 <= condition.have <= minutes


learning = st.lists(
    st.one_of(
        st.sampled_from(["M1-s1", "M1-s2", "M2-s1", "x"]).map(read),
        st.sampled_from(["M1-scenario", "M2-scenario"]).map(played),
        st.builds(checked, st.sampled_from(["M1-check", "M2-check"]), st.integers(0, 10), is_passed=st.booleans()),
    )
)


def test_of_an_attempt_the_latest_word_counts() -> None:
    made = module("M1")
    first = checked("M1-check", 8, is_passed=True)
    marked = replace(checked("M1-check", 7, is_passed=False), source="marking 4 of attempt 1")
    again = replace(checked("M1-check", 9, is_passed=True), source="regrade 2 of attempt 1")
    assert [one["points"] for one in tries_at("M1-check", [first, marked])] == [7]
    standing = progress_in(made, [first, marked, checked("M1-check", 5, is_passed=False, attempt=2)])
    assert (standing.tries, standing.best, standing.is_passed) == (2, 7, False)
    assert progress_in(made, [first, marked, again]).is_passed
    assert [condition.is_met for condition in completion_conditions(course(made), TWO_DAYS, [first, marked])][
        -1
    ] is False


def test_what_was_marked_again_is_told_once_for_each_attempt() -> None:
    facts = [
        replace(checked("M1-check", points, is_passed=False), source=source, at=AT + timedelta(days=day))
        for points, source, day in [
            (3, "attempt 1", 9),
            (4, "regrade 1 of attempt 1", 1),
            (5, "regrade 2 of attempt 1", 2),
        ]
    ]
    assert marked_again(facts, AT) == (MarkedAgain(1, "M1-check", AT + timedelta(days=2)),)
    assert marked_again(facts, AT + timedelta(days=2)) == ()
    back = replace(facts[-1], source="undoing 3 of attempt 1", at=AT + timedelta(days=3))
    assert marked_again([*facts, back], AT) == (MarkedAgain(1, "M1-check", back.at, is_undoing=True),)
    assert tries_at("M1-check", [*facts, back]) == [back.facts]


@given(learning, learning)
def test_more_evidence_never_takes_learning_away(before: list, more: list) -> None:
    made = course(module("M1"), module("M2"))
    more = [replace(fact, source=f"{fact.source}0") for fact in more]  # of other attempts
    old = completion_conditions(made, TWO_DAYS, before)
    new = completion_conditions(made, TWO_DAYS, before + more)
    assert all(n.is_met >= o.is_met and n.have >= o.have for o, n in zip(old, new, strict=True))


def test_the_next_step_is_the_first_that_is_not_done() -> None:
    made = module("M1")
    facts: list = []
    for fact, code, thing in [
        (read("M1-s2"), "read", "M1-s1"),
        (read("M1-s1"), "play", "M1-scenario"),
        (played("M1-scenario"), "check", "M1-check"),
        (checked("M1-check", 5, is_passed=False), "check", "M1-check"),
    ]:
        facts.append(fact)
        one = progress_in(made, facts)
        assert one.state == "in progress"
        assert one.next_step is not None
        assert (one.next_step.code, one.next_step.thing_key) == (code, thing)
    done = progress_in(made, [*facts, checked("M1-check", 8, is_passed=True, attempt=2)])
    assert (done.state, done.next_step, done.done, done.best) == ("done", None, 4, 8)


def test_a_check_that_waits_for_the_trainer_asks_nothing_until_it_is_marked() -> None:
    waits = Fact("quiz", "M1-check", "attempt 1", {"points": 7, "of": 10, "is_passed": False, "waits": True}, AT)
    facts = [read("M1-s1"), read("M1-s2"), played("M1-scenario"), waits]
    one = progress_in(module("M1"), facts)
    assert (one.is_waiting, one.next_step, one.state) == (True, None, "in progress")
    marked = progress_in(module("M1"), [*facts, checked("M1-check", 7, is_passed=False)])
    assert (marked.is_waiting, marked.next_step.code) == (False, "check")


def test_a_module_in_preparation_has_nothing_to_do() -> None:
    one = progress_in(module("M1", is_ready=False), [read("M1-s1")])
    assert (one.state, one.steps, one.next_step) == ("in preparation", (), None)


def test_sessions_attended_are_counted_by_their_last_mark() -> None:
    marks = [attended(1, 120), attended(2, 90), attended(1, 0, number=2), attended(3, 60), read("x")]
    assert sessions_attended(marks) == (2, 150)
    assert sessions_attended([]) == (0, 0)
