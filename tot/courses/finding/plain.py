"""Course text as plain words, without Markdown, boxes and placeholders, in one line that reads well in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

_HEADING_ID = re.compile(r"(?m)[ \t]*\{#[\w-]+\}[ \t]*$")
_BOX = re.compile(r"(?m)^[ \t]*:{3,}[^\n]*$")
_PLACEHOLDER = re.compile(r"`?\{\{[^{}\n]*\}\}`?")
_BEREFT = re.compile(r"\(\s*\)|[\s:,–—-]+(?=[.;!?])|[\s:,–—-]+$")  # what a placeholder leaves behind
_SPACE = re.compile(r"\s+")
_ENDS = (".", "!", "?", ":", ";", "…", "»", "”")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(deflist_plugin).use(footnote_plugin)


def plain(markdown: str) -> str:
    """The words of a text in one line; a dot in the middle stands between blocks that end without a mark."""
    text = _BOX.sub("", _HEADING_ID.sub("", markdown))
    joined = ""
    for block in _blocks(text):
        joined += ("" if not joined else " " if joined.endswith(_ENDS) else " · ") + block
    return joined


def line(markdown: str) -> str:
    """The same for a title or another single line."""
    return _tidy(_said(_parser().parseInline(markdown)))


def _blocks(text: str) -> Iterator[str]:
    for token in _parser().parse(text):
        if token.type in ("fence", "code_block"):
            said = token.content
        elif token.type == "inline":
            said = _said([token])
        else:
            continue
        if block := _tidy(said):
            yield block


def _said(tokens: list[Token]) -> str:
    said = ""
    for token in tokens:
        if token.children and token.type != "image":
            said += _said(token.children)
        elif token.type in ("text", "code_inline", "image"):
            said += token.content
        elif token.type in ("softbreak", "hardbreak"):
            said += " "
    return said


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", _BEREFT.sub("", _PLACEHOLDER.sub("", text)) if "{{" in text else text).strip()
