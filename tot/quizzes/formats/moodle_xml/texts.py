"""Texts in Moodle XML: an element with its format, the text in <text>, and files that it shows."""

from __future__ import annotations

from tot.quizzes.formats.texts import from_markup, one_line
from tot.quizzes.formats.xml_tree import Node

MARKUPS = {
    "html": "html", "markdown": "markdown", "plain_text": "plain", "plain": "plain", "moodle_auto_format": "moodle",
    "0": "moodle", "1": "html", "2": "plain", "4": "markdown",
}  # fmt: skip


def raw(node: Node | None) -> str:
    """What stands in its <text> (or in itself), as it is; tags that were not escaped count as text."""
    if node is None:
        return ""
    inner = node.child("text") or node
    return (inner.markup if any(inner.elements) else inner.text).strip()


def markdown(node: Node | None, otherwise: str = "html") -> str:
    """Our Markdown of it."""
    if node is None or not (text := raw(node)):
        return ""
    return from_markup(text, MARKUPS.get(node.attributes.get("format", ""), otherwise))


def line(node: Node | None, otherwise: str = "html") -> str:
    """The same for an option, which stands on one line."""
    return one_line(markdown(node, otherwise))


def value(node: Node, tag: str) -> str:
    """A setting of a question: the text of this child."""
    found = node.child(tag)
    return found.text.strip() if found is not None else ""


def claim(node: Node, tag: str) -> bool:
    """A setting that is true or false."""
    return value(node, tag).lower() in ("1", "true")
