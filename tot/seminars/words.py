"""How statuses and modes are called, in full and as the one letter of the register."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.seminars.rules import STATUSES

STATUS_WORDS = {
    "present": _l("present"),
    "late": _l("late"),
    "left early": _l("left early"),
    "absent": _l("absent"),
    "excused": _l("excused"),
}
# Each language has letters of its own; the legend beside every register says what they stand for.
STATUS_LETTERS = {
    "present": lazy_pgettext("letter for present", "P"),
    "late": lazy_pgettext("letter for late", "L"),
    "left early": lazy_pgettext("letter for left early", "E"),
    "absent": lazy_pgettext("letter for absent", "A"),
    "excused": lazy_pgettext("letter for excused", "X"),
}
MODE_WORDS = {"in person": _l("in person"), "online": _l("online"), "hybrid": _l("hybrid")}


def legend() -> list[tuple[str, str]]:
    """Letter and meaning, in the order of the attendance page."""
    return [(str(STATUS_LETTERS[status]), str(STATUS_WORDS[status])) for status in STATUSES]
