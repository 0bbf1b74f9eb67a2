"""Tests on paper: what there is to print for a cohort, and which test and sheet an address means."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.cohorts.way import way_to
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, papers, queries, rules
from tot.quizzes.queries import OnPaper
from tot.quizzes.views.blueprint import views
from tot.quizzes.words import name_of
from tot.web.access import requires
from tot.web.pages import Crumb, page
from tot.web.paper import download


@views.get("/cohorts/<int:cohort_id>/paper")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def on_paper(cohort: Cohort) -> Response:
    """Every test of the cohort, what to print for it, and how many sheets are typed in."""
    course = book(cohort.course_version_id)
    return page(
        "quizzes/on_paper.html",
        title=_("Tests on paper"),
        crumbs=crumbs_of(cohort)[:-1],
        cohort=cohort,
        tests=[(one.quiz, name_of(one)) for one in rules.taken_by_cohort(course)],
        counts=queries.count_on_paper(cohort.id),
        number=cohort.course_version.number,
    )


@views.post("/cohorts/<int:cohort_id>/paper/<quiz_key>/sheets")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def give_forms(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Decides who has which form, and leads to the sheets."""
    test = test_of(cohort, quiz_key)
    with transaction():
        actions.give_forms(cohort, test, current_user, datetime.now(UTC))
    return redirect(url_for("quizzes.sheets", cohort_id=cohort.id, quiz_key=quiz_key, **which()), 303)


@views.get("/cohorts/<int:cohort_id>/paper/<quiz_key>/sheets.pdf")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def sheets(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """An answer sheet for everybody, with number, name and form, in the language of the cohort."""
    test = test_of(cohort, quiz_key)
    lines = [line for line in queries.lines_of(cohort, test) if line.taken_at is None]
    if not lines or (test.has_forms and not all(line.form for line in lines)):
        flash(_("Give everybody a form first: the button below does it and prints the sheets."), "info")
        return redirect(url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=quiz_key, **which()), 303)
    course = book(cohort.course_version_id)
    # Whoever prints may read the pages in another language than the participants.
    language = cohort.language if cohort.language in course.languages else course.languages[0]
    content = papers.answer_sheets(cohort, test, lines, language)
    name = _("Answer sheets: %(test)s, %(cohort)s", test=quiz_key, cohort=cohort.name)
    return download(content, f"{name}.pdf", "application/pdf", inline=True)


def test_of(cohort: Cohort, quiz_key: str) -> OnPaper:
    """The test as it is taken on paper, for the first time or as a further attempt; 404 where there is none."""
    course = book(cohort.course_version_id)
    nth = request.args.get("sheet", 1, type=int)
    if quiz_key not in {one.quiz.id for one in rules.taken_by_cohort(course)}:
        abort(404)
    return queries.on_paper(course, quiz_key, nth) or abort(404)


def which() -> dict[str, Any]:
    """The address says which sheet it is only where it is not the first."""
    nth = request.args.get("sheet", 1, type=int)
    return {"sheet": nth} if nth > 1 else {}


def title_of(cohort: Cohort, quiz_key: str) -> str:
    """What a test of the cohort is called on its pages."""
    return name_of(rules.pinned_quiz(book(cohort.course_version_id), quiz_key))


def crumbs_of(cohort: Cohort) -> list[Crumb]:
    """The way back to the tests of the cohort."""
    return [
        *way_to(cohort),
        (_("Tests on paper"), url_for("quizzes.on_paper", cohort_id=cohort.id)),
    ]
