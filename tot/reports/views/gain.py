"""What was learned between the pre-test and the post-test: of a cohort, and of a course cohort by cohort."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tot.clock import local_day
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book, current_course
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.reports import papers, queries, workbooks
from tot.reports.learning import Learning, learning_of, shown_of
from tot.reports.pictures import gain_by_group
from tot.reports.queries import Group
from tot.reports.rules import advice
from tot.reports.rules.gain import FEWEST_FOR_INTERVAL, FEWEST_PAIRS, band
from tot.reports.views.blueprint import views
from tot.reports.views.files import sent
from tot.reports.views.scope import Scope, everything, only
from tot.reports.words import CERTAINTY_WORDS, GAIN_WORDS, fixed
from tot.web.access import requires, who_asks
from tot.web.languages import current_language
from tot.web.pages import page


@views.get("/gain/<key>")
@requires(Can.SEE_TOTALS, on=current_course)
def gain(course: Course) -> Response:
    """The gain of every cohort of a course within reach, and of all together."""
    return _gain(everything(), course)


@views.get("/cohorts/<int:cohort_id>/gain")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_gain(cohort: Cohort) -> Response:
    """The gain of a cohort, with its people for those who may see their names."""
    return _gain(only(cohort), book(cohort.course_version_id))


def _gain(scope: Scope, course: Course) -> Response:
    learning = learning_of(*_found(scope, course), is_counted=scope.is_counted)
    return page(
        "reports/gain.html",
        title=_("Gain between pre-test and post-test"),
        crumbs=[
            *scope.crumbs,
            (_("Results of tests"), scope.address("tests")),
            (_("Gain"), None),
        ],
        picture=gain_by_group(learning.by_group),
        **_shown(scope, course, learning, current_language()),
    )


@views.get("/gain/<key>/report.<suffix>")
@requires(Can.SEE_TOTALS, on=current_course)
def gain_file(course: Course, suffix: str) -> ResponseReturnValue:
    """The report on the gain of a course, to print and file, or to count on with."""
    return _file(everything(), course, suffix)


@views.get("/cohorts/<int:cohort_id>/gain/report.<suffix>")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_gain_file(cohort: Cohort, suffix: str) -> ResponseReturnValue:
    """The same for one cohort."""
    return _file(only(cohort), book(cohort.course_version_id), suffix)


def _file(scope: Scope, course: Course, suffix: str) -> ResponseReturnValue:
    groups, names = _found(scope, course)
    if sum(len(group.pairs) for group in shown_of(groups, is_counted=scope.is_counted)) < FEWEST_PAIRS:
        return redirect(scope.address("gain", key=course.id), 303)  # what is not on the page is in no file either

    def made(language: str) -> bytes:
        learning = learning_of(groups, names, is_counted=scope.is_counted)
        values = {**_shown(scope, course, learning, language), "made_on": local_day(datetime.now(UTC))}
        return workbooks.on_gain(learning, values) if suffix == "xlsx" else papers.on_gain(learning, values)

    return sent(_l("Report on the gain"), course.id, scope, suffix, made)


def _found(scope: Scope, course: Course) -> tuple[list[Group], dict[int, str]]:
    """The cohorts, and the names of their people where they may be seen."""
    found = queries.groups(scope.where, course.id)
    may_see = scope.cohort is not None and may(who_asks(), Can.SEE_NAMES, scope.cohort)
    return found, queries.names_of(pair for group in found for pair in group.pairs) if may_see else {}


def _shown(scope: Scope, course: Course, learning: Learning, language: str) -> dict[str, Any]:
    """What the page and the paper have in common."""
    return {
        "scope": scope,
        "course": course,
        "learning": learning,
        "together": learning.together,
        "language": language,
        "advice": advice,
        "band": band,
        "words": GAIN_WORDS,
        "certainty_words": CERTAINTY_WORDS,
        "fixed": fixed,
        "fewest": FEWEST_PAIRS,
        "for_interval": FEWEST_FOR_INTERVAL,
    }
