"""What the pieces of a course are called, and how they differ between versions, for pages that show changes."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

KIND_NAMES = {
    "course": _l("the course itself"),
    "module": _l("module"),
    "section": _l("section"),
    "case": _l("case"),
    "check": _l("knowledge check"),
    "test": _l("test"),
    "question": _l("question"),
    "facilitator note": _l("facilitator note"),
    "job aid": _l("job aid"),
    "handout": _l("handout"),
}
SORT_NAMES = {
    "added": lazy_pgettext("a piece of a course", "New"),
    "changed": _l("Changed"),
    "removed": _l("No longer there"),
}
