"""A trainer holds the tests of her cohort: opens and closes them, sees how far everybody is, gives more time."""

from datetime import UTC, datetime

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.queries import cohort_by_id, enrolment_by_id
from tot.cohorts.way import way_to
from tot.courses.queries import book
from tot.courses.rules import Course, Quiz
from tot.courses.wording import TEST_NAMES, origin_words
from tot.db import transaction
from tot.policy import Can
from tot.progress.queries import last_openings
from tot.quizzes import actions, queries, rules
from tot.quizzes.forms import TimeForm
from tot.quizzes.views.blueprint import views
from tot.web.access import requires
from tot.web.pages import Crumb, page


@views.get("/cohorts/<int:cohort_id>/tests")
@requires(Can.HOLD_TEST, on=cohort_by_id)
def tests(cohort: Cohort) -> Response:
    """The pre-test and the post-test with one button each, and where everybody stands at every test."""
    held = _tests_of(book(cohort.course_version_id))
    return page(
        "quizzes/tests.html",
        title=_("Tests"),
        crumbs=_crumbs(cohort)[:-1],
        cohort=cohort,
        tests=held,
        ways=rules.WAYS,
        names=TEST_NAMES,
        origins={quiz.id: origin_words(quiz.cut) for quiz in held if quiz.cut},
        openings=last_openings(cohort.id),
        people=queries.participants_at(cohort.id, [quiz.id for quiz in held]),
    )


@views.post("/cohorts/<int:cohort_id>/tests/<quiz_key>/open")
@requires(Can.HOLD_TEST, on=cohort_by_id)
def open_test(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Opens a test for the cohort."""
    with transaction():
        actions.open_test(cohort, _held(cohort, quiz_key), current_user, datetime.now(UTC))
    flash(_("The test is open. Your participants find it on the page of their course."), "success")
    return redirect(url_for("quizzes.tests", cohort_id=cohort.id), 303)


@views.post("/cohorts/<int:cohort_id>/tests/<quiz_key>/close")
@requires(Can.HOLD_TEST, on=cohort_by_id)
def close_test(cohort: Cohort, quiz_key: str) -> ResponseReturnValue:
    """Closes a test for the cohort."""
    with transaction():
        count = actions.close_test(cohort, _held(cohort, quiz_key), current_user, datetime.now(UTC))
    flash(_("The test is closed."), "success")
    if count:
        sentence = ngettext(
            "%(num)s person was still answering; what was saved is handed in.",
            "%(num)s people were still answering; what was saved is handed in.",
            count,
        )
        flash(sentence, "info")
    return redirect(url_for("quizzes.tests", cohort_id=cohort.id), 303)


@views.route("/enrolments/<int:enrolment_id>/time/<quiz_key>", methods=["GET", "POST"])
@requires(Can.HOLD_TEST, on=enrolment_by_id)
def time(enrolment: Enrolment, quiz_key: str) -> ResponseReturnValue:
    """Gives one person more time for a test."""
    cohort, name = enrolment.cohort, enrolment.person.name
    quiz = next((one for one in _tests_of(book(cohort.course_version_id)) if one.id == quiz_key), None) or abort(404)
    if not quiz.minutes:
        abort(404)  # where no time is set there is none to add
    form = TimeForm(data={"minutes": queries.extra_minutes(enrolment.id, quiz.id) or None})
    if form.validate_on_submit():
        said = (form.minutes.data, form.reason.data)
        with form.refusals(), transaction():
            actions.give_time(enrolment, quiz, *said, actor=current_user, now=datetime.now(UTC))
        if not form.errors:
            sentence = ngettext(
                "%(name)s has %(num)s more minute.", "%(name)s has %(num)s more minutes.", said[0], name=name
            )
            flash(sentence, "success")
            return redirect(url_for("quizzes.tests", cohort_id=cohort.id), 303)
    return page(
        "quizzes/time.html",
        title=_("More time for %(name)s", name=name),
        crumbs=_crumbs(cohort),
        form=form,
        quiz=quiz,
        name=TEST_NAMES[quiz.kind],
        cohort=cohort,
    )


def _tests_of(course: Course) -> list[Quiz]:
    """The tests that are held, in their order: all but what a module checks for itself."""
    return [one.quiz for one in rules.taken_by_cohort(course) if one.module is None]


def _held(cohort: Cohort, quiz_key: str) -> Quiz:
    found = rules.quiz_in(book(cohort.course_version_id), quiz_key)
    if found is None or not rules.way_of(found.quiz).is_opened:
        abort(404)
    return found.quiz


def _crumbs(cohort: Cohort) -> list[Crumb]:
    return [
        *way_to(cohort),
        (_("Tests"), url_for("quizzes.tests", cohort_id=cohort.id)),
    ]
