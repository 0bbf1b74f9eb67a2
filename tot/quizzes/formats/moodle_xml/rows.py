"""Plug-ins that ask row by row: statements judged in columns are matched with them; of a list one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import MOST_ENTRIES, RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.moodle_xml.texts import line, markdown, value
from tot.quizzes.formats.weights import SEVERAL
from tot.quizzes.formats.xml_tree import Node

EACH_COUNTS = frozenset({"", "subpoints", "subpoint", "partial", "weighted"})  # how such questions are marked


def judged_rows(node: Node) -> Item:
    """mtf and kprime: every row has a weight in every column."""
    rows, columns = list(node.all("row")), list(node.all("column"))
    right: dict[str, list[str]] = {}
    for weight in node.all("weight"):
        if _above_zero(value(weight, "value")):
            right.setdefault(weight.attributes.get("rownumber", ""), []).append(
                weight.attributes.get("columnnumber", "")
            )
    names = {_number(one, place): line(one.child("responsetext")) for place, one in enumerate(columns, 1)}
    return _matched(
        node,
        [line(row.child("optiontext")) for row in rows],
        [[names.get(one, "") for one in right.get(_number(row, place), [])] for place, row in enumerate(rows, 1)],
        list(names.values()),
        [markdown(row.child("feedbacktext")) for row in rows],
    )


def weighed_rows(node: Node) -> Item:
    """matrix: the weights stand below, row by row."""
    rows = list(node.all("row"))
    names = [line(one.child("shorttext")) or line(one.child("description")) for one in node.all("col")]
    weighed = [
        [name for name, weight in zip(names, one.all("weight-of-col"), strict=False) if _above_zero(weight.text)]
        for one in node.all("weights-of-row")
    ]
    return _matched(
        node,
        [line(row.child("shorttext")) or line(row.child("description")) for row in rows],
        [*weighed, *([] for _row in rows[len(weighed) :])],
        names,
        [markdown(row.child("feedback")) for row in rows],
    )


def numbered_rows(node: Node) -> Item:
    """oumatrix: every row names the numbers of its columns."""
    table, head = node.child("rows"), node.child("columns")
    rows = list(table.all("row")) if table is not None else []
    columns = list(head.all("column")) if head is not None else []
    names = {_number(one, place): line(one) for place, one in enumerate(columns, 1)}
    return _matched(
        node,
        [line(row.child("name")) for row in rows],
        [[names.get(one.strip(), "") for one in line(row.child("correctanswers")).split(",")] for row in rows],
        list(names.values()),
        [markdown(row.child("feedback")) for row in rows],
    )


def one_of_rows(node: Node) -> Item:
    """sc: one row is right."""
    right = value(node, "correctrow")
    rows = list(node.all("row"))
    options = [
        Option(
            line(row.child("optiontext")),
            RIGHT if _number(row, place) == right else 0.0,
            markdown(row.child("feedbacktext")),
        )
        for place, row in enumerate(rows, 1)
    ]
    return weights.choice([option for option in options if option.text], is_single=True)


def _matched(
    node: Node, left: Sequence[str], right: Sequence[list[str]], columns: Sequence[str], told: Sequence[str]
) -> Item:
    """Each statement with its one column; a column that is never right can be chosen too."""
    if max(len(left), len(columns)) > MOST_ENTRIES:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_ENTRIES))
    if any(len(one) > 1 for one in right):
        raise NotCarried(SEVERAL)
    if not all(one and one[0] for one in right):
        raise NotCarried(weights.NO_RIGHT_ANSWER)
    if not all(left):
        raise NotCarried(_l("An answer has no text."))
    pairs = [(text, one[0]) for text, one in zip(left, right, strict=True)]
    used = {one for _text, one in pairs}
    item = weights.matched([*pairs, *(("", text) for text in columns if text and text not in used)])
    method = value(node, "scoringmethod") or value(node, "grademethod")
    whole = () if method.lower() in EACH_COUNTS else (_l("All rows had to be right together; here each counts."),)
    said = weights.remarks(Option(text, 0.0, remark) for text, remark in zip(left, told, strict=True))
    return replace(item, feedback=said, notes=(*item.notes, *whole))


def _number(node: Node, place: int) -> str:
    """The number of a row or a column, which stands on it or is its place."""
    return node.attributes.get("number", "").strip() or str(place)


def _above_zero(written: str) -> bool:
    try:
        return float(written.strip().replace(",", ".") or 0) > 0
    except ValueError:
        return False
