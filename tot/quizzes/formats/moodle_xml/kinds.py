"""The types of question in Moodle XML, each with the one of ours that comes nearest, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.moodle_xml.cloze import cloze, numbered
from tot.quizzes.formats.moodle_xml.rows import judged_rows, numbered_rows, one_of_rows, weighed_rows
from tot.quizzes.formats.moodle_xml.texts import claim, line, markdown, raw, value
from tot.quizzes.formats.weights import ANYTHING, Range, decimal, said_if
from tot.quizzes.formats.xml_tree import Node


def _percent(node: Node) -> float:
    try:
        return float(node.attributes.get("fraction", "0").replace(",", "."))
    except ValueError:
        return 0.0


def _options(node: Node) -> Iterator[Option]:
    for answer in node.all("answer"):
        if text := line(answer):
            yield Option(text, _percent(answer), markdown(answer.child("feedback")))


def _choice(node: Node) -> Item:
    return weights.choice(list(_options(node)), is_single=claim(node, "single") or not value(node, "single"))


def _choices(node: Node) -> Item:
    return weights.choice(list(_options(node)), is_single=False)


def _claim(node: Node) -> Item:
    said = {raw(answer).strip().lower(): (_percent(answer), answer) for answer in node.all("answer")}
    right = [text for text, (percent, _answer) in said.items() if percent >= RIGHT]
    if len(right) != 1 or right[0] not in ("true", "false"):
        raise NotCarried(weights.NO_RIGHT_ANSWER)
    remarks = [
        said_if(percent, markdown(answer.child("feedback")))
        for _text, (percent, answer) in sorted(said.items(), key=_best)
    ]
    return Item(type="tf", stem="", claim=right[0] == "true", feedback=weights.told(remarks))


def _best(answer: tuple[str, tuple[float, Node]]) -> float:
    return -answer[1][0]


def _short(node: Node) -> Item:
    answers = [
        Option(" ".join(raw(answer).split()), _percent(answer), markdown(answer.child("feedback")))
        for answer in node.all("answer")
    ]
    item = weights.accepted(answers)
    exact = (_l("Capital letters counted; here they do not."),) if claim(node, "usecase") else ()
    return replace(item, notes=(*item.notes, *exact))


def _number(node: Node) -> Item:
    ranges = []
    for answer in node.all("answer"):
        written, feedback = raw(answer), markdown(answer.child("feedback"))
        if written == ANYTHING:
            ranges.append(Range(Decimal(0), Decimal(0), 0.0, feedback))
        elif written:
            tolerance = value(answer, "tolerance")
            reach = abs(decimal(tolerance)) if tolerance else Decimal(0)
            ranges.append(Range(decimal(written), reach, _percent(answer), feedback))
    return weights.numbers(ranges, unit=_unit(node))


def _unit(node: Node) -> str:
    """The unit in which the answer is written: the one that multiplies by 1."""
    units = node.child("units")
    for unit in units.all("unit") if units is not None else ():
        if value(unit, "multiplier") in ("", "1", "1.0", "1.0000000"):
            return value(unit, "unit_name")
    return ""


def _match(node: Node) -> Item:
    pairs = [(line(one, "html"), line(one.child("answer"), "plain")) for one in node.all("subquestion")]
    return weights.matched(pairs)


def _essay(node: Node) -> Item:
    return Item(type="short", stem="", model=markdown(node.child("graderinfo")))


def _order(node: Node) -> Item:
    """The plug-in writes the steps in the right order, and their places as fractions."""
    answers = list(node.all("answer"))
    places = [_percent(answer) for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _place, answer in sorted(zip(places, answers, strict=True), key=lambda pair: pair[0])]
    return Item(type="order", stem="", steps=tuple(text for answer in answers if (text := line(answer))))


KINDS: dict[str, Callable[[Node], Item]] = {
    "multichoice": _choice,
    "multichoiceset": _choices,
    "truefalse": _claim,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _match,
    "match": _match,
    "ddmatch": _match,
    "essay": _essay,
    "ordering": _order,
    "order": _order,
    "cloze": cloze,
    "multianswer": cloze,
    "gapselect": numbered,
    "ddwtos": numbered,
    "oumultiresponse": _choices,
    "mtf": judged_rows,
    "kprime": judged_rows,
    "matrix": weighed_rows,
    "oumatrix": numbered_rows,
    "sc": one_of_rows,
}

_PICTURE = _l("It is answered on a picture, which is not carried.")
_FORMULA = _l("Its numbers are drawn anew for everybody, which is not carried.")
_DRAWN = _l("It stands for questions drawn from a category, and holds none itself.")
REFUSED: dict[str, Any] = {
    "description": _l("This is a text without a question."),
    "calculated": _FORMULA,
    "calculatedsimple": _FORMULA,
    "calculatedmulti": _FORMULA,
    "ddimageortext": _PICTURE,
    "ddmarker": _PICTURE,
    "random": _DRAWN,
    "randomsamatch": _DRAWN,
}
