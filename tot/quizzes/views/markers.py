"""Who marks the tests of a cohort: its trainer alone, or somebody beside her."""

from datetime import UTC, datetime

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.clock import local_day
from tot.cohorts.models import Cohort
from tot.cohorts.queries import cohort_by_id
from tot.cohorts.way import way_to
from tot.courses.queries import book
from tot.db import transaction
from tot.policy import Can
from tot.quizzes import actions, queries, rules, settling
from tot.quizzes.forms import MarkerForm
from tot.quizzes.rules import CourseQuiz
from tot.quizzes.views.blueprint import views
from tot.quizzes.words import name_of
from tot.web.access import requires, who_asks
from tot.web.pages import Crumb, page

ASKED = ("second", "third")


@views.get("/cohorts/<int:cohort_id>/markers")
@requires(Can.CHOOSE_MARKERS, on=cohort_by_id)
def markers(cohort: Cohort) -> Response:
    """Which tests of a cohort are marked by one or by two, by whom, and how far they are."""
    return page(
        "quizzes/markers.html",
        title=_("Who marks"),
        crumbs=_crumbs(cohort)[:-1],
        cohort=cohort,
        tests=[(name_of(one), one.quiz) for one in rules.read_by_people(book(cohort.course_version_id))],
        markers=queries.markers_in(cohort, who_asks()),
        counted=queries.how_far(cohort.id),
        nothing=queries.HowFar(),
    )


@views.route("/cohorts/<int:cohort_id>/markers/<quiz_key>/<part>", methods=["GET", "POST"])
@requires(Can.CHOOSE_MARKERS, on=cohort_by_id)
def choose_marker(cohort: Cohort, quiz_key: str, part: str) -> ResponseReturnValue:
    """Asks somebody to mark a test as second or third marker."""
    test = _asked(cohort, quiz_key)
    if part not in ASKED:
        abort(404)
    now = datetime.now(UTC)
    people = queries.candidates(cohort, quiz_key, part, who_asks(), local_day(now))
    present = queries.marker_of(cohort, quiz_key, part)
    form = MarkerForm.among(people, present)
    if form.validate_on_submit():
        chosen = form.person.data
        with form.refusals(), transaction():
            actions.choose_marker(cohort, quiz_key, settling.part(part), chosen, current_user, now)
        if not form.errors:
            flash(_("Saved. Whoever you chose finds the answers on the first page, and gets a letter."), "success")
            return redirect(url_for("quizzes.markers", cohort_id=cohort.id), 303)
    return page(
        "quizzes/choose_marker.html",
        title=_("Choose the second marker") if part == "second" else _("Choose the third marker"),
        crumbs=_crumbs(cohort),
        form=form,
        people=people,
        part=part,
        cohort=cohort,
        test=name_of(test),
    )


@views.post("/cohorts/<int:cohort_id>/markers/<quiz_key>/alone")
@requires(Can.CHOOSE_MARKERS, on=cohort_by_id)
def mark_alone(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Ends the marking by two that the trainer asked for."""
    _asked(cohort, quiz_key)
    with transaction():
        count = actions.go_on_alone(cohort, quiz_key, current_user, datetime.now(UTC))
    sentence = ngettext(
        "One marker reads from now on. %(num)s answer counts as marked.",
        "One marker reads from now on. %(num)s answers count as marked.",
        count,
    )
    flash(sentence if count else _("One marker reads from now on."), "success")
    return redirect(url_for("quizzes.markers", cohort_id=cohort.id), 303)


def _asked(cohort: Cohort, quiz_key: str) -> CourseQuiz:
    found = rules.read_by_people(book(cohort.course_version_id))
    return next((one for one in found if one.quiz.id == quiz_key), None) or abort(404)


def _crumbs(cohort: Cohort) -> list[Crumb]:
    return [
        *way_to(cohort),
        (_("Who marks"), url_for("quizzes.markers", cohort_id=cohort.id)),
    ]
