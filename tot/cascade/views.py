"""Pages about trainers: who they are, inviting a master trainer, a licence and its end."""

from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts import paper
from tot.accounts.models import Person
from tot.accounts.queries import agencies, people_matching, people_seen_by, places_of
from tot.accounts.rules import CODE_LASTS, name_key
from tot.cascade import actions, queries, rules
from tot.cascade.forms import NEW, InviteForm, ReasonForm
from tot.cascade.models import Licence
from tot.clock import local_day
from tot.courses.queries import published_courses
from tot.db import new_key, transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.languages import current_language
from tot.web.lists import leaf
from tot.web.pages import Crumb, page
from tot.web.paper import download

views = Blueprint("cascade", __name__, url_prefix="/cascade")


def _crumbs(*further: str) -> list[Crumb]:
    way: list[Crumb] = [(_("Cascade"), url_for("reports.cascade"))]
    way.append((_("Trainers"), url_for("cascade.index") if further else None))
    return [*way, *((label, None) for label in further)]


@views.get("/")
@requires(Can.SEE_TRAINERS)
def index() -> Response:
    """The trainers of one's place or line."""
    shown = leaf(queries.count_of_licences_seen_by(current_user))
    today = local_day(datetime.now(UTC))
    licences = queries.licences_seen_by(current_user, limit=shown.size, offset=shown.offset)
    return page(
        "cascade/index.html",
        title=_("Trainers"),
        crumbs=_crumbs(),
        licences=[(licence, rules.STATES[rules.state(licence, today)]) for licence in licences],
        titles={course.id: course.title for course in published_courses()},
        levels=rules.LEVEL_NAMES,
        leaf=shown,
    )


@views.route("/invite", methods=["GET", "POST"])
@requires(Can.GRANT_MASTER_LICENCE)
def invite() -> ResponseReturnValue:
    """Invites a master trainer, somebody new or known, by letter or slip."""
    form = InviteForm(data={"language": current_language(), "by": "letter"})
    taught = [course for course in published_courses() if not course.is_public]
    places = places_of(current_user)
    form.offer(places, agencies())
    form.offer_licence(places, taught)
    asks = False
    if form.validate_on_submit():
        alike = _alike(form)
        form.offer_people(alike)
        person = form.chosen(alike)
        asks = bool(alike) and person is None and form.who.data != NEW
        if not asks:
            with form.refusals(), transaction():
                licence = actions.invite_master(
                    current_user,
                    datetime.now(UTC),
                    person=person,
                    facts=form.facts(),
                    course_key=form.course.data,
                    place=form.where(),
                    by_letter=form.by.data == "letter",
                    request_key=form.request_key.data,
                )
            if not form.errors:
                flash(_("%(name)s is a master trainer now.", name=licence.person.name), "success")
                return redirect(url_for("cascade.show", licence_id=licence.id), 303)
    title = _("Invite a master trainer")
    status = 422 if asks else None
    return page("cascade/invite.html", title=title, crumbs=_crumbs(title), status=status, form=form, asks=asks)


def _alike(form: InviteForm) -> list[Person]:
    """People in the coordinator's sight who may be the one that was typed in; nobody where this form has led to one."""
    if queries.licence_of_request(form.request_key.data, current_user.id):
        return []
    key, email = name_key(form.name.data), form.email.data or None
    return people_matching(key, email, among=people_seen_by(current_user))[:5]


@views.get("/<int:licence_id>")
@requires(Can.SEE_LICENCE, on=queries.licence_by_id)
def show(licence: Licence) -> Response:
    """A licence, its holder, and what can be done next."""
    return page(
        "cascade/show.html",
        title=licence.person.name,
        crumbs=_crumbs(licence.person.name),
        licence=licence,
        state=rules.STATES[rules.state(licence, local_day(datetime.now(UTC)))],
        titles={course.id: course.title for course in published_courses()},
        levels=rules.LEVEL_NAMES,
        slip_key=new_key(),
    )


@views.post("/<int:licence_id>/slip")
@requires(Can.MAKE_SLIP, on=queries.licence_by_id)
def slip(licence: Licence) -> ResponseReturnValue:
    """Prints the slip with which a trainer who has not joined yet signs in first."""
    now = datetime.now(UTC)
    with transaction():
        codes = actions.make_slip(licence, current_user, now, request.form.get("request_key") or new_key())
    printed = paper.slips(codes, expires_at=now + CODE_LASTS["slip"], language=current_language())
    return download(printed, f"{_('Printed slip')} {licence.person.name}.pdf", "application/pdf")


@views.route("/<int:licence_id>/end", methods=["GET", "POST"])
@requires(Can.END_LICENCE, on=queries.licence_by_id)
def end(licence: Licence) -> ResponseReturnValue:
    """Ends a licence, with a reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.end_licence(licence, form.reason.data, current_user, datetime.now(UTC))
        if not form.errors:
            flash(_("The licence is ended."), "success")
            return redirect(url_for("cascade.show", licence_id=licence.id), 303)
    title = _("End a licence")
    return page("cascade/end.html", title=title, crumbs=_crumbs(title), form=form, licence=licence)
