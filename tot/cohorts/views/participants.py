"""Pages about those who take part: adding, ending, taking back, slips, making a trainer."""

from datetime import UTC, datetime

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from wtforms import SelectChoice

from tot.accounts import paper
from tot.accounts.asking import place_choices
from tot.accounts.models import Person
from tot.accounts.queries import agencies, people_matching, person_by_request, places_under
from tot.accounts.rules import CODE_LASTS, name_key
from tot.cascade.queries import licence_for
from tot.clock import local_day
from tot.cohorts import actions, queries
from tot.cohorts.forms import ParticipantForm, ReasonForm, SlipsForm, TrainerForm
from tot.cohorts.models import Cohort, Enrolment
from tot.cohorts.standing import STANDING, StandingOf
from tot.cohorts.views.blueprint import crumbs, views
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.languages import current_language
from tot.web.pages import page
from tot.web.paper import download


def _back(cohort_id: int) -> ResponseReturnValue:
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@views.route("/<int:cohort_id>/add", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def add(cohort: Cohort) -> ResponseReturnValue:
    """Adds one person: somebody known, found by name, or somebody new."""
    form = ParticipantForm(data={"place": cohort.place_id, "language": cohort.language})
    form.offer(places_under("/"), agencies())
    alike: list[Person] = []
    if form.validate_on_submit():
        alike = _alike(form)
        if not alike:
            with form.refusals(), transaction():
                said = form.facts()
                actions.add_participant(
                    cohort, current_user, datetime.now(UTC), **said, request_key=form.request_key.data
                )
            if not form.errors:
                flash(_("%(name)s takes part now.", name=form.name.data), "success")
                return _back(cohort.id)
    sought = " ".join(request.args.get("q", "").split())[:120]
    return page(
        "cohorts/add.html",
        title=_("Add a participant"),
        crumbs=crumbs(cohort, _("Add a participant")),
        status=422 if alike else None,
        cohort=cohort,
        form=form,
        alike=alike,
        sought=sought,
        found=queries.search_in_sight(current_user, sought) if sought else [],
        here=queries.persons_of_cohort(cohort.id),
    )


def _alike(form: ParticipantForm) -> list[Person]:
    """People within sight who may be the one that was typed in, unless that was answered already."""
    if form.is_new.data or person_by_request(form.request_key.data, current_user.id):
        return []
    among = select(Person).where(queries.people_in_sight(current_user))
    return people_matching(name_key(form.name.data), form.email.data or None, among=among)[:5]


@views.post("/<int:cohort_id>/enrol")
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def enrol(cohort: Cohort) -> ResponseReturnValue:
    """Somebody known takes part."""
    person = queries.person_in_sight(current_user, request.form.get("person", 0, type=int))
    if person is None:
        abort(404)
    with transaction():
        actions.enrol(cohort, person, current_user, datetime.now(UTC))
    flash(_("%(name)s takes part now.", name=person.name), "success")
    return _back(cohort.id)


@views.route("/enrolments/<int:enrolment_id>/end", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.enrolment_by_id)
def end(enrolment: Enrolment) -> ResponseReturnValue:
    """Ends a participation, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.end_enrolment(enrolment, form.reason.data, current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("%(name)s takes part no longer. You can undo this below.", name=enrolment.person.name), "success")
            return _back(enrolment.cohort_id)
    title = _("End a participation")
    way = crumbs(enrolment.cohort, title)
    return page("cohorts/end.html", title=title, crumbs=way, form=form, enrolment=enrolment)


@views.post("/enrolments/<int:enrolment_id>/resume")
@requires(Can.CHANGE_COHORT, on=queries.enrolment_by_id)
def resume(enrolment: Enrolment) -> ResponseReturnValue:
    """Takes somebody back who left."""
    with transaction():
        actions.resume_enrolment(enrolment, current_user, datetime.now(UTC))
    flash(_("%(name)s takes part again.", name=enrolment.person.name), "success")
    return _back(enrolment.cohort_id)


@views.route("/enrolments/<int:enrolment_id>/make-trainer", methods=["GET", "POST"])
@requires(Can.RAISE_TRAINER, on=queries.enrolment_by_id)
def make_trainer(enrolment: Enrolment) -> ResponseReturnValue:
    """Makes a participant a national trainer."""
    now = datetime.now(UTC)
    own = licence_for(current_user, enrolment.cohort.course_key, local_day(now))
    places = places_under(own.place_path) if own else []
    form = TrainerForm(data={"place": enrolment.cohort.place_id})
    form.place.choices = place_choices(places)
    if form.validate_on_submit():
        place = next(place for place in places if place.id == form.place.data)
        with form.refusals(), transaction():
            licence = actions.make_trainer(enrolment, current_user, now, place)
        if not form.errors:
            flash(_("%(name)s is a national trainer now.", name=enrolment.person.name), "success")
            return redirect(url_for("cascade.show", licence_id=licence.id), 303)
    title = _("Make a participant a trainer")
    way = crumbs(enrolment.cohort, title)
    standing_of: StandingOf = current_app.extensions[STANDING]
    standing = standing_of(enrolment)
    return page(
        "cohorts/make_trainer.html", title=title, crumbs=way, form=form, enrolment=enrolment, own=own, standing=standing
    )


@views.route("/<int:cohort_id>/slips", methods=["GET", "POST"])
@requires(Can.CHANGE_COHORT, on=queries.cohort_by_id)
def slips(cohort: Cohort) -> ResponseReturnValue:
    """Prints slips to sign in with, for those who have not joined yet."""
    enrolments = queries.enrolments_of_cohort(cohort.id, with_offices=True)
    refusals = {enrolment.id: actions.slip_refusal(current_user, enrolment) for enrolment in enrolments}
    able = [enrolment for enrolment in enrolments if refusals[enrolment.id] is None]
    form = SlipsForm(data={"people": [enrolment.id for enrolment in able]})
    form.people.choices = [SelectChoice(enrolment.id, enrolment.person.name) for enrolment in able]
    if form.validate_on_submit():
        now = datetime.now(UTC)
        with form.refusals(), transaction():
            codes = actions.make_slips(cohort, form.people.data, current_user, now, form.request_key.data)
        if not form.errors:
            printed = paper.slips(codes, expires_at=now + CODE_LASTS["slip"], language=current_language())
            return download(printed, f"{_('Slips to sign in with')} {cohort.name}.pdf", "application/pdf")
    title = _("Print slips")
    unable = [(e, refusals[e.id]) for e in enrolments if refusals[e.id] is not None and not e.person.has_joined]
    way = crumbs(cohort, title)
    return page("cohorts/slips.html", title=title, crumbs=way, form=form, cohort=cohort, able=able, unable=unable)
