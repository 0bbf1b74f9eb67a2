"""Pages about cohorts: the list, opening one, what is known of it and what comes next."""

from datetime import UTC, datetime

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectChoice

from tot.accounts.queries import places_under
from tot.cascade.models import Licence
from tot.cascade.queries import licences_for
from tot.clock import local_day
from tot.cohorts import actions, queries
from tot.cohorts.forms import CohortForm, OpenForm, said_of
from tot.cohorts.models import Cohort
from tot.cohorts.rules import MODE_NAMES
from tot.cohorts.views.blueprint import crumbs, offered_languages, views
from tot.courses.keys import corrected_keys
from tot.courses.queries import book, current_course
from tot.courses.rules import Course
from tot.db import db, transaction
from tot.policy import Can, may
from tot.web.access import requires
from tot.web.languages import current_language, say
from tot.web.lists import leaf
from tot.web.pages import page

PER_PAGE = 30


@views.get("/")
@requires(Can.SEE_COHORTS)
def index() -> Response:
    """The cohorts that somebody may see."""
    is_open = request.args.get("show") != "closed"
    counts = {state: queries.count_of_cohorts_seen_by(current_user, is_open=state) for state in (True, False)}
    shown = leaf(counts[is_open], PER_PAGE)
    cohorts = queries.cohorts_seen_by(current_user, is_open=is_open, limit=shown.size, offset=shown.offset)
    return page(
        "cohorts/index.html",
        title=_("Cohorts"),
        crumbs=crumbs(),
        cohorts=cohorts,
        people=queries.participants_in([cohort.id for cohort in cohorts]),
        titles={cohort.course_version_id: book(cohort.course_version_id).title for cohort in cohorts},
        is_open=is_open,
        counts=counts,
        leaf=shown,
        today=local_day(datetime.now(UTC)),
    )


@views.route("/open", methods=["GET", "POST"], endpoint="open")
@requires(Can.OPEN_COHORT)
def open_cohort() -> ResponseReturnValue:
    """Opens a cohort of a course that one holds a licence for."""
    licences = licences_for(current_user, local_day(datetime.now(UTC)))
    courses = [course for licence in licences if (course := current_course(licence.course_key))]
    form = OpenForm(data={"language": current_language()})
    _offer(form, licences, courses)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            cohort = actions.open_cohort(
                **form.facts(),
                course_key=form.course.data,
                actor=current_user,
                now=datetime.now(UTC),
                request_key=form.request_key.data,
            )
        if not form.errors:
            flash(_("The cohort is open. Add the participants next."), "success")
            return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    return page(
        "cohorts/open.html",
        title=_("Open a cohort"),
        crumbs=crumbs(None, _("Open a cohort")),
        form=form,
        has_courses=bool(courses),
    )


@views.get("/<int:cohort_id>")
@requires(Can.SEE_COHORT, on=queries.cohort_by_id)
def show(cohort: Cohort) -> Response:
    """What is known of a cohort, who takes part, and what comes next."""
    enrolments = queries.enrolments_of_cohort(cohort.id, with_ended=True, with_offices=True)
    active = [enrolment for enrolment in enrolments if enrolment.is_active]
    course, versions = book(cohort.course_version_id), queries.versions_of_course(cohort.course_key)
    is_behind = cohort.is_open and versions[0].id != cohort.course_version_id
    return page(
        "cohorts/show.html",
        title=cohort.name,
        crumbs=crumbs(cohort),
        cohort=cohort,
        course=course,
        versions=versions,
        corrected=len(corrected_keys(course, book(versions[0].id))) if is_behind else 0,
        active=active,
        left=[enrolment for enrolment in enrolments if not enrolment.is_active],
        waiting=[e for e in active if actions.slip_refusal(current_user, e) is None],
        files=queries.files_of(cohort.id) if may(current_user, Can.CHANGE_COHORT, cohort) else [],
        modes=MODE_NAMES,
        today=local_day(datetime.now(UTC)),
    )


@views.route("/<int:cohort_id>/edit", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def edit(cohort: Cohort) -> ResponseReturnValue:
    """Changes what is said about a cohort."""
    form = CohortForm(data=said_of(cohort))
    licence = db.session.get_one(Licence, cohort.licence_id)
    form.offer(places_under(licence.place_path), _languages([book(cohort.course_version_id)]))
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.change_cohort(cohort, current_user, datetime.now(UTC), **form.facts())
        if not form.errors:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    title = _("Change the cohort")
    return page("cohorts/edit.html", title=title, crumbs=crumbs(cohort, title), form=form, cohort=cohort)


@views.post("/<int:cohort_id>/close")
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def close(cohort: Cohort) -> ResponseReturnValue:
    """Closes a cohort."""
    with transaction():
        count = actions.close_cohort(cohort, current_user, datetime.now(UTC))
    flash(_("The cohort is closed. Nothing in it changes until you reopen it."), "success")
    if count:
        sentence = ngettext(
            "%(num)s person was still answering; what was saved is handed in.",
            "%(num)s people were still answering; what was saved is handed in.",
            count,
        )
        flash(sentence, "info")
    return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)


@views.post("/<int:cohort_id>/reopen")
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def reopen(cohort: Cohort) -> ResponseReturnValue:
    """Reopens a cohort."""
    with transaction():
        actions.reopen_cohort(cohort, current_user, datetime.now(UTC))
    flash(_("The cohort is open again."), "success")
    if book(cohort.course_version_id).prepost:
        flash(_("Its pre-test and post-test stay closed until you open them."), "info")
    return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)


def _offer(form: OpenForm, licences: list[Licence], courses: list[Course]) -> None:
    places = {place.id: place for licence in licences for place in places_under(licence.place_path)}
    form.offer(sorted(places.values(), key=lambda place: place.path), _languages(courses))
    form.course.choices = [SelectChoice(course.id, say(course.title)) for course in courses]


def _languages(courses: list[Course]) -> list[str]:
    """Those that the platform offers and one of the courses is written in."""
    return [code for code in offered_languages() if any(code in course.languages for course in courses)]
