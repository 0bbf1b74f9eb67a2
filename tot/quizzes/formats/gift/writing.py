"""Writes GIFT: Markdown texts, ids and tags in comments, ordering questions as the plug-in reads them."""

from __future__ import annotations

from collections.abc import Iterable

from tot.quizzes.formats.essays import is_recognised, stem_with_tasks
from tot.quizzes.formats.gift.signs import escaped
from tot.quizzes.formats.item import RIGHT, Item, Option
from tot.quizzes.formats.plan import Outcome, Written, written_all
from tot.quizzes.formats.tags import tags_of

ENDING = ".gift"


def write(items: Iterable[Item], _title: str = "") -> Outcome:
    """The text of a file, and which of the questions lose something in it."""
    return written_all(items, _question, "\n")


def _question(item: Item) -> Written:
    inside, note = _answers(item)
    comments = [f"[id:{item.id}]"] if item.id else []
    comments += [f"[tag:{tag}]" for tag in tags_of(item) if "]" not in tag]
    comment = f"// {' '.join(comments)}\n" if comments else ""
    name = escaped(" ".join((item.name or item.id).split()))
    title = f"::{name}::" if name else ""
    general = f"####{escaped(item.feedback)}" if item.feedback else ""
    return Written(f"{comment}{title}[markdown]{escaped(stem_with_tasks(item))}{{{inside}{general}}}\n", note)


def _answers(item: Item) -> tuple[str, str]:
    if item.type in ("single", "branch"):
        return _lines(f"{'=' if one.percent else '~'}{_option(one)}" for one in item.options), ""
    if item.type == "multi":
        return _multi(item), ""
    if item.type == "tf":
        return "TRUE" if item.claim else "FALSE", ""
    if item.type == "match":
        pairs = [*item.pairs, *(("", right) for right in item.spare)]
        return _lines(f"={escaped(left)} -> {escaped(right)}" for left, right in pairs), ""
    if item.type == "order":
        return f">{len(item.steps)}\n{_lines(escaped(step) for step in item.steps).lstrip()}", ""
    if item.type == "num":
        reach = f":{item.tolerance:f}" if item.tolerance else ""
        return f"#{item.number:f}{reach}", ""
    return _short(item)


def _multi(item: Item) -> str:
    """Right answers share the points; a wrong one takes as much as a right one gives."""
    share = RIGHT / sum(one.percent > 0 for one in item.options)
    percent = f"{share:.5f}".rstrip("0").rstrip(".")
    return _lines(f"~%{'' if one.percent else '-'}{percent}%{_option(one)}" for one in item.options)


def _short(item: Item) -> tuple[str, str]:
    if is_recognised(item):
        return _lines(f"={escaped(pattern)}" for pattern in item.needs[0].patterns), "model"
    return "", "criteria" if item.needs else ""


def _option(option: Option) -> str:
    return escaped(option.text) + (f"#{escaped(option.feedback)}" if option.feedback else "")


def _lines(answers: Iterable[str]) -> str:
    return "".join(f"\n\t{answer}" for answer in answers) + "\n"
