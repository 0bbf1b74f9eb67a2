"""Writes Moodle XML, with texts as Markdown, which Moodle knows. What is right, each type of question says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tot.quizzes.formats.essays import for_markers, stem_with_tasks
from tot.quizzes.formats.item import Item
from tot.quizzes.formats.tags import tags_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
SHUFFLED = "<shuffleanswers>true</shuffleanswers>"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one of Moodle's: what it calls this type, the elements that say what is right, and what is lost."""

    kind: str
    elements: Sequence[str]
    loss: str = ""


def write(asked: Sequence[tuple[Item, Asked]], title: str) -> bytes:
    """The text of a file."""
    category = f'<question type="category"><category>{text(f"$course$/top/{title}")}</category></question>\n'
    return f"{HEAD}{category if title else ''}{''.join(_question(*one) for one in asked)}</quiz>\n".encode()


def _question(item: Item, asked: Asked) -> str:
    lines = [
        f'<question type="{asked.kind}">',
        f"<name>{text(' '.join((item.name or item.id or item.called).split()))}</name>",
        f'<questiontext format="markdown">{text(stem_with_tasks(item))}</questiontext>',
        f'<generalfeedback format="markdown">{text(item.feedback)}</generalfeedback>',
        f"<defaultgrade>{item.points}</defaultgrade>",
    ]
    if item.id:
        lines.append(f"<idnumber>{escaped(item.id)}</idnumber>")
    lines += asked.elements
    if tags := tags_of(item, has_points=True, has_unit=True):
        lines.append(f"<tags>{''.join(f'<tag>{text(tag)}</tag>' for tag in tags)}</tags>")
    return "\n  ".join(lines) + "\n</question>\n"


def answer(written: str, percent: float, feedback: str = "", markup: str = "markdown", more: str = "") -> str:
    """What can be chosen or is recognised, its share of the points, and what is said then."""
    worth = f"{percent:.5f}".rstrip("0").rstrip(".")
    told = f'<feedback format="markdown">{text(feedback)}</feedback>' if feedback else ""
    return f'<answer fraction="{worth}" format="{markup}">{text(written)}{more}{told}</answer>'


def essay(item: Item) -> Asked:
    """A person reads the answer: whoever marks finds the model answer and what earns points."""
    about = f'<graderinfo format="markdown">{text(for_markers(item))}</graderinfo>'
    return Asked("essay", [about, "<responseformat>editor</responseformat>"])


def text(written: str) -> str:
    """As an element, safe from its own signs."""
    if not written or ("<" not in written and "&" not in written):
        return f"<text>{escaped(written)}</text>"
    return f"<text><![CDATA[{written.replace(']]>', ']]]]><![CDATA[>')}]]></text>"


def escaped(written: str) -> str:
    """As the text of an element."""
    return escape(written, quote=False)
