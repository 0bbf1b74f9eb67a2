"""People: the list of one's places, a person's page, adding and changing, letters, slips and offices."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts import actions, paper, queries, rules, wording
from tot.accounts.forms import FilterForm, NewPersonForm, OfficeForm, PersonForm
from tot.accounts.models import Person, Role
from tot.accounts.views.blueprint import views
from tot.db import new_key, transaction
from tot.policy import Can, may
from tot.refusals import Refused
from tot.web.access import requires
from tot.web.languages import current_language
from tot.web.lists import leaf
from tot.web.pages import Crumb, page
from tot.web.paper import download


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [(_("People"), url_for("accounts.index")), *more]


@views.get("/accounts/people")
@requires(Can.SEE_PEOPLE)
def index() -> Response:
    """The people of one's places, fifty at a time."""
    places = queries.places_of(current_user)
    agencies = queries.agencies()
    form = FilterForm(places, agencies, formdata=request.args)
    chosen = {place.id: place.path for place in places}.get(form.place.data or 0, "")
    found = queries.filtered(
        queries.people_seen_by(current_user),
        q=form.q.data or "",
        place_path=chosen,
        agency_id=form.agency.data if form.agency.data in {agency.id for agency in agencies} else 0,
        state=form.state.data or "",
    )
    total = queries.count_of_people(found)
    shown = leaf(total)
    people = queries.people_in_order(found, shown.size, shown.offset)
    return page(
        "accounts/index.html",
        title=_("People"),
        filter=form,
        people=people,
        invited=queries.invited_among(people, datetime.now(UTC)),
        total=total,
        leaf=shown,
        asked={name: value for name, value in request.args.items() if name in form.data and value},
    )


@views.get("/accounts/people/<int:person_id>")
@requires(Can.SEE_PERSON, on=queries.person_by_id)
def show(person: Person) -> Response:
    """A person: who, where, offices and licences, how she gets in, what happened."""
    grants = may(current_user, Can.GRANT_ROLE)
    return page(
        "accounts/show.html",
        title=person.name,
        crumbs=_crumbs((person.name, None)) if may(current_user, Can.SEE_PEOPLE) else (),
        person=person,
        invitations=queries.invitations_of(person.id),
        events=queries.events_about(person.id),
        office=OfficeForm(queries.places_of(current_user)) if grants else None,
        now=datetime.now(UTC),
        request_key=new_key(),
        wording=wording,
    )


@views.route("/accounts/people/add", methods=["GET", "POST"])
@requires(Can.INVITE_PERSON)
def invite() -> ResponseReturnValue:
    """A new person; whoever may be the same is shown first."""
    places = queries.places_of(current_user)
    form = NewPersonForm(places, queries.agencies(), data={"language": current_language()})
    if not may(current_user, Can.GRANT_ROLE):
        del form.office
    likely: list[Person] = []
    if form.validate_on_submit():
        likely = _likely(form)
        if not likely:
            with form.refusals():
                person = _add(form)
                flash(_("%(name)s is added.", name=person.name), "success")
                return redirect(url_for("accounts.show", person_id=person.id), 303)
    title = _("Add a person")
    return page(
        "accounts/invite.html",
        title=title,
        crumbs=_crumbs((title, None)),
        form=form,
        likely=likely,
        status=422 if likely else None,
    )


def _likely(form: NewPersonForm) -> list[Person]:
    """People within one's own sight who may be the one that is being added, unless that was answered already."""
    if form.is_another.data or queries.person_by_request(form.request_key.data, current_user.id):
        return []
    seen = queries.people_seen_by(current_user)
    return queries.people_matching(rules.name_key(form.name.data), form.email.data, among=seen)[:5]


def _add(form: NewPersonForm) -> Person:
    now = datetime.now(UTC)
    office = form.office.data if "office" in form else ""
    with transaction():
        person = actions.add_person(current_user, now, request_key=form.request_key.data or None, **_said(form))
        if office and person.place:
            actions.grant_role(person, office, person.place, current_user, now)
        if form.send_letter.data and person.email and not person.has_joined:
            actions.invite(person, current_user, now, request_key=form.request_key.data)
    return person


def _said(form: PersonForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "email": form.email.data,
        "language": form.language.data,
        "sex": form.sex.data,
        "place": queries.place_by_id(form.place.data) if form.place.data else None,
        "agency": queries.agency_by_id(form.agency.data) if form.agency.data else None,
        "position": form.position.data or None,
    }


@views.route("/accounts/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Can.CHANGE_PERSON, on=queries.person_by_id)
def edit(person: Person) -> ResponseReturnValue:
    """What is said about a person."""
    now_said = {name: getattr(person, name) for name in ("name", "email", "language", "sex", "position")}
    known = {**now_said, "place": person.place_id or 0, "agency": person.agency_id or 0}
    form = PersonForm(queries.places_of(current_user), queries.agencies(), data=known)
    if form.validate_on_submit():
        with form.refusals():
            with transaction():
                actions.change_person(person, current_user, datetime.now(UTC), **_said(form))
            flash(_("The changes are saved."), "success")
            return redirect(url_for("accounts.show", person_id=person.id), 303)
    back = (person.name, url_for("accounts.show", person_id=person.id))
    return page(
        "accounts/edit.html", title=_("Change"), crumbs=_crumbs(back, (_("Change"), None)), form=form, person=person
    )


@views.post("/accounts/people/<int:person_id>/account")
@requires(Can.CHANGE_PERSON, on=queries.person_by_id)
def open_or_close(person: Person) -> ResponseReturnValue:
    """Closes an account (nobody signs in with it; nothing is lost) or opens it again."""
    is_active = request.form.get("is_active") == "yes"
    if person.id == current_user.id:
        raise Refused(_("You cannot close your own account. Ask another administrator or coordinator."))
    with transaction():
        actions.change_person(person, current_user, datetime.now(UTC), is_active=is_active)
    flash(_("The account is open.") if is_active else _("The account is closed. Nothing of it is lost."), "success")
    return redirect(url_for("accounts.show", person_id=person.id), 303)


@views.post("/accounts/people/<int:person_id>/letter")
@requires(Can.MAKE_SLIP, on=queries.person_by_id)
def send_letter(person: Person) -> ResponseReturnValue:
    """An invitation by e-mail."""
    with transaction():
        actions.invite(person, current_user, datetime.now(UTC), request_key=request.form.get("request_key"))
    flash(_("The invitation is on its way to %(email)s.", email=person.email), "success")
    return redirect(url_for("accounts.show", person_id=person.id), 303)


@views.post("/accounts/people/<int:person_id>/slip")
@requires(Can.MAKE_SLIP, on=queries.person_by_id)
def slip(person: Person) -> Response:
    """A slip to print. The code on it is shown nowhere else; a second click prints the same."""
    now = datetime.now(UTC)
    with transaction():
        rows = actions.make_slips([person], current_user, now, request_key=request.form.get("request_key"))
    content = paper.slips(rows, expires_at=now + rules.CODE_LASTS["slip"], language=current_language())
    return download(content, f"{_('Printed slip')} {person.name}.pdf", "application/pdf")


@views.post("/accounts/people/<int:person_id>/offices")
@requires(Can.GRANT_ROLE, on=queries.person_by_id)
def grant_office(person: Person) -> ResponseReturnValue:
    """An office for a place."""
    form = OfficeForm(queries.places_of(current_user))
    if not form.validate_on_submit():
        abort(400)
    place = queries.place_by_id(form.place.data)
    if place is not None:
        with transaction():
            actions.grant_role(person, form.kind.data, place, current_user, datetime.now(UTC))
    flash(_("The office is given."), "success")
    return redirect(url_for("accounts.show", person_id=person.id), 303)


@views.post("/accounts/offices/<int:role_id>/end")
@requires(Can.GRANT_ROLE, on=queries.role_by_id)
def end_office(role: Role) -> ResponseReturnValue:
    """Ends an office."""
    with transaction():
        actions.end_role(role, current_user, datetime.now(UTC))
    flash(_("The office is ended."), "success")
    return redirect(url_for("accounts.show", person_id=role.person_id), 303)
