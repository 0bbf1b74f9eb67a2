"""Pages about sessions: planning, sign-in sheet, attendance, register."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.seminars import actions, marking, papers, queries
from tot.seminars.forms import DayForm, SessionForm
from tot.seminars.models import Session
from tot.seminars.rules import STATUSES, Sorted, next_half_day
from tot.seminars.words import MODE_WORDS, STATUS_LETTERS, STATUS_WORDS, legend
from tot.web.access import requires
from tot.web.languages import current_language
from tot.web.pages import Crumb, page
from tot.web.paper import download

views = Blueprint("seminars", __name__, url_prefix="/seminars")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _crumbs(cohort: Cohort, *further: Any) -> list[Crumb]:
    sessions = url_for("seminars.index", cohort_id=cohort.id)
    way: list[Crumb] = [(_("Cohorts"), url_for("cohorts.index")), (cohort.name, None)]
    return [*way, (_("Sessions"), sessions if further else None), *((label, None) for label in further)]


def _back(cohort_id: int) -> ResponseReturnValue:
    return redirect(url_for("seminars.index", cohort_id=cohort_id), 303)


@views.get("/cohorts/<int:cohort_id>")
@requires(Can.SEE_COHORT, on=queries.cohort_by_id)
def index(cohort: Cohort) -> Response:
    """The sessions of a cohort, and what can be done with each."""
    return page(
        "seminars/index.html",
        title=_("Sessions"),
        crumbs=_crumbs(cohort),
        cohort=cohort,
        sessions=queries.sessions_of(cohort.id, with_cancelled=True),
        marked=queries.marked_counts(cohort.id),
        people=queries.roll_size(cohort.id),
        modes=MODE_WORDS,
        today=datetime.now(queries.time_zone()).date(),
        day_of=queries.day_of,
    )


@views.route("/cohorts/<int:cohort_id>/plan", methods=["GET", "POST"])
@requires(Can.PLAN_SESSION, on=queries.cohort_by_id)
def plan(cohort: Cohort) -> ResponseReturnValue:
    """Plans one session."""
    form = SessionForm(**({} if request.method == "POST" else _suggestion(cohort)))
    form.offer_modules(book(cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            plans = [form.plan(queries.time_zone())]
            actions.plan_sessions(cohort, plans, current_user, datetime.now(UTC), request_key=form.request_key.data)
        if not form.errors:
            flash(_("The session is planned."), "success")
            return _back(cohort.id)
    crumbs = _crumbs(cohort, _("Plan a session"))
    return page("seminars/plan.html", title=_("Plan a session"), crumbs=crumbs, form=form, cohort=cohort)


@views.route("/cohorts/<int:cohort_id>/plan-day", methods=["GET", "POST"])
@requires(Can.PLAN_SESSION, on=queries.cohort_by_id)
def plan_day(cohort: Cohort) -> ResponseReturnValue:
    """Plans a morning and an afternoon at once."""
    form = DayForm(**({} if request.method == "POST" else _suggested_day(cohort)))
    form.offer_modules(book(cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            plans = form.plans(queries.time_zone())
            actions.plan_sessions(cohort, plans, current_user, datetime.now(UTC), request_key=form.request_key.data)
        if not form.errors:
            flash(_("Morning and afternoon are planned."), "success")
            return _back(cohort.id)
    crumbs = _crumbs(cohort, _("Plan a whole day"))
    return page("seminars/plan.html", title=_("Plan a whole day"), crumbs=crumbs, form=form, cohort=cohort)


def _suggestion(cohort: Cohort) -> dict[str, Any]:
    """A session as it will most likely be: the next half-day, where and how the cohort meets."""
    planned = queries.sessions_of(cohort.id)
    last = planned[-1].ends_at.astimezone(queries.time_zone()) if planned else None
    day, half = next_half_day(last, cohort.starts_on, cohort.ends_on)
    title = _("Session %(number)s", number=len(planned) + 1)
    place = {"venue": planned[-1].venue if planned else cohort.venue, "mode": cohort.mode}
    return {"title": title, "day": day, "begins": half.begins, "ends": half.ends, "minutes": half.minutes, **place}


def _suggested_day(cohort: Cohort) -> dict[str, Any]:
    planned = queries.sessions_of(cohort.id)
    days = len({queries.day_of(session) for session in planned})
    suggested = _suggestion(cohort)
    keep = {name: suggested[name] for name in ("day", "venue", "mode")}
    return {"title": _("Day %(number)s", number=days + 1), **keep}


@views.route("/<int:session_id>/edit", methods=["GET", "POST"])
@requires(Can.PLAN_SESSION, on=queries.session_by_id)
def edit(session: Session) -> ResponseReturnValue:
    """Changes a session."""
    zone = queries.time_zone()
    begins, ends = session.begins_at.astimezone(zone), session.ends_at.astimezone(zone)
    form = SessionForm(obj=session, day=begins.date(), begins=begins.time(), ends=ends.time())
    form.offer_modules(book(session.cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.change_session(session, form.plan(zone), current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The session is changed."), "success")
            return _back(session.cohort_id)
    crumbs = _crumbs(session.cohort, session.title)
    return page("seminars/plan.html", title=_("Change the session"), crumbs=crumbs, form=form, cohort=session.cohort)


@views.post("/<int:session_id>/cancel")
@requires(Can.PLAN_SESSION, on=queries.session_by_id)
def cancel(session: Session) -> ResponseReturnValue:
    """Cancels a session; the list offers to take it back."""
    with transaction():
        actions.cancel_session(session, current_user, datetime.now(UTC))
    flash(_("“%(title)s” is cancelled. You can take that back below.", title=session.title), "success")
    return _back(session.cohort_id)


# A cancelled session is not open, so this one asks about its cohort.
@views.post("/cohorts/<int:cohort_id>/sessions/<int:session_id>/restore")
@requires(Can.PLAN_SESSION, on=queries.cohort_by_id)
def restore(cohort: Cohort, session_id: int) -> ResponseReturnValue:
    """Takes a cancellation back."""
    session = queries.session_by_id(session_id)
    if session is None or session.cohort_id != cohort.id:
        abort(404)
    with transaction():
        actions.restore_session(session, current_user, datetime.now(UTC))
    flash(_("“%(title)s” takes place again.", title=session.title), "success")
    return _back(cohort.id)


@views.get("/<int:session_id>/sheet.pdf")
@requires(Can.PRINT_SIGN_IN_SHEET, on=queries.session_by_id)
def sheet(session: Session) -> Response:
    """The sign-in sheet, in the cohort's language or in the one asked for."""
    roll = queries.roll_of(session.cohort_id, session.begins_at)
    content = papers.sign_in_sheet(session, roll, _paper_language(session.cohort))
    name = f"{_('Sign-in sheet')} {queries.day_of(session)} {session.title}.pdf"
    return download(content, name, "application/pdf", inline=True)


def _paper_language(cohort: Cohort) -> str:
    asked = request.args.get("language", cohort.language)
    return asked if asked in current_app.config["TOT"].languages else current_language()


@views.route("/<int:session_id>/attendance", methods=["GET", "POST"])
@requires(Can.MARK_ATTENDANCE, on=queries.session_by_id)
def attendance(session: Session) -> ResponseReturnValue:
    """Who was there: everybody at once, then the exceptions."""
    form = marking.AttendanceForm()
    rows = _rows_saved(session)
    sent = request.form if request.method == "POST" else g.get("kept_fields")
    if sent is not None:
        rows = marking.rows_sent(sent, rows, session.minutes)
    if not form.validate_on_submit() or any(row.error for row in rows):
        return _attendance_page(session, form, rows, status=422 if form.is_submitted() else 200)
    with transaction():
        wanted = marking.wishes(sent, rows, session.minutes)
        outcome = actions.mark_attendance(session, wanted, current_user, datetime.now(UTC))
    if outcome.conflicts:
        rows = marking.rows_after_conflict(rows, _rows_saved(session), outcome)
        conflicts = frozenset(wish.enrolment_id for wish in outcome.conflicts)
        return _attendance_page(session, form, rows, status=409, conflicts=conflicts)
    _say_saved(outcome)
    return redirect(url_for("seminars.attendance", session_id=session.id), 303)


def _rows_saved(session: Session) -> list[marking.Row]:
    roll = queries.roll_of(session.cohort_id, session.begins_at)
    return marking.rows_saved(roll, queries.marks_of(session.id), session.minutes)


def _attendance_page(
    session: Session,
    form: marking.AttendanceForm,
    rows: list[marking.Row],
    status: int,
    conflicts: frozenset[int] = frozenset(),
) -> Response:
    return page(
        "seminars/attendance.html",
        title=_("Attendance"),
        crumbs=_crumbs(session.cohort, session.title),
        status=status,
        form=form,
        session=session,
        rows=rows,
        conflicts=conflicts,
        statuses=STATUSES,
        words=STATUS_WORDS,
        modes=MODE_WORDS,
        is_early=datetime.now(queries.time_zone()).date() < queries.day_of(session),
        day=queries.day_of(session),
    )


def _say_saved(outcome: Sorted) -> None:
    number = len(outcome.changes)
    if number:
        flash(ngettext("Saved: %(num)s mark is new.", "Saved: %(num)s marks are new.", number), "success")
    else:
        flash(_("Everything was saved already; nothing has changed."), "info")


@views.get("/cohorts/<int:cohort_id>/register")
@requires(Can.SEE_REGISTER, on=queries.cohort_by_id)
def register(cohort: Cohort) -> Response:
    """The register: everybody, every session, minutes and percent."""
    return page(
        "seminars/register.html",
        title=_("Attendance register"),
        crumbs=_crumbs(cohort, _("Attendance register")),
        cohort=cohort,
        register=queries.register_of(cohort.id),
        letters=STATUS_LETTERS,
        words=STATUS_WORDS,
        legend=legend(),
    )


@views.get("/cohorts/<int:cohort_id>/register.pdf")
@requires(Can.SEE_REGISTER, on=queries.cohort_by_id)
def register_pdf(cohort: Cohort) -> Response:
    """The register to print and sign."""
    content = papers.register_pdf(cohort, queries.register_of(cohort.id), _paper_language(cohort))
    return download(content, f"{_('Attendance register')} {cohort.name}.pdf", "application/pdf", inline=True)


@views.get("/cohorts/<int:cohort_id>/register.xlsx")
@requires(Can.SEE_REGISTER, on=queries.cohort_by_id)
def register_xlsx(cohort: Cohort) -> Response:
    """The register to count on with."""
    content = papers.register_xlsx(cohort, queries.register_of(cohort.id))
    return download(content, f"{_('Attendance register')} {cohort.name}.xlsx", XLSX)
