"""How long a licence lasts, what its levels are called, and how it stands on a day."""

from calendar import monthrange
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.policy import Asker

MASTER, NATIONAL = "master trainer", "national trainer"
VALID_MONTHS = 24  # the ladder of the curriculum: a licence is renewed after two years
SOON_DAYS = 60

LEVEL_NAMES = {MASTER: _l("master trainer"), NATIONAL: _l("national trainer")}
STATES = {
    "valid": (_l("valid"), "good"),
    "ends soon": (_l("ends soon"), "warn"),
    "expired": (_l("expired"), "bad"),
    "ended": (_l("ended"), "plain"),
}


def valid_until(granted_on: date, months: int = VALID_MONTHS) -> date:
    """The last day of a licence granted on that day: 29 February becomes 28 where the year has none."""
    years, month = divmod(granted_on.month - 1 + months, 12)
    year, month = granted_on.year + years, month + 1
    return date(year, month, min(granted_on.day, monthrange(year, month)[1]))


def state(licence: Any, today: date) -> str:
    """How a licence stands: valid, ends soon, expired, ended."""
    if licence.ended_at is not None:
        return "ended"
    if licence.valid_until < today:
        return "expired"
    return "ends soon" if (licence.valid_until - today).days <= SOON_DAYS else "valid"


def looks_after(person: Asker, place_path: str) -> bool:
    """Whether somebody coordinates this place or one above it."""
    return any(role.kind == "coordinator" and place_path.startswith(role.place_path) for role in person.roles)
