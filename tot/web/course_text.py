"""Course text on a page: in which language, as HTML made once per process, with whom to ask where no contact is set."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tot.web import markdown
from tot.web.languages import current_language, in_language, say

# What learners call those whom the settings name, see config.CONTACTS.
CONTACT_NAMES = {
    "hotline_national": _l("national hotline"),
    "child_protection_duty": _l("child-protection duty"),
    "police_at_unit": _l("police at the unit"),
    "guardianship_body": _l("guardianship body"),
    "ngo_support": _l("support organisation"),
    "consular_duty": _l("consular duty"),
    "interpreter_service": _l("interpreter service"),
}

# What stands above a box in a text, see markdown.BOXES.
BOX_NAMES = {
    "rule": _l("Rule"),
    "think": _l("Stop and think"),
    "example": _l("Example"),
    "caution": _l("Take care"),
}

PIECES = 2000  # how many pieces of pages are kept, see `kept`

Words = Mapping[str, str]
Rendering = Callable[..., Markup]


def connect(app: Flask) -> None:
    """Gives templates `words | prose(language)`, `words | line(language)` and `kept(macro, …)`."""
    # Published texts never change and are few, so each stays as HTML for as long as the process lives.
    contacts = app.config["TOT"].contacts
    app.jinja_env.filters["prose"] = partial(_rendered, prose, contacts, {})
    app.jinja_env.filters["line"] = partial(_rendered, line, contacts, {})
    app.jinja_env.globals["kept"] = partial(_kept, OrderedDict())


def content_language(offered: Collection[str], otherwise: str) -> str:
    """The page's language where the course speaks it, else `otherwise` (the cohort's)."""
    language = current_language()
    return language if language in offered else otherwise


def _rendered(
    render: Rendering, contacts: Mapping[str, str], kept: dict[tuple[str, str], Markup], words: Words, language: str
) -> Markup:
    key = (say(words, language), language)
    if key not in kept:
        with in_language(language):
            kept[key] = render(key[0], contacts)
    return kept[key]


def prose(text: str, contacts: Mapping[str, str]) -> Markup:
    """A course text as HTML, in the language that is spoken now."""
    return markdown.html(text, contacts, _whom_to_ask(text), {kind: str(name) for kind, name in BOX_NAMES.items()})


def line(text: str, contacts: Mapping[str, str]) -> Markup:
    """One line of it: no paragraph around."""
    return markdown.inline(text, contacts, _whom_to_ask(text))


def _whom_to_ask(text: str) -> dict[str, str]:
    asked = CONTACT_NAMES.items() if "{" in text or "&" in text else ()  # few texts name one, however they spell {{
    return {name: _("[ask your trainer: %(contact)s]", contact=words) for name, words in asked}


def _kept(pieces: "OrderedDict[Hashable, tuple[Any, Markup]]", draw: Callable[..., Markup], *values: Any) -> Markup:
    """`draw(*values)`, drawn once in each language: for pieces of a page that show nobody's progress.

    The first value may be a published thing, which is known by its id and kept beside its piece: while it is, no other
    thing can have its id.
    """
    known = values if not values or isinstance(values[0], str) else (id(values[0]), *values[1:])
    key = (draw.name, known, current_language())  # type: ignore[attr-defined]
    found = pieces.get(key)
    if found is None:
        found = pieces[key] = values, draw(*values)
        if len(pieces) > PIECES:
            pieces.popitem(last=False)
    return found[1]
