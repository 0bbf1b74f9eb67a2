"""What a participant reads in an item: its body without the answers, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from re import compile as pattern

from tot.quizzes.formats.texts import from_markup, one_line
from tot.quizzes.formats.xml_tree import Node

HIDDEN = frozenset({"rubricblock", "feedbackblock", "feedbackinline", "modalfeedback", "stylesheet", "templateblock",
                    "templateinline", "cataloginfo"})  # fmt: skip
INLINE = frozenset({"inlinechoiceinteraction", "textentryinteraction"})
VOID = frozenset({"br", "hr", "img"})
BLANK = "_____"
LONE_BLANK = pattern(r"\s*\n(?:\\?_){5}\s*\Z")


def stem_of(body: Node, interaction: Node) -> str:
    """The question; where an answer belongs into a sentence, a gap."""
    stem = from_markup(_html(body, interaction), "html")
    return LONE_BLANK.sub("", stem) if interaction.tag in INLINE else stem


def _html(node: Node, interaction: Node) -> str:
    pieces = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(escape(child, quote=False))
        elif child is interaction:
            pieces.append(_asked(child))
        elif child.tag not in HIDDEN:
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attributes.items())
            end = "" if child.tag in VOID else f"{_html(child, interaction)}</{child.tag}>"
            pieces.append(f"<{child.tag}{attributes}>{end}")
    return "".join(pieces)


def _asked(interaction: Node) -> str:
    """What the interaction itself shows besides what can be chosen."""
    if interaction.tag in INLINE:
        return BLANK
    prompt = interaction.child("prompt")
    asked = f"<p>{_html(prompt, interaction)}</p>" if prompt is not None else ""
    if interaction.tag == "hottextinteraction":
        rest = Node("div", {}, interaction.line, [one for one in interaction.children if one is not prompt])
        return asked + _html(rest, interaction)
    return asked


def words(node: Node) -> str:
    """The text of an option, on one line, without what is said to whoever chooses it."""
    return one_line(from_markup(_html(node, node), "html"))


def remark(node: Node) -> str:
    """What is said to whoever chooses this option."""
    said = [one.markup for one in node.walk() if one.tag == "feedbackinline"]
    return from_markup(" ".join(said), "html") if said else ""


def told_in(item: Node) -> Iterator[str]:
    """What is said after the answer."""
    for node in item.walk():
        if node.tag in ("modalfeedback", "feedbackblock"):
            yield from_markup(node.markup, "html")


def rubric(item: Node) -> str:
    """What is told to those who mark."""
    said = [
        from_markup(node.markup, "html")
        for node in item.walk()
        if node.tag == "rubricblock" and "scorer" in node.attributes.get("view", "")
    ]
    return "\n\n".join(text for text in said if text)
