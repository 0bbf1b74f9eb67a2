"""Markdown as authors write it becomes HTML that can hold no script, with this installation's contacts filled in."""

import re
from collections.abc import Mapping
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

HEADING_ID = re.compile(r"(?m)^(#{1,6} .*?)[ \t]*\{#[\w-]+\}[ \t]*$")  # ids of parts are for authors
PLACEHOLDER = re.compile(r"`?\{\{\s*([a-z_]+)\s*\}\}`?")


@cache
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .use(deflist_plugin)
        .use(footnote_plugin)
    )


def html(text: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> Markup:
    """Safe HTML of a text. `{{name}}` becomes the contact, or `unset[name]` (whom to ask) where none is set."""
    rendered = nh3.clean(
        _parser().render(HEADING_ID.sub(r"\1", text)), link_rel="noopener noreferrer", attributes=_ALLOWED
    )
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def inline(text: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> Markup:
    """The same for one line: no paragraph around it."""
    rendered = nh3.clean(_parser().renderInline(text), link_rel="noopener noreferrer", attributes=_ALLOWED)
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def _contact(name: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> str:
    if value := contacts.get(name):
        return f'<strong class="contact">{escape(value)}</strong>'
    return f'<span class="contact contact-unset">{escape(unset.get(name, name))}</span>'


_ALLOWED = {
    "a": {"href", "title", "id", "class"},
    "th": {"scope", "align"},
    "td": {"align"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id", "class"},
    "section": {"class"},
    "sup": {"class"},
}
