"""What the parts of markers are called, and why somebody comes to mind as one."""

from flask_babel import lazy_gettext as _l

PART_NAMES = {
    "first": _l("first marker"),
    "second": _l("second marker"),
    "third": _l("third marker, where two differ"),
}
WHY_WORDS = {
    "mentor": _l("trained the trainer of this cohort"),
    "region": _l("same region"),
    "line": _l("same line of trainers"),
    "country": _l("another region"),
}
