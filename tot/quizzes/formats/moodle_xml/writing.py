"""Writes Moodle XML, with texts as Markdown, which Moodle knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from tot.quizzes.formats.essays import for_markers, is_essay, stem_with_tasks
from tot.quizzes.formats.item import RIGHT, Item, Option
from tot.quizzes.formats.plan import Outcome, Written, written_all
from tot.quizzes.formats.tags import tags_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
TYPES = {
    "single": "multichoice", "branch": "multichoice", "multi": "multichoice", "tf": "truefalse", "match": "matching",
    "order": "ordering", "num": "numerical", "short": "shortanswer",
}  # fmt: skip


def write(items: Iterable[Item], title: str = "") -> Outcome:
    """The text of a file, and which of the questions lose something in it."""
    outcome = written_all(items, _question, "")
    category = f'<question type="category"><category>{_text(f"$course$/top/{title}")}</category></question>\n'
    content = f"{HEAD}{category if title else ''}".encode() + outcome.content + b"</quiz>\n"
    return Outcome(content, outcome.written, outcome.skipped, outcome.notes)


def _question(item: Item) -> Written:
    is_open = is_essay(item)
    kind = "essay" if is_open else TYPES[item.type]
    lines = [
        f'<question type="{kind}">',
        f"<name>{_text(' '.join((item.name or item.id or item.called).split()))}</name>",
        f'<questiontext format="markdown">{_text(stem_with_tasks(item))}</questiontext>',
        f'<generalfeedback format="markdown">{_text(item.feedback)}</generalfeedback>',
        f"<defaultgrade>{item.points}</defaultgrade>",
    ]
    if item.id:
        lines.append(f"<idnumber>{_escaped(item.id)}</idnumber>")
    lines += _essay(item) if is_open else ANSWERS[item.type](item)
    if tags := tags_of(item, has_points=True, has_unit=True):
        lines.append(f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in tags)}</tags>")
    loss = "model" if item.type == "short" and not is_open else ""
    return Written("\n  ".join(lines) + "\n</question>\n", loss)


def _answer(text: str, percent: float, feedback: str = "", markup: str = "markdown", more: str = "") -> str:
    worth = f"{percent:.5f}".rstrip("0").rstrip(".")
    told = f'<feedback format="markdown">{_text(feedback)}</feedback>' if feedback else ""
    return f'<answer fraction="{worth}" format="{markup}">{_text(text)}{more}{told}</answer>'


def _single(item: Item) -> list[str]:
    answers = [_answer(one.text, RIGHT if one.percent > 0 else 0, one.feedback) for one in item.options]
    return ["<single>true</single>", "<shuffleanswers>true</shuffleanswers>", *answers]


def _multi(item: Item) -> list[str]:
    """Right answers share the points; a wrong one takes as much as a right one gives."""
    share = RIGHT / sum(one.percent > 0 for one in item.options)

    def worth(one: Option) -> float:
        return share if one.percent > 0 else -share

    answers = [_answer(one.text, worth(one), one.feedback) for one in item.options]
    return ["<single>false</single>", "<shuffleanswers>true</shuffleanswers>", *answers]


def _claim(item: Item) -> list[str]:
    return [
        _answer(text, RIGHT if (text == "true") == item.claim else 0, markup="moodle_auto_format")
        for text in ("true", "false")
    ]


def _match(item: Item) -> list[str]:
    return ["<shuffleanswers>true</shuffleanswers>"] + [
        f'<subquestion format="markdown">{_text(left)}<answer format="markdown">{_text(right)}</answer></subquestion>'
        for left, right in [*item.pairs, *(("", right) for right in item.spare)]
    ]


def _order(item: Item) -> list[str]:
    head = [
        "<layouttype>VERTICAL</layouttype>",
        "<selecttype>ALL</selecttype>",
        "<gradingtype>ABSOLUTE_POSITION</gradingtype>",
    ]
    return head + [_answer(step, place) for place, step in enumerate(item.steps, 1)]


def _number(item: Item) -> list[str]:
    more = f"<tolerance>{item.tolerance:f}</tolerance>"
    lines = [_answer(f"{item.number:f}", RIGHT, markup="moodle_auto_format", more=more)]
    if item.unit:
        unit = f"<multiplier>1</multiplier><unit_name>{_escaped(item.unit)}</unit_name>"
        lines += [
            f"<units><unit>{unit}</unit></units>",
            "<unitgradingtype>0</unitgradingtype>",
            "<showunits>3</showunits>",
        ]
    return lines


def _short(item: Item) -> list[str]:
    patterns = [_answer(one, RIGHT, markup="moodle_auto_format") for one in item.needs[0].patterns]
    return ["<usecase>0</usecase>", *patterns]


def _essay(item: Item) -> list[str]:
    """Whoever marks finds the model answer and what earns points."""
    return [
        f'<graderinfo format="markdown">{_text(for_markers(item))}</graderinfo>',
        "<responseformat>editor</responseformat>",
    ]


ANSWERS: dict[str, Callable[[Item], list[str]]] = {
    "single": _single, "branch": _single, "multi": _multi, "tf": _claim, "match": _match, "order": _order,
    "num": _number, "short": _short,
}  # fmt: skip


def _text(text: str) -> str:
    if not text or ("<" not in text and "&" not in text):
        return f"<text>{_escaped(text)}</text>"
    return f"<text><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></text>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)
