"""How far two markers of a test agree: for one cohort, or for everything within somebody's reach."""

from flask import Response, abort
from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book, published_courses
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.reports import queries
from tot.reports.rules.agreement import FEW, agreement_on
from tot.reports.rules.cascade import FEWEST
from tot.reports.rules.tests import published_test
from tot.reports.views.blueprint import views
from tot.reports.views.scope import Scope, everything, only
from tot.reports.views.tests import title_of
from tot.reports.words import BAND_WORDS, fixed
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.pages import page


@views.get("/tests/<quiz_key>/agreement")
@requires(Can.SEE_TOTALS)
def agreement(quiz_key: str) -> Response:
    """The agreement of all markers of a test."""
    return _agreement(everything(), quiz_key, published_courses())


@views.get("/cohorts/<int:cohort_id>/tests/<quiz_key>/agreement")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_agreement(cohort: Cohort, quiz_key: str) -> Response:
    """The same for one cohort."""
    return _agreement(only(cohort), quiz_key, [book(cohort.course_version_id)])


def _agreement(scope: Scope, quiz_key: str, courses: list[Course]) -> Response:
    known = ((course, published_test(course, quiz_key, "")) for course in courses)
    course, test = next(((course, test) for course, test in known if test is not None), None) or abort(404)
    found = queries.read_twice(scope.where, quiz_key)
    # Whoever sees numbers only sees none that could be about somebody.
    shown = [one for one in found if not scope.is_counted or len(one.pairs) >= FEWEST]
    test_title = title_of(test)
    return page(
        "reports/agreement.html",
        title=_("How far the markers agree"),
        crumbs=[
            *scope.crumbs,
            (_("Results of tests"), scope.address("tests")),
            (test_title, scope.address("test", quiz_key=quiz_key)),
            (_("Markers"), None),
        ],
        scope=scope,
        course=course,
        test_title=test_title,
        questions=[(agreement_on(one.question, one.pairs), one.number) for one in shown],
        hidden=len(found) - len(shown),
        shows_words=may(who_asks(), Can.PRINT_PACKS),
        language=content_language(course.languages, course.languages[0]),
        bands=BAND_WORDS,
        few=FEW,
        fewest=FEWEST,
        fixed=fixed,
    )
