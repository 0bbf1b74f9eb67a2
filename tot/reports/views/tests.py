"""How tests went and what their items are worth: for one cohort, or for everything within somebody's reach."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tot.clock import local_day
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book, published_courses
from tot.courses.rules import Course
from tot.policy import Can, may
from tot.quizzes.types import TYPES
from tot.reports import papers, queries, workbooks
from tot.reports.analysis import Analysis, analyse, distribution, tone_of
from tot.reports.choices import choices, rows_of
from tot.reports.pictures import item_map, score_bars
from tot.reports.queries import Sheet
from tot.reports.rules import advice
from tot.reports.rules.cascade import FEWEST
from tot.reports.rules.tests import Test, published_test, published_tests
from tot.reports.views.blueprint import views
from tot.reports.views.files import sent
from tot.reports.views.scope import Scope, everything, only
from tot.reports.words import (
    CERTAINTY_WORDS,
    DIFFICULTY_WORDS,
    DISCRIMINATION_WORDS,
    FLAG_WORDS,
    KIND_WORDS,
    RELIABILITY_WORDS,
    fixed,
)
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.languages import OWN_NAMES, current_language, say
from tot.web.pages import Crumb, page


@views.get("/tests")
@requires(Can.SEE_TOTALS)
def tests() -> Response:
    """The tests that were taken, course by course."""
    return _list(everything(), published_courses())


@views.get("/cohorts/<int:cohort_id>/tests")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_tests(cohort: Cohort) -> Response:
    """The tests of a cohort's course."""
    return _list(only(cohort), [book(cohort.course_version_id)])


def _list(scope: Scope, courses: list[Course]) -> Response:
    takers, waiting = Counter[str](), Counter[str]()
    found = queries.sheets(scope.where)
    for sheet in found:
        takers[sheet.quiz_key] += sheet.takers
        waiting[sheet.quiz_key] += sheet.takers - sheet.counted
    shown = [(course, published_tests(course)) for course in courses]
    return page(
        "reports/tests.html",
        title=_("Results of tests"),
        crumbs=[*scope.crumbs, (_("Results of tests"), None)],
        scope=scope,
        courses=[(course, tests) for course, tests in shown if any(takers[test.key] for test in tests)],
        takers=takers,
        waiting=waiting,
        with_figures={sheet.quiz_key for sheet in found if sheet.has_figures},
        title_of=title_of,
        floor=advice.FLOOR,
        fewest=FEWEST,
    )


@views.get("/tests/<quiz_key>")
@requires(Can.SEE_TOTALS)
def test(quiz_key: str) -> Response:
    """The analysis of a test."""
    return _test(everything(), quiz_key, published_courses())


@views.get("/cohorts/<int:cohort_id>/tests/<quiz_key>")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_test(cohort: Cohort, quiz_key: str) -> Response:
    """The same for one cohort."""
    return _test(only(cohort), quiz_key, [book(cohort.course_version_id)])


def _test(scope: Scope, quiz_key: str, courses: list[Course]) -> Response:
    found = queries.sheets(scope.where, quiz_key=quiz_key)
    if not found:
        known = (published_test(course, quiz_key, "") for course in courses)
        nobody = next((one for one in known if one is not None), None) or abort(404)
        return page(
            "reports/nobody.html", title=title_of(nobody), crumbs=_way(scope, title_of(nobody)), scope=scope,
            floor=advice.FLOOR,
        )  # fmt: skip
    sheet = _chosen(found)
    analysis = analyse(sheet, queries.results(sheet, scope.where))
    title = title_of(analysis.test)
    return page(
        "reports/test.html",
        title=title,
        crumbs=_way(scope, title),
        sheets=found,
        corrections=queries.corrections(
            sheet.course_key, analysis.test.questions, scope.where, scope.cohort.place_path if scope.cohort else None
        ),
        **shown(scope, analysis, current_language()),
        map=item_map(analysis),
        bars=score_bars(analysis, is_counted=scope.is_counted),
    )


@views.get("/tests/<quiz_key>/report.<suffix>")
@requires(Can.SEE_TOTALS)
def test_file(quiz_key: str, suffix: str) -> ResponseReturnValue:
    """The report on a test, to print and file, or to count on with."""
    return _file(everything(), quiz_key, suffix)


@views.get("/cohorts/<int:cohort_id>/tests/<quiz_key>/report.<suffix>")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def cohort_test_file(cohort: Cohort, quiz_key: str, suffix: str) -> ResponseReturnValue:
    """The same for one cohort."""
    return _file(only(cohort), quiz_key, suffix)


def _file(scope: Scope, quiz_key: str, suffix: str) -> ResponseReturnValue:
    analysis = _analysed(scope, quiz_key)
    if analysis is None:
        return redirect(scope.address("test", quiz_key=quiz_key), 303)

    def made(language: str) -> bytes:
        values = {**shown(scope, analysis, language), "made_on": local_day(datetime.now(UTC))}
        if suffix == "xlsx":
            return workbooks.on_test(analysis, values)
        return papers.on_test(analysis, values, title_of(analysis.test))

    return sent(_l("Report on the test"), quiz_key, scope, suffix, made)


def _analysed(scope: Scope, quiz_key: str) -> Analysis | None:
    """None where nothing may be shown yet: then there is no file either."""
    found = queries.sheets(scope.where, quiz_key=quiz_key)
    if not found:
        return None
    sheet = _chosen(found)
    analysis = analyse(sheet, queries.results(sheet, scope.where))
    return analysis if analysis.rows else None


def _chosen(found: list[Sheet]) -> Sheet:
    """The version and form that were asked for; else the newest with figures; else the one with most."""
    version, form = request.args.get("version", type=int), request.args.get("form", "")
    asked = [sheet for sheet in found if sheet.number == version and sheet.form == form]
    large = [sheet for sheet in found if sheet.has_figures]
    return (asked or large or sorted(found, key=lambda sheet: -sheet.takers))[0]


def _way(scope: Scope, title: str) -> list[Crumb]:
    return [*scope.crumbs, (_("Results of tests"), scope.address("tests")), (title, None)]


def title_of(test: Test) -> str:
    """What a test is called: its kind, and the module that it checks."""
    kind = str(KIND_WORDS.get(test.kind, test.kind))
    return f"{kind}: {say(test.module.title)}" if test.module else kind


def shown(scope: Scope, analysis: Analysis, language: str) -> dict[str, Any]:
    """What a page, a paper and a workbook have in common."""
    course = book(analysis.sheet.course_version_id)
    shows_words = may(who_asks(), Can.PRINT_PACKS)
    shows_choices = shows_words and not scope.is_counted  # small numbers that are hidden could be worked out from them
    return {
        "scope": scope,
        "analysis": analysis,
        "course": course,
        "language": language
        if language in course.languages
        else content_language(course.languages, course.languages[0]),
        "shows_words": shows_words,
        "shows_choices": shows_choices,
        "choices": choices(analysis) if shows_choices else {},
        "rows_of": rows_of,
        "scores": distribution(analysis.whole, is_counted=scope.is_counted),
        "advice": advice,
        "tone_of": tone_of,
        "fewest": FEWEST,
        "difficulty_words": DIFFICULTY_WORDS,
        "discrimination_words": DISCRIMINATION_WORDS,
        "flag_words": FLAG_WORDS,
        "certainty_words": CERTAINTY_WORDS,
        "types": TYPES,
        "reliability_words": RELIABILITY_WORDS,
        "own_names": OWN_NAMES,
        "fixed": fixed,
    }
