"""Reads Moodle XML: every question with its texts, tags and category, or why it cannot be carried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Reading, Skipped, check_count, skipped
from tot.quizzes.formats.moodle_xml.kinds import KINDS, REFUSED
from tot.quizzes.formats.moodle_xml.pieces import questions_of
from tot.quizzes.formats.moodle_xml.texts import markdown, raw, value
from tot.quizzes.formats.tags import category_of
from tot.quizzes.formats.texts import one_line
from tot.quizzes.formats.xml_tree import Node

MOST_PARTS = 2000
TAGS = pattern(r"<[^<>]*>")
# What Moodle itself proposes to say, in the languages we meet.
DEFAULTS = frozenset(
    {
        "your answer is correct", "your answer is partially correct", "your answer is incorrect",
        "correct", "partially correct", "incorrect", "yes", "no",
        "ваш ответ верный", "ваш ответ частично правильный", "ваш ответ неправильный",
        "ваш ответ правильный", "ваш ответ неверный", "верно", "неверно", "правильно", "неправильно",
        "javobingiz toʻgʻri", "javobingiz qisman toʻgʻri", "javobingiz notoʻgʻri",
        "die antwort ist richtig", "die antwort ist teilweise richtig", "die antwort ist falsch",
        "votre réponse est correcte", "votre réponse est partiellement correcte", "votre réponse est incorrecte",
        "respuesta correcta", "respuesta parcialmente correcta", "respuesta incorrecta",
    }
)  # fmt: skip
GENERAL = {"correctfeedback": RIGHT, "partiallycorrectfeedback": RIGHT / 2, "incorrectfeedback": 0.0}
OFTEN = 3  # what so many questions say alike is no remark on any of them


def read(text: str) -> Reading:
    """All questions. Raises Unreadable where the file holds none that could be named."""
    items: list[Item] = []
    left: list[Skipped] = []
    notes: list[tuple[int, Any]] = []
    questions: list[Node | Skipped] = []
    for found in questions_of(text):
        check_count(len(questions))
        questions.append(found)
    usual = _usual(questions)
    category = ""
    notes += usual.values()
    for found in questions:
        if isinstance(found, Skipped):
            left.append(found)
            continue
        kind = found.attributes.get("type", "").lower()
        if kind == "category":
            category = raw(found.child("category"))
            notes.append((found.line, _l("category %(name)s", name=category[:200])))
            continue
        try:
            items.append(replace(_item(found, kind, usual), category=category_of(category)))
        except NotCarried as refusal:
            name = raw(found.child("name")) or raw(found.child("questiontext")) or kind
            left.append(skipped(found.line, name, refusal.reason))
        notes += _files(found)
    return Reading(tuple(items), tuple(left), tuple(notes))


def _usual(questions: list[Node | Skipped]) -> dict[str, tuple[int, Any]]:
    """What Moodle, or this file, says to every right or wrong answer alike, each with its note."""
    counted: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for node in (one for one in questions if isinstance(one, Node)):
        for tag in GENERAL:
            if said := raw(node.child(tag)):
                counted[said] += 1
                lines.setdefault(said, node.line)
    return {
        said: (
            lines[said],
            _l("“%(text)s” is said whatever the question, and was left out.", text=one_line(TAGS.sub(" ", said))[:80]),
        )
        for said, count in counted.items()
        if count >= OFTEN or one_line(TAGS.sub(" ", said)).lower().rstrip(".!") in DEFAULTS
    }  # fmt: skip


def _item(node: Node, kind: str, usual: Mapping[str, Any]) -> Item:
    if len(node.children) > MOST_PARTS:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_PARTS))
    if kind not in KINDS:
        reason = REFUSED.get(kind)
        raise NotCarried(
            reason or _l("There is no type here for a question of the type %(type)s.", type=kind[:40] or "?")
        )
    item = KINDS[kind](node)
    tags = node.child("tags")
    return replace(
        item,
        line=node.line,
        name=" ".join(raw(node.child("name")).split()),
        id=value(node, "idnumber"),
        tags=tuple(text for tag in (tags.all("tag") if tags else ()) if (text := raw(tag))),
        points=_points(value(node, "defaultgrade")) if item.type != "short" else 1,
        stem=item.stem or markdown(node.child("questiontext")),
        feedback=weights.told([markdown(node.child("generalfeedback")), *_general(node, usual), item.feedback]),
    )


def _general(node: Node, usual: Mapping[str, Any]) -> Iterator[str]:
    """What is said to right and wrong answers, unless it is said always."""
    for tag, percent in GENERAL.items():
        if (found := node.child(tag)) is not None and raw(found) not in usual:
            yield weights.said_if(percent, markdown(found))


def _points(grade: str) -> int:
    try:
        points = float(grade or 1)
    except ValueError:
        return 1
    return int(points) if points == int(points) and 1 <= points <= 20 else 1


def _files(node: Node) -> Iterator[tuple[int, Any]]:
    """What stands beside the texts of a question and is not carried."""
    if any(raw(hint) for hint in node.all("hint")):
        name = " ".join(raw(node.child("name")).split())[:80]
        yield node.line, _l("%(name)s: hints for further tries are not carried", name=name)
    files = [one.attributes.get("name", "?") for one in node.walk() if one.tag == "file"]
    if files:
        name = " ".join(raw(node.child("name")).split())[:80]
        yield node.line, _l("%(name)s: files are not carried: %(files)s", name=name, files=", ".join(files)[:200])
