"""What follows from times and marks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tot.seminars.rules import (
    AFTERNOON,
    MORNING,
    STATUSES,
    Held,
    Mark,
    Plan,
    Wish,
    in_parts,
    minutes_counted,
    mode_counted,
    next_half_day,
    overlaps,
    percent,
    share,
    sort_wishes,
)

NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def mark(number: int, status: str = "present", minutes: int = 180, mode: str = "in person") -> Mark:
    return Mark(number, status, minutes, mode)


def wish(drawn_from: int, status: str = "present", minutes: int = 180, who: int = 7) -> Wish:
    return Wish(who, status, minutes, "in person", drawn_from)


@pytest.mark.parametrize(
    ("status", "minutes", "counted"),
    [
        ("present", 20, 180), ("absent", 180, 0), ("excused", 180, 0), ("late", 150, 150), ("left early", 0, 0),
        ("late", None, 180),
    ],
)  # fmt: skip
def test_each_status_earns_its_minutes(status: str, minutes: int | None, counted: int) -> None:
    assert minutes_counted(status, minutes, 180) == counted


def test_only_in_a_hybrid_session_the_mode_is_chosen() -> None:
    assert mode_counted("hybrid", "online") == "online"
    assert mode_counted("hybrid", None) == "in person"
    assert mode_counted("hybrid", "<b>") == "in person"
    assert mode_counted("online", "in person") == "online"


def test_the_next_half_day() -> None:
    first, last = date(2027, 3, 1), date(2027, 3, 2)
    assert next_half_day(None, first, last) == (first, MORNING)
    assert next_half_day(datetime.combine(first, time(12, 30)), first, last) == (first, AFTERNOON)
    assert next_half_day(datetime.combine(first, time(17, 0)), first, last) == (last, MORNING)
    assert next_half_day(datetime.combine(last, time(17, 0)), first, last) == (last, MORNING)


def test_the_length_of_a_plan_has_its_breaks() -> None:
    assert Plan("A", NINE, NINE + timedelta(minutes=210), 180, "online", "", None).length == 210


def test_sessions_may_touch_but_not_overlap() -> None:
    hour = timedelta(hours=1)
    assert not overlaps(NINE, NINE + hour, [(NINE + hour, NINE + 2 * hour), (NINE - hour, NINE)])
    assert overlaps(NINE, NINE + hour, [(NINE - hour, NINE + timedelta(minutes=1))])
    assert overlaps(NINE, NINE + hour, [(NINE + hour / 4, NINE + hour / 2)])


def test_percent_is_never_rounded_up_to_the_eighty_that_is_asked() -> None:
    assert percent(799, 1000) == 79
    assert percent(180, 180) == 100
    assert percent(0, 0) is None


# What a save means. The marks of person 7 so far, the wish, and whether it is written, silent or a conflict.
@pytest.mark.parametrize(
    ("marks", "wanted", "outcome"),
    [
        ([], wish(0), "change"),
        ([mark(1)], wish(1), "silent"),  # saved again
        ([mark(1)], wish(0), "silent"),  # sent twice by one page
        ([mark(1)], wish(1, "absent", 0), "change"),
        ([mark(1), mark(2, "absent", 0)], wish(1, "late", 90), "conflict"),  # both changed it, differently
        ([mark(1), mark(2, "absent", 0)], wish(1), "silent"),  # this page did not touch it: the other's stays
        ([mark(1), mark(2, "absent", 0)], wish(1, "absent", 0), "silent"),  # both chose the same
        ([mark(1, "absent", 0)], wish(0), "conflict"),  # two first saves at once
        ([mark(1), mark(2, "absent", 0)], wish(2), "change"),  # undone, knowingly
    ],
)
def test_what_a_save_means(marks: list[Mark], wanted: Wish, outcome: str) -> None:
    sorted_wishes = sort_wishes([wanted], {7: marks})
    found = "change" if sorted_wishes.changes else "conflict" if sorted_wishes.conflicts else "silent"
    assert found == outcome


@given(
    some.lists(some.sampled_from(STATUSES), min_size=1, max_size=6), some.integers(0, 8), some.sampled_from(STATUSES)
)
def test_nothing_of_somebody_else_is_overwritten_unseen(saved: list[str], seen: int, chosen: str) -> None:
    marks = [mark(n, status, minutes_counted(status, None, 180)) for n, status in enumerate(saved, 1)]
    wanted = wish(seen, chosen, minutes_counted(chosen, None, 180))
    outcome = sort_wishes([wanted], {7: marks})
    if outcome.changes:
        assert seen == marks[-1].number, "a mark was written over one that its page had not shown"


def test_a_share_counts_marked_sessions_only_and_never_more_than_they_had() -> None:
    first, second = date(2027, 3, 1), date(2027, 3, 2)
    sessions = [
        Held(1, first, 180, True),
        Held(2, first, 180, True),
        Held(3, second, 100, True),
        Held(4, second, 60, False),
    ]
    marks = {1: mark(1), 2: mark(1, "absent", 0), 3: mark(1, "present", 180)}
    got = share(sessions, marks)
    assert (got.minutes, got.percent, got.by_day) == (280, 60, {first: 50, second: 100})
    assert share(sessions, {}).percent == 0
    assert share([Held(4, second, 60, False)], {}).by_day == {second: None}


@pytest.mark.parametrize(
    ("a_day", "days", "parts"),
    [
        (2, 0, []),
        (1, 1, [1]),
        (2, 6, [12]),
        (2, 7, [12, 2]),
        (2, 20, [12, 12, 12, 4]),
        (1, 10, [9, 1]),
        (20, 2, [20, 20]),
    ],
)
def test_a_register_is_as_wide_as_paper_and_a_day_stays_together(a_day: int, days: int, parts: list[int]) -> None:
    sessions = [
        Held(number, date(2027, 3, 1) + timedelta(days=number // a_day), 90, True) for number in range(a_day * days)
    ]
    found = in_parts(sessions)
    assert [len(part) for part in found] == parts
    assert [session for part in found for session in part] == sessions
