"""Tests on paper: what to print for a cohort, and the grid in which sheets are typed in and checked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Response, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.clock import local_day
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can, may
from tot.quizzes import actions, grid, grid_file, queries
from tot.quizzes.actions import Sent
from tot.quizzes.forms import GridFileForm, PaperForm
from tot.quizzes.grid import Grid
from tot.quizzes.keying import Line, Outcome
from tot.quizzes.queries import OnPaper
from tot.quizzes.views.blueprint import views
from tot.quizzes.views.sheets import crumbs_of, test_of, title_of, which
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.languages import format_clock
from tot.web.pages import page
from tot.web.paper import download
from tot.web.sheets import XLSX_TYPE


@views.route("/cohorts/<int:cohort_id>/paper/<quiz_key>", methods=["GET", "POST"])
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def paper(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """The grid in which the sheets of a test are typed in, one line a person."""
    return _grid(cohort, quiz_key, is_second=False)


@views.route("/cohorts/<int:cohort_id>/paper/<quiz_key>/check", methods=["GET", "POST"])
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def check_paper(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """The same for a second person, who sees nothing of what the first one typed until the two differ."""
    return _grid(cohort, quiz_key, is_second=True)


@views.get("/cohorts/<int:cohort_id>/paper/<quiz_key>/grid.xlsx")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def grid_workbook(cohort: Cohort, quiz_key: str) -> Response:
    """The grid as a workbook, to be filled in where there is no line."""
    test = test_of(cohort, quiz_key)
    content = grid_file.workbook(_drawn(cohort, test, is_second=False).rows, has_forms=test.has_forms)
    return download(content, f"{_('Answers on paper')} {quiz_key} {cohort.name}.xlsx", XLSX_TYPE)


@views.route("/cohorts/<int:cohort_id>/paper/<quiz_key>/file", methods=["GET", "POST"])
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def grid_upload(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Takes the workbook back: what it says stands in the grid, and nothing is saved before somebody presses Save."""
    test, form = test_of(cohort, quiz_key), GridFileForm()
    if form.validate_on_submit():
        drawn = _drawn(cohort, test, is_second=False)
        with form.refusals():
            read = grid_file.read_into(form.file.data.read(), drawn.rows, drawn.forms)
            day = PaperForm(formdata=None, day=_day_of(drawn))
            return _grid_page(cohort, test, Grid(read.rows, drawn.forms), day, is_bad=False, strangers=read.strangers)
    title = title_of(cohort, quiz_key)
    way_back = url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=quiz_key, **which())
    return page(
        "quizzes/grid_file.html",
        title=_("From a file"),
        crumbs=[*crumbs_of(cohort), (title, way_back)],
        cohort=cohort,
        test=test,
        form=form,
        which=which(),
        way_back=way_back,
    )


def _grid(cohort: Cohort, quiz_key: str, *, is_second: bool) -> ResponseReturnValue:
    test = test_of(cohort, quiz_key)
    drawn = _drawn(cohort, test, is_second=is_second)
    form = PaperForm(day=_day_of(drawn))
    fields = request.form if request.method == "POST" else g.get("kept_fields") or {}
    sent = grid.lines_sent(fields, drawn.rows)
    outcomes: dict[int, Outcome] = {}
    if form.validate_on_submit():
        with form.refusals():
            outcomes = _saved(cohort, test, list(sent.values()), form, is_second=is_second)
        drawn = _drawn(cohort, test, is_second=is_second)
    if request.headers.get("Accept") == "application/json":
        return _as_json(form, drawn, outcomes)
    if outcomes and all(outcome.is_kept for outcome in outcomes.values()):
        _say_saved(outcomes)
        return redirect(request.full_path.rstrip("?"), 303)
    drawn = Grid(tuple(grid.rows_sent(drawn.rows, sent, outcomes)), drawn.forms, is_second)
    return _grid_page(cohort, test, drawn, form, is_bad=bool(form.errors or outcomes))


def _saved(cohort: Cohort, test: OnPaper, lines: list[Line], form: PaperForm, *, is_second: bool) -> dict[int, Outcome]:
    day: date = form.day.data
    sent = Sent(day, form.reason.data, is_second, may(who_asks(), Can.MARK_ANSWER, cohort))
    with transaction():
        outcomes = actions.key_in(cohort, test, lines, sent, current_user, datetime.now(UTC))
    return {outcome.enrolment_id: outcome for outcome in outcomes}


def _drawn(cohort: Cohort, test: OnPaper, *, is_second: bool) -> Grid:
    forms = queries.forms_of(book(cohort.course_version_id), test)
    lines = queries.lines_of(cohort, test)
    if is_second:
        lines = [line for line in lines if line.stands is not None]
    return Grid(tuple(grid.rows_stored(lines, forms, is_second=is_second)), forms, is_second)


def _day_of(drawn: Grid) -> date:
    """The day of what is typed in already, else today."""
    days = [row.line.stands.day for row in drawn.rows if row.line.stands is not None]
    return max(days, default=local_day(datetime.now(UTC)))


def _as_json(form: PaperForm, drawn: Grid, outcomes: dict[int, Outcome]) -> ResponseReturnValue:
    refused = [str(sentence) for sentences in (*form.errors.values(), form.form_errors) for sentence in sentences]
    now = format_clock(datetime.now(UTC))
    lines = {
        number: {
            "what": outcome.what,
            "isKept": outcome.is_kept,
            "said": str(outcome.sentence) or _("saved %(time)s", time=now),
            "number": outcome.number,
            "errors": {at: str(sentence) for at, sentence in outcome.errors.items()},
            "differs": outcome.differs if outcome.what == "differs" else {},
        }
        for number, outcome in outcomes.items()
    }
    return jsonify(lines=lines, refused=refused, done=drawn.done), 422 if refused else 200


def _say_saved(outcomes: dict[int, Outcome]) -> None:
    count = sum(outcome.what != "same" for outcome in outcomes.values())
    if count:
        flash(ngettext("%(num)s line is saved.", "%(num)s lines are saved.", count), "success")
    else:
        flash(_("Everything was saved already; nothing has changed."), "info")


def _grid_page(
    cohort: Cohort, test: OnPaper, drawn: Grid, form: PaperForm, *, is_bad: bool, strangers: Sequence[Any] | None = None
) -> Response:
    """`strangers`: what a file says that belongs to nobody here; None where there was no file."""
    course = book(cohort.course_version_id)
    title = title_of(cohort, test.quiz_key)
    crumbs = [*crumbs_of(cohort), (title, url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=test.quiz_key))]
    return page(
        "quizzes/paper.html",
        title=_("Second keying: %(test)s", test=title) if drawn.is_second else _("On paper: %(test)s", test=title),
        crumbs=crumbs if drawn.is_second else crumbs[:-1],
        status=422 if is_bad else 200,
        cohort=cohort,
        test=test,
        grid=drawn,
        strangers=strangers,
        form=form,
        which=which(),
        quiz=next(iter(drawn.forms.values())),
        language=content_language(course.languages, cohort.language),
        may_mark=may(who_asks(), Can.MARK_ANSWER, cohort),
        missing=[row.line for row in drawn.rows if test.has_forms and not row.line.form and row.line.stands is None],
    )
