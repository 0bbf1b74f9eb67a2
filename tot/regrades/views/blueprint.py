"""The blueprint of the slice, the way that leads to its pages, and what they share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tot.courses.rules import Course, Question
from tot.courses.wording import TEST_NAMES
from tot.quizzes.rules import quiz_in, quizzes_of
from tot.quizzes.words import name_of
from tot.web.course_text import content_language
from tot.web.pages import Crumb

views = Blueprint("regrades", __name__, url_prefix="/regrades")

MODE_NAMES = {
    "favour": _l("In favour of participants"),
    "strict": _l("Strictly"),
    "undo": _l("Undone"),
    "left": _l("Left as it is"),
}
KEPT_WORDS = {
    "favour": _l("would lose points; in favour of participants they keep them"),
    "person": _l("were read and marked by a person, who decides; open them under the answers of their cohort"),
    "gone": _l("name an option that the corrected question no longer has"),
    "not offered": _l("were given when the right option was not among those to choose from"),
    "unread": _l("were recognised by the earlier key and not by this one; taking points away needs a person"),
    "changed since": _l("were marked again or read by a person since; that stands"),
}


def crumbs(*further: Crumb) -> list[Crumb]:
    """The way to a page of regrades."""
    return [
        (_("Results of tests"), url_for("reports.tests")),
        (_("Corrected keys"), url_for("regrades.index")),
        *further,
    ]


def language_of(course: Course | None) -> str:
    """The page's language where the course speaks it."""
    return content_language(course.languages, course.languages[0]) if course else "en"


def name_of_test(course: Course | None, quiz_key: str) -> str:
    """Knowledge check: Identification at the border."""
    found = quiz_in(course, quiz_key) if course else None
    return name_of(found) if found else quiz_key


def tests_asking(course: Course | None, question: Question) -> list[str]:
    """The names of the tests in which the course asks this question now."""
    if course is None:
        return []
    paired = course.prepost
    if paired and any(one.id == question.id for one in paired.questions):
        return [str(TEST_NAMES["pre-test"]), str(TEST_NAMES["post-test"])]
    return [name_of(one) for one in quizzes_of(course) if question.id in {asked.id for asked in one.quiz.questions}]
