"""What tests and the parts of markers are called, and why somebody comes to mind as a marker."""

from flask_babel import lazy_gettext as _l

from tot.courses.wording import TEST_NAMES
from tot.quizzes.rules import CourseQuiz
from tot.web.languages import say

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


def name_of(test: CourseQuiz) -> str:
    """What a test is called: its kind, and the module that it checks."""
    kind = str(TEST_NAMES[test.quiz.kind])
    return f"{kind}: {say(test.module.title)}" if test.module else kind
