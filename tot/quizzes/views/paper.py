"""Tests on paper: what to print for a cohort, and the grid in which sheets are typed in and checked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Response, abort, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book
from tot.courses.rules import Course, Quiz
from tot.courses.wording import TEST_NAMES
from tot.db import transaction
from tot.policy import Can, may
from tot.quizzes import actions, grid, grid_file, papers, queries, rules
from tot.quizzes.actions import Sent
from tot.quizzes.forms import GridFileForm, PaperForm
from tot.quizzes.grid import Grid
from tot.quizzes.keying import Line, Outcome
from tot.quizzes.queries import OnPaper
from tot.quizzes.views.blueprint import views
from tot.web.access import requires, who_asks
from tot.web.course_text import content_language
from tot.web.languages import format_clock, say
from tot.web.pages import Crumb, page
from tot.web.paper import download
from tot.web.sheets import XLSX_TYPE


@views.get("/cohorts/<int:cohort_id>/paper")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def on_paper(cohort: Cohort) -> Response:
    """Every test of the cohort, what to print for it, and how many sheets are typed in."""
    course = book(cohort.course_version_id)
    return page(
        "quizzes/on_paper.html",
        title=_("Tests on paper"),
        crumbs=_crumbs(cohort)[:-1],
        cohort=cohort,
        tests=[(quiz, _name(course, quiz.id)) for quiz in _tests_of(course)],
        counts=queries.count_on_paper(cohort.id),
        version=cohort.course_version.number,
    )


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


@views.post("/cohorts/<int:cohort_id>/paper/<quiz_key>/sheets")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def give_forms(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Decides who has which form, and leads to the sheets."""
    test = _test(cohort, quiz_key)
    with transaction():
        actions.give_forms(cohort, test, current_user, datetime.now(UTC))
    return redirect(url_for("quizzes.sheets", cohort_id=cohort.id, quiz_key=quiz_key, **_which()), 303)


@views.get("/cohorts/<int:cohort_id>/paper/<quiz_key>/sheets.pdf")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def sheets(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """An answer sheet for everybody, with number, name and form, in the language of the cohort."""
    test = _test(cohort, quiz_key)
    lines = [line for line in queries.lines_of(cohort, test) if line.taken_at is None]
    if not lines or (test.has_forms and not all(line.form for line in lines)):
        flash(_("Give everybody a form first: the button below does it and prints the sheets."), "info")
        return redirect(url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=quiz_key, **_which()), 303)
    course = book(cohort.course_version_id)
    # Whoever prints may read the pages in another language than the participants.
    language = cohort.language if cohort.language in course.languages else course.languages[0]
    content = papers.answer_sheets(cohort, test, lines, language)
    return download(content, f"{quiz_key} {cohort.name}.pdf", "application/pdf", inline=True)


@views.get("/cohorts/<int:cohort_id>/paper/<quiz_key>/grid.xlsx")
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def grid_workbook(cohort: Cohort, quiz_key: str) -> Response:
    """The grid as a workbook, to be filled in where there is no line."""
    test = _test(cohort, quiz_key)
    content = grid_file.workbook(_drawn(cohort, test, is_second=False).rows, has_forms=test.has_forms)
    return download(content, f"{quiz_key} {cohort.name}.xlsx", XLSX_TYPE)


@views.route("/cohorts/<int:cohort_id>/paper/<quiz_key>/file", methods=["GET", "POST"])
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def grid_upload(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Takes the workbook back: what it says stands in the grid, and nothing is saved before somebody presses Save."""
    test, form = _test(cohort, quiz_key), GridFileForm()
    if form.validate_on_submit():
        drawn = _drawn(cohort, test, is_second=False)
        with form.refusals():
            read = grid_file.read_into(form.file.data.read(), drawn.rows, drawn.forms)
            day = PaperForm(formdata=None, day=_day_of(drawn))
            return _grid_page(cohort, test, Grid(read.rows, drawn.forms), day, is_bad=False, strangers=read.strangers)
    title = _name(book(cohort.course_version_id), quiz_key)
    way_back = url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=quiz_key, **_which())
    return page(
        "quizzes/grid_file.html",
        title=_("From a file"),
        crumbs=[*_crumbs(cohort), (title, way_back)],
        cohort=cohort,
        test=test,
        form=form,
        which=_which(),
        way_back=way_back,
    )


def _grid(cohort: Cohort, quiz_key: str, *, is_second: bool) -> ResponseReturnValue:
    test = _test(cohort, quiz_key)
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
    return max(days, default=datetime.now(queries.time_zone()).date())


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
    title = _name(course, test.quiz_key)
    crumbs = [*_crumbs(cohort), (title, url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=test.quiz_key))]
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
        which=_which(),
        quiz=next(iter(drawn.forms.values())),
        language=content_language(course.languages, cohort.language),
        may_mark=may(who_asks(), Can.MARK_ANSWER, cohort),
        missing=[row.line for row in drawn.rows if test.has_forms and not row.line.form and row.line.stands is None],
    )


def _test(cohort: Cohort, quiz_key: str) -> OnPaper:
    course = book(cohort.course_version_id)
    nth = request.args.get("sheet", 1, type=int)
    if quiz_key not in {quiz.id for quiz in _tests_of(course)}:
        abort(404)
    return queries.on_paper(course, quiz_key, nth) or abort(404)


def _which() -> dict[str, Any]:
    """The address says which sheet it is only where it is not the first."""
    nth = request.args.get("sheet", 1, type=int)
    return {"sheet": nth} if nth > 1 else {}


def _tests_of(course: Course) -> list[Quiz]:
    """What a cohort takes, in its order; a refresher belongs to nobody's cohort."""
    paired = course.prepost
    halves = [rules.half_of(paired, half.id, rules.FORMS[0]) for half in paired.halves] if paired else []
    checks = [module.check for module in course.ready_modules if module.check is not None]
    return [*halves[:1], *checks, *halves[1:], *([course.final] if course.final else [])]


def _name(course: Course, quiz_key: str) -> str:
    found = rules.quiz_in(course, quiz_key)
    assert found is not None  # noqa: S101 one of _tests_of()
    name = str(TEST_NAMES[found[1].kind])
    return f"{name}: {say(found[0].title)}" if found[0] else name


def _crumbs(cohort: Cohort) -> list[Crumb]:
    return [
        (_("Cohorts"), url_for("cohorts.index")),
        (cohort.name, url_for("cohorts.show", cohort_id=cohort.id)),
        (_("Tests on paper"), url_for("quizzes.on_paper", cohort_id=cohort.id)),
    ]
