"""How long licences last, and how they stand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from tot.cascade.rules import LEVEL_NAMES, STATES, state, valid_until


@dataclass
class Paper:
    valid_until: date
    ended_at: datetime | None = None


@pytest.mark.parametrize(
    ("granted", "until"),
    [
        (date(2027, 3, 1), date(2029, 3, 1)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 12, 31), date(2028, 12, 31)),
    ],
)
def test_a_licence_lasts_24_months(granted: date, until: date) -> None:
    assert valid_until(granted) == until


def test_a_month_without_a_31st_ends_on_its_last_day() -> None:
    assert valid_until(date(2027, 3, 31), months=1) == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        (date(2028, 12, 30), "valid"),
        (date(2028, 12, 31), "ends soon"),
        (date(2029, 3, 1), "ends soon"),
        (date(2029, 3, 2), "expired"),
    ],
)
def test_a_licence_holds_through_its_last_day(today: date, stands: str) -> None:
    assert state(Paper(date(2029, 3, 1)), today) == stands


def test_an_ended_licence_stays_ended_whatever_its_date() -> None:
    assert state(Paper(date(2029, 3, 1), datetime(2027, 3, 1, tzinfo=UTC)), date(2027, 3, 2)) == "ended"


def test_everything_has_a_name() -> None:
    assert set(LEVEL_NAMES) == {"master trainer", "national trainer"}
    assert set(STATES) == {"valid", "ends soon", "expired", "ended"}
