"""What a participant reads in an item: its body without the answers, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from re import compile as pattern

from tot.quizzes.formats.item import RIGHT
from tot.quizzes.formats.texts import from_markup, one_line
from tot.quizzes.formats.weights import BLANK, said_if
from tot.quizzes.formats.xml_tree import Node

HIDDEN = frozenset({"rubricblock", "feedbackblock", "feedbackinline", "modalfeedback", "stylesheet", "templateblock",
                    "templateinline", "cataloginfo", "endattemptinteraction", "gaptext", "gapimg"})  # fmt: skip
WITH_TEXT = frozenset({"hottextinteraction", "gapmatchinteraction"})
SAID_WHEN_RIGHT = pattern(r"(?i)(?:.*[_.-])?(?:correct|right|true|success)\w{0,3}")
SAID_WHEN_WRONG = pattern(r"(?i)(?:.*[_.-])?(?:incorrect|not[_-]?correct|wrong|false|fail)\w{0,3}")
INLINE = frozenset({"inlinechoiceinteraction", "textentryinteraction"})
VOID = frozenset({"br", "hr", "img"})
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
        elif child is interaction and child.tag.endswith("interaction"):
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
    if interaction.tag in WITH_TEXT:
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
    """What is said after the answer; to whom, as far as its name tells."""
    for node in item.walk():
        if node.tag in ("modalfeedback", "feedbackblock"):
            text = from_markup(node.markup, "html")
            name = node.attributes.get("identifier", "")
            if SAID_WHEN_WRONG.fullmatch(name):
                yield said_if(0, text)
            elif SAID_WHEN_RIGHT.fullmatch(name):
                yield said_if(RIGHT, text)
            else:
                yield text


def show(node: Node, text: str) -> None:
    """Where an answer belongs into the text, this stands instead."""
    node.tag, node.attributes, node.children = "span", {}, [text]


def rubric(item: Node) -> str:
    """What is told to those who mark."""
    said = [
        from_markup(node.markup, "html")
        for node in item.walk()
        if node.tag == "rubricblock" and "scorer" in node.attributes.get("view", "")
    ]
    return "\n\n".join(text for text in said if text)
