"""Course text on a page: in which language, as HTML made once per process, with whom to ask where no contact is set."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

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

Words = Mapping[str, str]
Rendering = Callable[[str, Mapping[str, str], Mapping[str, str]], Markup]


def connect(app: Flask) -> None:
    """Gives templates `words | prose(language)` for paragraphs and `words | line(language)` for one line."""
    # Published texts never change and are few, so each stays as HTML for as long as the process lives.
    contacts = app.config["TOT"].contacts
    for name, render in (("prose", markdown.html), ("line", markdown.inline)):
        app.jinja_env.filters[name] = partial(_rendered, render, contacts, {})


def content_language(offered: Collection[str], otherwise: str) -> str:
    """The page's language where the course speaks it, else `otherwise` (the cohort's)."""
    language = current_language()
    return language if language in offered else otherwise


def _rendered(
    render: Rendering, contacts: Mapping[str, str], kept: dict[tuple[str, str], Markup], words: Words, language: str
) -> Markup:
    key = (say(words, language), language)
    if key not in kept:
        kept[key] = render(key[0], contacts, _whom_to_ask(language))
    return kept[key]


def _whom_to_ask(language: str) -> dict[str, str]:
    with in_language(language):
        return {name: _("[ask your trainer: %(contact)s]", contact=words) for name, words in CONTACT_NAMES.items()}
