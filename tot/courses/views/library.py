"""What all courses share, to read: the glossary, and the annex of national law of each country."""

from __future__ import annotations

from functools import partial

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tot.accounts.queries import country_of
from tot.courses import queries
from tot.courses.rules import Annex
from tot.courses.signing import legal_signature
from tot.courses.views.blueprint import crumbs, views
from tot.courses.wording import TOPIC_NAMES
from tot.policy import Can, may
from tot.web.access import public, signed_in
from tot.web.collation import sort_key
from tot.web.languages import OWN_NAMES, current_language, say
from tot.web.pages import Crumb, page


@views.get("/glossary")
@public
def glossary() -> Response:
    """All terms in all languages: it is part of the courses, which anybody may read."""
    found, language = queries.glossary(), current_language()
    terms = sorted(found.terms if found else (), key=lambda term: sort_key(say(term.words), language))
    title = _("Glossary")
    return page("courses/glossary.html", title=title, crumbs=_way(title), terms=terms, names=OWN_NAMES)


@views.get("/annex")
@signed_in
def own_annex() -> Response:
    """The annex of the country in which the reader works."""
    return _annex_page(queries.annex(country_of(current_user)))


@views.get("/annex/<country>")
@signed_in
def annex(country: str) -> Response:
    """The annex of a country."""
    return _annex_page(queries.annex(country) or abort(404))


def _annex_page(shown: Annex | None) -> Response:
    title = _("National law: %(country)s", country=say(shown.name)) if shown else _("National law")
    facts = queries.facts()
    return page(
        "courses/annex.html",
        title=title,
        crumbs=_way(title),
        annex=shown,
        legal_signature=legal_signature(shown, current_language()),
        annexes=queries.annexes(),
        topics=TOPIC_NAMES,
        sources=partial(facts.titles, language=current_language()) if facts else tuple,
    )


def _way(title: str) -> list[Crumb]:
    """Participants have no list of courses to go back to, and who is not signed in has no home."""
    if may(current_user, Can.SEE_COURSES):
        return crumbs((title, None))
    return [(_("Home"), url_for("home.start"))] if current_user.is_authenticated else []
