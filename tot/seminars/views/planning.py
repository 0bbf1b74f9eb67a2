"""Planning sessions: the list, one session or a whole day, changes, cancelling, and the sheet to sign."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.clock import local_day, time_zone
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.seminars import actions, papers, queries
from tot.seminars.forms import DayForm, SessionForm
from tot.seminars.models import Session
from tot.seminars.rules import next_half_day
from tot.seminars.views.blueprint import back, crumbs, paper_language, views
from tot.seminars.words import MODE_WORDS
from tot.web.access import requires
from tot.web.pages import page
from tot.web.paper import download


@views.get("/cohorts/<int:cohort_id>")
@requires(Can.SEE_COHORT, on=cohort_by_id)
def index(cohort: Cohort) -> Response:
    """The sessions of a cohort, and what can be done with each."""
    return page(
        "seminars/index.html",
        title=_("Sessions"),
        crumbs=crumbs(cohort),
        cohort=cohort,
        sessions=queries.sessions_of(cohort.id, with_cancelled=True),
        marked=queries.marked_counts(cohort.id),
        people=queries.roll_size(cohort.id),
        modes=MODE_WORDS,
        today=local_day(datetime.now(UTC)),
        day_of=queries.day_of,
    )


@views.route("/cohorts/<int:cohort_id>/plan", methods=["GET", "POST"])
@requires(Can.PLAN_SESSION, on=cohort_by_id)
def plan(cohort: Cohort) -> ResponseReturnValue:
    """Plans one session."""
    form = SessionForm(**({} if request.method == "POST" else _suggestion(cohort)))
    form.offer_modules(book(cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            plans = [form.plan(time_zone())]
            actions.plan_sessions(cohort, plans, current_user, datetime.now(UTC), request_key=form.request_key.data)
        if not form.errors:
            flash(_("The session is planned."), "success")
            return back(cohort.id)
    way = crumbs(cohort, _("Plan a session"))
    return page("seminars/plan.html", title=_("Plan a session"), crumbs=way, form=form, cohort=cohort)


@views.route("/cohorts/<int:cohort_id>/plan-day", methods=["GET", "POST"])
@requires(Can.PLAN_SESSION, on=cohort_by_id)
def plan_day(cohort: Cohort) -> ResponseReturnValue:
    """Plans a morning and an afternoon at once."""
    form = DayForm(**({} if request.method == "POST" else _suggested_day(cohort)))
    form.offer_modules(book(cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            plans = form.plans(time_zone())
            actions.plan_sessions(cohort, plans, current_user, datetime.now(UTC), request_key=form.request_key.data)
        if not form.errors:
            flash(_("Morning and afternoon are planned."), "success")
            return back(cohort.id)
    way = crumbs(cohort, _("Plan a whole day"))
    return page("seminars/plan.html", title=_("Plan a whole day"), crumbs=way, form=form, cohort=cohort)


def _suggestion(cohort: Cohort) -> dict[str, Any]:
    """A session as it will most likely be: the next half-day, where and how the cohort meets."""
    planned = queries.sessions_of(cohort.id)
    last = planned[-1].ends_at.astimezone(time_zone()) if planned else None
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
    zone = time_zone()
    begins, ends = session.begins_at.astimezone(zone), session.ends_at.astimezone(zone)
    form = SessionForm(obj=session, day=begins.date(), begins=begins.time(), ends=ends.time())
    form.offer_modules(book(session.cohort.course_version_id).modules)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.change_session(session, form.plan(zone), current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The session is changed."), "success")
            return back(session.cohort_id)
    way = crumbs(session.cohort, session.title)
    return page("seminars/plan.html", title=_("Change the session"), crumbs=way, form=form, cohort=session.cohort)


@views.post("/<int:session_id>/cancel")
@requires(Can.PLAN_SESSION, on=queries.session_by_id)
def cancel(session: Session) -> ResponseReturnValue:
    """Cancels a session; the list offers to take it back."""
    with transaction():
        actions.cancel_session(session, current_user, datetime.now(UTC))
    flash(_("“%(title)s” is cancelled. You can take that back below.", title=session.title), "success")
    return back(session.cohort_id)


# A cancelled session is not open, so this one asks about its cohort.
@views.post("/cohorts/<int:cohort_id>/sessions/<int:session_id>/restore")
@requires(Can.PLAN_SESSION, on=cohort_by_id)
def restore(cohort: Cohort, session_id: int) -> ResponseReturnValue:
    """Takes a cancellation back."""
    session = queries.session_by_id(session_id)
    if session is None or session.cohort_id != cohort.id:
        abort(404)
    with transaction():
        actions.restore_session(session, current_user, datetime.now(UTC))
    flash(_("“%(title)s” takes place again.", title=session.title), "success")
    return back(cohort.id)


@views.get("/<int:session_id>/sheet.pdf")
@requires(Can.PRINT_SIGN_IN_SHEET, on=queries.session_by_id)
def sheet(session: Session) -> Response:
    """The sign-in sheet, in the cohort's language or in the one asked for."""
    roll = queries.roll_of(session.cohort_id, session.begins_at)
    content = papers.sign_in_sheet(session, roll, paper_language(session.cohort))
    name = f"{_('Sign-in sheet')} {queries.day_of(session)} {session.cohort.name} {session.title}.pdf"
    return download(content, name, "application/pdf", inline=True)
