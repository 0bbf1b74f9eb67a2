"""Cloze: answers in the middle of a text. With one gap it is a question of ours; with several it is none."""

from __future__ import annotations

from dataclasses import replace
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.moodle_xml.texts import MARKUPS, raw
from tot.quizzes.formats.texts import from_markup, one_line
from tot.quizzes.formats.weights import Range, decimal
from tot.quizzes.formats.xml_tree import Node

GAP = pattern(r"\{\d*:([A-Z_]{2,30}):((?:\\.|[^\\{}])*)\}", 16)
ANSWER = pattern(r"(?<!\\)~")
WEIGHT = pattern(r"%(-?\d{1,3}(?:\.\d{0,9})?)%")
ESCAPE = pattern(r"\\(.)", 16)
REMARK = pattern(r"(?<!\\)#")
BLANK = "_____"


def cloze(node: Node) -> Item:
    """The one gap as a choice, a word or a number."""
    question = node.child("questiontext")
    markup = MARKUPS.get(question.attributes.get("format", ""), "html") if question else "html"
    text = raw(question)
    gaps = list(GAP.finditer(text))
    if len(gaps) != 1:
        raise NotCarried(_l("A text with %(count)s gaps to fill; make each gap a question.", count=len(gaps)))
    (gap,) = gaps
    stem = from_markup(f"{text[: gap.start()]}{BLANK}{text[gap.end() :]}", markup)
    options = [_option(answer) for answer in ANSWER.split(gap[2])]
    return replace(_kind(gap[1], options, markup), stem=stem)


def _kind(kind: str, options: list[Option], markup: str) -> Item:
    if kind.startswith(("MULTICHOICE", "MC")):
        said = [replace(one, text=one_line(from_markup(one.text, markup))) for one in options]
        return weights.choice([one for one in said if one.text], is_single=True)
    if kind.startswith(("MULTIRESPONSE", "MR")):
        said = [replace(one, text=one_line(from_markup(one.text, markup))) for one in options]
        return weights.choice([one for one in said if one.text], is_single=False)
    if kind.startswith(("NUMERICAL", "NM")):
        ranges = []
        for one in options:
            if one.text and one.text != "*":
                key, _colon, reach = one.text.partition(":")
                ranges.append(Range(decimal(key), abs(decimal(reach or "0")), one.percent, one.feedback))
        return weights.numbers(ranges)
    if kind.startswith(("SHORTANSWER", "SA", "MW")):
        return weights.accepted(options)
    raise NotCarried(_l("There is no type here for a gap of the type %(type)s.", type=kind))


def _option(written: str) -> Option:
    percent, text = 0.0, written.strip()
    if text.startswith("="):
        percent, text = RIGHT, text[1:]
    elif found := WEIGHT.match(text):
        percent, text = float(found[1]), text[found.end() :]
    said, *told = REMARK.split(text, maxsplit=1)
    return Option(ESCAPE.sub(r"\1", said).strip(), percent, ESCAPE.sub(r"\1", told[0]).strip() if told else "")
