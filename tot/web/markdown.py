"""Markdown as authors write it becomes HTML that can hold no script, with this installation's contacts filled in."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common import normalize_url
from markupsafe import Markup, escape
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from tot.web.markdown_tables import name_cells

HEADING_ID = re.compile(r"(?m)^(#{1,6} [^\n]*)\{#[\w-]+\}[ \t]*$")  # ids of parts are for authors
PLACEHOLDER = re.compile(r"`?\{\{\s*([a-z_]+)\s*\}\}`?")

# The library fills its tables of characters at their first use, and two threads must not be there at once.
for _normalize in (normalize_url.normalizeLink, normalize_url.normalizeLinkText):
    _normalize("https://example.org/%20ʻ")


FIGURE = re.compile(r"figure:([0-9a-f]{64}):([1-9]\d{0,4})x([1-9]\d{0,4})")  # as the reader of courses names it
FIGURE_WIDTHS = (480, 960)  # of the two files that are served, see courses.pictures

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
    parser.add_render_rule("image", _picture)
    parser.core.ruler.push("figures", _lift_figures)
    parser.core.ruler.push("cells", name_cells)
    return parser


def html(
    text: str, contacts: Mapping[str, str], unset: Mapping[str, str], boxes: Mapping[str, str] | None = None
) -> Markup:
    """Safe HTML of a text. `{{name}}` becomes the contact, or `unset[name]` (whom to ask) where none is set.

    `boxes` says what a reader calls each kind of box (BOXES).
    """
    # Texts stand beside each other on a page, so the footnotes of each have ids of their own.
    env = {"boxes": boxes or {}, "docId": sha256(text.encode()).hexdigest()[:8]}
    rendered = _clean(_parser().render(HEADING_ID.sub(r"\1", text), env))
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def inline(text: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> Markup:
    """The same for one line: no paragraph around it."""
    rendered = _clean(_parser().renderInline(text))
    return Markup(PLACEHOLDER.sub(lambda found: _contact(found[1], contacts, unset), rendered))  # noqa: S704 cleaned above


def _clean(html: str) -> str:
    return nh3.clean(html, tags=_TAGS, link_rel="noopener noreferrer", attributes=_ALLOWED)


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
        tokens[number].attrs = {"class": "annex", "href": "/courses/annex"}
    return str(renderer.renderToken(tokens, number, options, env))


def _lift_figures(state: Any) -> None:
    """A picture alone in its paragraph is a figure, which no paragraph may hold."""
    for number, token in enumerate(state.tokens[1:-1], 1):
        children, before = token.children or [], state.tokens[number - 1]
        if before.type == "paragraph_open" and len(children) == 1 and _is_figure(children[0]):
            before.hidden = state.tokens[number + 1].hidden = True
            children[0].meta["is_figure"] = True


def _is_figure(token: Any) -> bool:
    return token.type == "image" and FIGURE.fullmatch(str(token.attrs.get("src", ""))) is not None


def _picture(_renderer: Any, tokens: Any, number: int, _options: Any, _env: Any) -> str:
    """Only pictures that the reader of courses knows; of any other its words remain."""
    token = tokens[number]
    words, caption = str(token.content), str(token.attrs.get("title", ""))
    if (found := FIGURE.fullmatch(str(token.attrs.get("src", "")))) is None:
        return str(escape(words))
    digest, width, height = found.group(1), int(found.group(2)), int(found.group(3))
    small, large = (f"/courses/figures/{digest}-{size}.webp" for size in FIGURE_WIDTHS)
    sources = f'src="{small}"'
    if width > FIGURE_WIDTHS[0]:
        across = min(width, FIGURE_WIDTHS[1])
        sources += f' srcset="{small} {FIGURE_WIDTHS[0]}w, {large} {across}w" sizes="(min-width: 46rem) 42rem, 92vw"'
    image = f'<img {sources} alt="{escape(words)}" width="{width}" height="{height}" loading="lazy">'
    if not token.meta.get("is_figure"):
        return image
    return f"<figure>{image}{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>\n"


def _contact(name: str, contacts: Mapping[str, str], unset: Mapping[str, str]) -> str:
    if value := contacts.get(name):
        return f'<strong class="contact">{escape(value)}</strong>'
    return f'<span class="contact contact-unset">{escape(unset.get(name, name))}</span>'


_TAGS = nh3.ALLOWED_TAGS | {"section"}
_ALLOWED = {
    "a": {"href", "title", "id", "class"},
    "table": {"role"},
    "thead": {"role"},
    "tbody": {"role"},
    "tr": {"role"},
    "th": {"scope", "align", "role"},
    "td": {"align", "role", "data-label"},
    "ol": {"start"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"},
    "li": {"id", "class"},
    "section": {"class"},
    "div": {"class"},
    "p": {"class"},
    "sup": {"class"},
}
