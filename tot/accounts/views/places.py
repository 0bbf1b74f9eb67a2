"""Places and agencies: the tree of one's country, and the bodies that people work for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts import actions, gazetteer, queries
from tot.accounts.forms import AgencyForm, NamesForm, told
from tot.accounts.models import Agency, Place
from tot.accounts.views.blueprint import views
from tot.db import transaction
from tot.policy import Can
from tot.web.access import requires
from tot.web.collation import sort_key
from tot.web.languages import current_language, say
from tot.web.pages import Crumb, page


@dataclass
class Twig:
    """A place in the tree of the page."""

    place: Place
    children: list["Twig"] = field(default_factory=list)


def tree_of(places: list[Place]) -> list[Twig]:
    """Places (parents first) as a tree; those side by side in the order of their names."""
    twigs = {place.id: Twig(place) for place in places}
    roots: list[Twig] = []
    language = current_language()
    for place in sorted(places, key=lambda place: sort_key(say(place.names), language)):
        parent = twigs.get(place.parent_id or 0)
        (parent.children if parent else roots).append(twigs[place.id])
    return roots


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [(_("Places"), url_for("accounts.places")), *more]


@views.get("/accounts/places")
@requires(Can.SEE_PLACES)
def places() -> Response:
    """The places that one looks after: country, regions, districts."""
    roots = tree_of(queries.places_with_way(current_user))
    return page("accounts/places.html", title=_("Places"), roots=roots)


@views.route("/accounts/places/add", methods=["GET", "POST"])
@requires(Can.CHANGE_PLACES)
def add_country() -> ResponseReturnValue:
    """A country; only who looks after the installation adds one."""
    return _add_place(None, _("Add a country"))


@views.route("/accounts/places/<int:place_id>/add", methods=["GET", "POST"])
@requires(Can.CHANGE_PLACES, on=queries.place_by_id)
def add_place(parent: Place) -> ResponseReturnValue:
    """A region of a country, or a district of a region."""
    title = _("Add a region") if parent.kind == "country" else _("Add a district")
    return _add_place(parent, title)


def _add_place(parent: Place | None, title: str) -> ResponseReturnValue:
    form = NamesForm()
    if form.validate_on_submit():
        with form.refusals():
            with transaction():
                place = actions.add_place(current_user, datetime.now(UTC), parent=parent, names=form.names)
            flash(_("%(name)s is added.", name=say(place.names)), "success")
            return redirect(url_for("accounts.places"), 303)
    return page("accounts/add_place.html", title=title, crumbs=_crumbs((title, None)), form=form, parent=parent)


@views.route("/accounts/places/<int:place_id>/edit", methods=["GET", "POST"])
@requires(Can.CHANGE_PLACES, on=queries.place_by_id)
def rename_place(place: Place) -> ResponseReturnValue:
    """A place's names."""
    form = NamesForm(data={f"name_{language}": name for language, name in place.names.items()})
    if form.validate_on_submit():
        with form.refusals():
            with transaction():
                actions.rename_place(place, current_user, datetime.now(UTC), form.names)
            flash(_("The names are saved."), "success")
            return redirect(url_for("accounts.places"), 303)
    title = say(place.names)
    return page("accounts/rename_place.html", title=title, crumbs=_crumbs((title, None)), form=form)


@views.get("/accounts/agencies")
@requires(Can.SEE_PLACES)
def agencies() -> Response:
    """The bodies that people work for."""
    language = current_language()
    rows = sorted(queries.agencies(), key=lambda agency: sort_key(say(agency.names), language))
    return page("accounts/agencies.html", title=_("Agencies"), crumbs=_agency_crumbs(), rows=rows, kinds=kinds())


def kinds() -> dict[str, str]:
    """The kinds of agency that reports count by, in this language."""
    languages = ("en", "ru", "uz")
    return {code: say(dict(zip(languages, names, strict=True))) for code, *names in gazetteer.AGENCIES}


def _agency_crumbs(*more: Crumb) -> list[Crumb]:
    return _crumbs((_("Agencies"), url_for("accounts.agencies") if more else None), *more)


@views.route("/accounts/agencies/add", methods=["GET", "POST"])
@requires(Can.CHANGE_AGENCIES)
def add_agency() -> ResponseReturnValue:
    """An agency."""
    form = AgencyForm()
    form.kind.choices = told(kinds())
    if form.validate_on_submit():
        with form.refusals():
            with transaction():
                added = actions.add_agency(current_user, datetime.now(UTC), kind=form.kind.data, names=form.names)
            flash(_("%(name)s is added.", name=say(added.names)), "success")
            return redirect(url_for("accounts.agencies"), 303)
    title = _("Add an agency")
    return page("accounts/add_agency.html", title=title, crumbs=_agency_crumbs((title, None)), form=form)


@views.route("/accounts/agencies/<int:agency_id>/edit", methods=["GET", "POST"])
@requires(Can.CHANGE_AGENCIES, on=queries.agency_by_id)
def rename_agency(agency: Agency) -> ResponseReturnValue:
    """An agency's names."""
    form = NamesForm(data={f"name_{language}": name for language, name in agency.names.items()})
    if form.validate_on_submit():
        with form.refusals():
            with transaction():
                actions.rename_agency(agency, current_user, datetime.now(UTC), form.names)
            flash(_("The names are saved."), "success")
            return redirect(url_for("accounts.agencies"), 303)
    title = say(agency.names)
    return page("accounts/rename_agency.html", title=title, crumbs=_agency_crumbs((title, None)), form=form)
