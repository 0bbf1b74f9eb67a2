"""Writes GIFT: Markdown texts, ids and tags in comments. What stands in the braces, each type of question says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tot.quizzes.formats.essays import stem_with_tasks
from tot.quizzes.formats.gift.signs import escaped
from tot.quizzes.formats.item import Item, Option
from tot.quizzes.formats.tags import tags_of


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the braces, and what is lost, a name of LOSSES."""

    text: str
    loss: str = ""


def write(asked: Sequence[tuple[Item, Answers]], _title: str) -> bytes:
    """The text of a file."""
    return "\n".join(_question(item, answers.text) for item, answers in asked).encode()


def _question(item: Item, inside: str) -> str:
    comments = [f"[id:{item.id}]"] if item.id else []
    comments += [f"[tag:{tag}]" for tag in tags_of(item) if "]" not in tag]
    comment = f"// {' '.join(comments)}\n" if comments else ""
    name = escaped(" ".join((item.name or item.id).split()))
    title = f"::{name}::" if name else ""
    general = f"####{escaped(item.feedback)}" if item.feedback else ""
    return f"{comment}{title}[markdown]{escaped(stem_with_tasks(item))}{{{inside}{general}}}\n"


def lines(answers: Iterable[str]) -> str:
    """Each answer on a line of its own."""
    return "".join(f"\n\t{answer}" for answer in answers) + "\n"


def option(one: Option) -> str:
    """Its text, and what is said to whoever chooses it."""
    return escaped(one.text) + (f"#{escaped(one.feedback)}" if one.feedback else "")
