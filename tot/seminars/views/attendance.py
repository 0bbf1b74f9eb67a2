"""Attendance on one page: everybody at once, then the exceptions."""

from datetime import UTC, datetime

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.clock import local_day
from tot.db import transaction
from tot.policy import Can
from tot.seminars import actions, marking, queries
from tot.seminars.models import Session
from tot.seminars.rules import STATUSES, Sorted
from tot.seminars.views.blueprint import crumbs, views
from tot.seminars.words import MODE_WORDS, STATUS_WORDS
from tot.web.access import requires
from tot.web.pages import page


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
        crumbs=crumbs(session.cohort, session.title),
        status=status,
        form=form,
        session=session,
        rows=rows,
        conflicts=conflicts,
        statuses=STATUSES,
        words=STATUS_WORDS,
        modes=MODE_WORDS,
        is_early=local_day(datetime.now(UTC)) < queries.day_of(session),
        day=queries.day_of(session),
    )


def _say_saved(outcome: Sorted) -> None:
    number = len(outcome.changes)
    if number:
        flash(ngettext("Saved: %(num)s mark is new.", "Saved: %(num)s marks are new.", number), "success")
    else:
        flash(_("Everything was saved already; nothing has changed."), "info")
