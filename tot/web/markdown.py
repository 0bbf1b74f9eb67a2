"""Markdown as authors write it becomes HTML that can hold no script, with this installation's contacts filled in."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

HEADING_ID = re.compile(r"(?m)^(#{1,6} .*?)[ \t]*\{#[\w-]+\}[ \t]*$")  # ids of parts are for authors
PLACEHOLDER = re.compile(r"`?\{\{\s*([a-z_]+)\s*\}\}`?")


BOXES = ("rule", "think", "example", "caution")


@cache
def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .use(deflist_plugin)
        .use(footnote_plugin)
        .use(container_plugin, "box", validate=_is_box, render=_box)
    )
    parser.add_render_rule("link_open", _link)
    return parser


def html(
    text: str, contacts: Mapping[str, str], unset: Mapping[str, str], boxes: Mapping[str, str] | None = None
) -> Markup:
    """Safe HTML of a text. `{{name}}` becomes the contact, or `unset[name]` (whom to ask) where none is set.

    `boxes` says what a reader calls each kind of box (BOXES).
    """
    rendered = _parser().render(HEADING_ID.sub(r"\1", text), {"boxes": boxes or {}})
    rendered = nh3.clean(rendered, link_rel="noopener noreferrer", attributes=_ALLOWED)
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def inline(text: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> Markup:
    """The same for one line: no paragraph around it."""
    rendered = nh3.clean(_parser().renderInline(text), link_rel="noopener noreferrer", attributes=_ALLOWED)
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def _is_box(kind: str, _markup: str) -> bool:
    return kind.strip() in BOXES


def _box(renderer: Any, tokens: Any, number: int, _options: Any, env: Any) -> str:
    if tokens[number].nesting != 1:
        return "</div>\n"
    kind = tokens[number].info.strip()
    name = env.get("boxes", {}).get(kind, kind.capitalize())
    return f'<div class="box box-{kind}"><p class="box-name">{escape(name)}</p>\n'


def _link(renderer: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
    """A term leads to its meaning on the page, the annex to the annex of the reader's country."""
    scheme, _colon, target = str(tokens[number].attrs.get("href", "")).partition(":")
    if scheme == "term":
        tokens[number].attrs = {"class": "term", "href": f"#term-{target}"}
    elif scheme == "annex":
        tokens[number].attrs = {"class": "annex", "href": "#annex"}
    return str(renderer.renderToken(tokens, number, options, env))


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
    "div": {"class"},
    "p": {"class"},
    "sup": {"class"},
}
