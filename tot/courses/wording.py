"""What the pieces of a course are called, and how they differ between versions, for pages that show changes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.courses.rules import Cut
from tot.web.languages import format_day

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
TEST_NAMES = {
    "knowledge check": _l("Knowledge check"),
    "refresher quiz": _l("Refresher quiz"),
    "final test": _l("Final test"),
    "pre-test": _l("Pre-test"),
    "post-test": _l("Post-test"),
}
# What entries of an annex are about, see rules.library.TOPICS.
TOPIC_NAMES = {
    "definition": _l("Definition"),
    "law": _l("Laws"),
    "identification and referral": _l("Identification and referral"),
    "crime and penalty": _l("Crime and penalty"),
    "child in proceedings": _l("The child in proceedings"),
    "protection and services": _l("Protection and services"),
    "remedy": _l("Remedies"),
    "return": _l("Return"),
    "online": _l("Online"),
    "treaty": _l("Treaties"),
    "institutions": _l("Institutions"),
}
SORT_NAMES = {
    "added": lazy_pgettext("a piece of a course", "New"),
    "changed": _l("Changed"),
    "removed": _l("No longer there"),
}


def origin_words(cut: Cut) -> str:
    """The share of questions that must be right, and who set it."""
    if cut.origin == "panel" and cut.on is not None:
        return str(
            _(
                "%(percent)s %% must be right, as a panel of %(judges)s judges (Angoff) decided on %(day)s",
                percent=cut.percent,
                judges=cut.judges,
                day=format_day(cut.on),
            )
        )
    return str(_("%(percent)s %% must be right, provisionally, until a panel of judges decides", percent=cut.percent))
