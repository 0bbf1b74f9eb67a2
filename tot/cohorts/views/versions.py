"""Which version of its course a cohort has, and what moving it to another changes."""

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.cohorts import actions, queries
from tot.cohorts.models import Cohort
from tot.cohorts.views.blueprint import crumbs, views
from tot.courses.changes import changes
from tot.courses.keys import corrected_keys
from tot.courses.models import Version
from tot.courses.queries import book
from tot.courses.wording import KIND_NAMES, SORT_NAMES
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.forms import Form
from tot.web.languages import OWN_NAMES
from tot.web.pages import page


@views.route("/<int:cohort_id>/version", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def version(cohort: Cohort) -> ResponseReturnValue:
    """What is other in another version of the course, and a button that moves the cohort to it."""
    versions = queries.versions_of_course(cohort.course_key)
    here = next(one for one in versions if one.id == cohort.course_version_id)
    there = _wanted(versions)
    form = Form()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.move_cohort(cohort, there, current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The cohort now has version %(number)s of its course.", number=there.number), "success")
            return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
    title = _("Version of the course")
    course = book(there.id)
    return page(
        "cohorts/version.html",
        title=title,
        crumbs=crumbs(cohort, title),
        form=form,
        cohort=cohort,
        versions=versions,
        here=here,
        there=there,
        changes=changes(book(here.id), course),
        corrected=len(corrected_keys(book(here.id), course)),
        modules={module.id: module.title for module in (*book(here.id).modules, *course.modules)},
        kinds=KIND_NAMES,
        sorts=SORT_NAMES,
        names=OWN_NAMES,
    )


def _wanted(versions: list[Version]) -> Version:
    """The version that the address names, else the newest."""
    number = request.args.get("to", type=int)
    return next((one for one in versions if one.number == number), versions[0])
