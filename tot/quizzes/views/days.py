"""Tests on paper: the day on which sheets were filled in, corrected where another one was saved."""

from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectChoice

from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries
from tot.quizzes.actions import Sent
from tot.quizzes.forms import DayForm
from tot.quizzes.views.blueprint import views
from tot.quizzes.views.sheets import crumbs_of, test_of, title_of, which
from tot.web.access import requires
from tot.web.languages import format_day
from tot.web.pages import page


@views.route("/cohorts/<int:cohort_id>/paper/<quiz_key>/day", methods=["GET", "POST"])
@requires(Can.KEY_ANSWERS, on=cohort_by_id)
def correct_day(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Everybody whose sheet is typed in, with the day that is saved: another day for all of them, or for some."""
    test = test_of(cohort, quiz_key)
    way_back = url_for("quizzes.paper", cohort_id=cohort.id, quiz_key=quiz_key, **which())
    typed_in = [(line, line.stands.day) for line in queries.lines_of(cohort, test) if line.stands is not None]
    if not typed_in:
        return redirect(way_back, 303)
    form = DayForm(data={"people": [line.enrolment_id for line, _day in typed_in]})
    form.people.choices = [
        SelectChoice(line.enrolment_id, f"{line.number}. {line.name} ({format_day(day)})") for line, day in typed_in
    ]
    if form.validate_on_submit():
        with form.refusals():
            sent = Sent(form.day.data, form.reason.data)
            with transaction():
                count = actions.correct_day(cohort, test, form.people.data, sent, current_user, datetime.now(UTC))
            if count:
                flash(ngettext("%(num)s line is saved.", "%(num)s lines are saved.", count), "success")
            else:
                flash(_("Everything was saved already; nothing has changed."), "info")
            return redirect(way_back, 303)
    return page(
        "quizzes/correct_day.html",
        title=_("Correct the day"),
        crumbs=[*crumbs_of(cohort), (title_of(cohort, quiz_key), way_back)],
        form=form,
        way_back=way_back,
    )
