"""One way to answer with a page: title, way back, navigation by role, and a status that tells the truth."""

import re
from collections import Counter
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import permutations
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, render_template, request, session, url_for
from flask.templating import Environment
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from flask_wtf import FlaskForm
from jinja2 import StrictUndefined

from tot.policy import Can, may
from tot.refusals import Sentence
from tot.web.access import who_asks
from tot.web.languages import current_language, in_language

Crumb = tuple[Sentence, str | None]  # label, address

# How large people let the text be; the first is what the browser is set to.
TEXT_SIZES = {"normal": _l("normal"), "large": _l("large"), "largest": _l("very large")}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: Sentence
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the navigation leads: a label, an endpoint, and the permission without which it is not shown."""

    label: Sentence
    endpoint: str
    permission: Can


class Templates(Environment):
    """Flask's templates. None of ours has globals of its own, so all share one dict, which is quicker to read."""

    def make_globals(self, own: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template that is loaded."""
        return super().make_globals(own) if own else self.globals


def connect(app: Flask, entries: Sequence[Entry]) -> None:
    """Gives templates what every page uses; a name that a template misspells is an error, not an empty place."""
    app.extensions["tot_navigation"] = entries
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = app.debug
    app.jinja_env.globals.update(
        Can=Can,
        url_for=address,
        platform_name=app.config["TOT"].platform_name,
        platform_version=app.config["VERSION"],
        text_sizes=TEXT_SIZES,
        text_size=_text_size,
    )


def _text_size() -> str:
    """The size of text that was chosen on this browser, for this sign-in and the next."""
    chosen: str = session.get("text_size", "normal")
    return chosen


def navigation(person: Any) -> list[Link]:
    """The entries that the person who is signed in may open."""
    if not person.is_authenticated:
        return []
    return [
        Link(entry.label, address(entry.endpoint), _is_here(address(entry.endpoint)))
        for entry in current_app.extensions["tot_navigation"]
        if may(person, entry.permission)
    ]


def _is_here(address: str) -> bool:
    return request.path == address or (address != "/" and request.path.startswith(address.rstrip("/") + "/"))


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates and busy views, at a tenth of the cost where every value is a part of the path."""
    pattern = _patterns(current_app._get_current_object()).get((endpoint, *values))  # type: ignore[attr-defined]
    if pattern is None:
        return url_for(endpoint, **values)
    parts = {name: value if isinstance(value, int) else _quoted(str(value)) for name, value in values.items()}
    return request.script_root + pattern.format_map(parts)


@lru_cache(maxsize=2000)
def _quoted(value: str) -> str:
    return quote(value, safe="")


@cache
def _patterns(app: Flask) -> dict[tuple[str, ...], str]:
    """For each endpoint with one address, and each order of its values: the address with {name} in place of a value."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.defaults]
    alone = Counter(rule.endpoint for rule in rules)
    return {
        (rule.endpoint, *names): re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in rules
        if alone[rule.endpoint] == 1
        for names in permutations(rule.arguments)
    }


def page(
    template: str,
    *,
    title: Sentence,
    crumbs: Sequence[Crumb] = (),
    status: int | None = None,
    is_for_nobody: bool = False,
    **values: Any,
) -> Response:
    """Answers with a page. `title` is its h1; a form with errors among the values makes the status 422.

    One for nobody asks nothing of the database, not even who is there: for pages that say that it is away.
    """
    if status is None:
        forms = [value for value in values.values() if isinstance(value, FlaskForm)]
        status = 422 if any(form.errors for form in forms) else 200
    if is_for_nobody:
        g._login_user = AnonymousUserMixin()  # where Flask-Login looks, for itself and for templates
    person, language = who_asks(), current_language()
    with in_language(language):
        body = render_template(
            template,
            title=title,
            crumbs=crumbs,
            navigation=navigation(person),
            locale=language,
            current_user=person,
            may=partial(may, person),
            **values,
        )
    return make_response(body, status)
