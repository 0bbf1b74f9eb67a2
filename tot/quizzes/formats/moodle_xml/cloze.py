"""Texts with gaps: one gap is a question of ours, several that are filled from one list are matched with it."""

from __future__ import annotations

from dataclasses import replace
from re import Match
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import MOST_ENTRIES, RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.moodle_xml.texts import MARKUPS, line, raw, value
from tot.quizzes.formats.texts import from_markup, one_line
from tot.quizzes.formats.weights import ANYTHING, Gap, Range, blank, decimal
from tot.quizzes.formats.xml_tree import Node

GAP = pattern(r"\{(\d{0,4}):([A-Z_]{2,30}):((?:\\.|[^\\{}])*)\}", 16)
NUMBERED = pattern(r"\[\[(\d{1,3})\]\]")
ANSWER = pattern(r"(?<!\\)~")
WEIGHT = pattern(r"%(-?\d{1,3}(?:\.\d{0,9})?)%")
ESCAPE = pattern(r"\\(.)", 16)
REMARK = pattern(r"(?<!\\)#")


def cloze(node: Node) -> Item:
    """The one gap as a choice, a word or a number; several as a match."""
    text, markup = _text(node)
    gaps = list(GAP.finditer(text))
    if not gaps:
        raise NotCarried(_l("This is a text without a question."))
    stem = _with_blanks(text, gaps, markup)
    if len(gaps) == 1:
        return replace(_kind(gaps[0][2], _options(gaps[0]), markup), stem=stem)
    if not all(gap[2].startswith(("MULTICHOICE", "MC")) for gap in gaps):
        raise NotCarried(_l("A text with %(count)s gaps to fill; make each gap a question.", count=len(gaps)))
    return replace(weights.filled([_gap(gap, markup) for gap in gaps]), stem=stem)


def _text(node: Node) -> tuple[str, str]:
    question = node.child("questiontext")
    markup = MARKUPS.get(question.attributes.get("format", ""), "html") if question else "html"
    return raw(question), markup


def _with_blanks(text: str, gaps: list[Match[str]], markup: str) -> str:
    pieces, at = [], 0
    for place, gap in enumerate(gaps, 1):
        pieces += [text[at : gap.start()], blank(place, len(gaps))]
        at = gap.end()
    return from_markup("".join([*pieces, text[at:]]), markup)


def _options(gap: Match[str]) -> list[Option]:
    return [_option(answer) for answer in ANSWER.split(gap[3])]


def _gap(gap: Match[str], markup: str) -> Gap:
    """A gap with the list it is filled from."""
    said = _kind(gap[2], _options(gap), markup)
    if said.type != "single" or any(option.feedback for option in said.options):
        raise NotCarried(weights.GAPS)
    right = next(option.text for option in said.options if option.percent > 0)
    return Gap(tuple(option.text for option in said.options), right, float(gap[1] or 1))


def numbered(node: Node) -> Item:
    """[[1]] in the text is filled with the first of the words that follow, or with one that stands in its group."""
    text, markup = _text(node)
    offered = [
        (line(one), value(one, "group") or "1") for one in node.elements if one.tag in ("selectoption", "dragbox")
    ]
    found = list(NUMBERED.finditer(text))
    if not found:
        raise NotCarried(_l("This is a text without a question."))
    if len(found) > MOST_ENTRIES:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_ENTRIES))
    if any(not 1 <= int(gap[1]) <= len(offered) for gap in found):
        raise NotCarried(_l("A gap names a word that is not there."))
    gaps = [
        Gap(tuple(word for word, group in offered if group == offered[int(gap[1]) - 1][1]),
            offered[int(gap[1]) - 1][0])
        for gap in found
    ]  # fmt: skip
    return replace(weights.filled(gaps), stem=_with_blanks(text, found, markup))


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
            if one.text and one.text != ANYTHING:
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
