"""One question as an item of QTI 3.0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from tot.quizzes.formats.essays import for_markers, is_essay, is_recognised, stem_with_tasks
from tot.quizzes.formats.item import Item
from tot.quizzes.formats.texts import one_line

TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
CORRECT, MAPPED = (
    f'<qti-response-processing template="{TEMPLATES}/{name}.xml"/>' for name in ("match_correct", "map_response")
)
# The templates give one point; where there are others, or a remark to an answer, the rules are written out.
WORTH = """<qti-response-condition><qti-response-if>
      <qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
      <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">{points}</qti-base-value></qti-set-outcome-value>
    </qti-response-if></qti-response-condition>"""  # noqa: E501 one element
SUM = '<qti-set-outcome-value identifier="SCORE"><qti-map-response identifier="RESPONSE"/></qti-set-outcome-value>'
ONCE, AT_WILL = ' match-max="1"', ' match-max="0"'  # with how many of the other side an entry may be matched
CHOSEN = '<qti-set-outcome-value identifier="CHOSEN"><qti-variable identifier="RESPONSE"/></qti-set-outcome-value>'
TOLERANT = """<qti-response-processing>
    <qti-response-condition><qti-response-if>
      <qti-equal tolerance-mode="absolute" tolerance="{reach} {reach}">
        <qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/>
      </qti-equal>
      <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">{points}</qti-base-value></qti-set-outcome-value>
    </qti-response-if></qti-response-condition>
  </qti-response-processing>"""  # noqa: E501 one element


def loss_of(item: Item) -> str:
    """What of the question the format has no place for, a name of LOSSES."""
    if item.type == "short" and is_recognised(item):
        return "wildcards" if any("*" in one for one in item.needs[0].patterns) else "model"
    return ""


def item_xml(item: Item, name: str) -> str:
    """The file of the item."""
    declaration, body, processing = ASKED["open" if is_essay(item) else item.type](item)
    is_told = any(option.feedback for option in item.options)
    if is_told or (processing is CORRECT and item.points != 1):
        rules = WORTH.format(points=item.points) if processing is CORRECT else SUM
        processing = f"<qti-response-processing>{rules}{CHOSEN if is_told else ''}</qti-response-processing>"
    number = "multiple" if item.type == "multi" else "single"
    chosen = (
        f'\n  <qti-outcome-declaration identifier="CHOSEN" cardinality="{number}" base-type="identifier"/>'
        if is_told
        else ""
    )
    feedback = (  # nothing hides it, so it is always shown
        '\n  <qti-modal-feedback outcome-identifier="FEEDBACK" identifier="hidden" show-hide="hide">'
        f"<qti-content-body>{_block(item.feedback)}</qti-content-body></qti-modal-feedback>"
        if item.feedback
        else ""
    )
    title = escape(" ".join((item.name or item.called).split()))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{name}" title="{title}" adaptive="false" time-dependent="false">
  {declaration}
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="{item.points}"/>
  <qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>{chosen}
  <qti-item-body>
    <div>{_block(stem_with_tasks(item))}</div>
    {body}
  </qti-item-body>
  {processing}{feedback}
</qti-assessment-item>
"""  # noqa: E501 one element


@cache
def _markdown() -> Any:
    writer = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable(["table", "strikethrough"])
    for crossed_out in ("s_open", "s_close"):  # QTI knows no such element
        writer.add_render_rule(crossed_out, lambda *_rendered: "")
    return writer


def _block(text: str) -> str:
    written: str = _markdown().render(text)
    return written.strip()


def _line(text: str) -> str:
    written: str = _markdown().renderInline(text)
    return written


def _declared(cardinality: str, kind: str, correct: Iterable[str], worth: Iterable[tuple[str, float]] = ()) -> str:
    values = "".join(f"<qti-value>{escape(value, quote=False)}</qti-value>" for value in correct)
    entries = "".join(
        f'<qti-map-entry map-key="{escape(key)}" mapped-value="{value:.5g}" case-sensitive="false"/>'
        for key, value in worth
    )
    mapping = f'<qti-mapping lower-bound="0" default-value="0">{entries}</qti-mapping>' if entries else ""
    right = f"<qti-correct-response>{values}</qti-correct-response>" if values else ""
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" base-type="{kind}">'
        f"{right}{mapping}</qti-response-declaration>"
    )


def _choices(texts: Iterable[str], letter: str = "a", tag: str = "simple-choice", more: str = "") -> str:
    return "".join(
        f'<qti-{tag} identifier="{letter}{place}"{more}>{_line(text)}</qti-{tag}>'
        for place, text in enumerate(texts, 1)
    )


def _options(item: Item) -> str:
    """The options of a choice, each with what is said to whoever chooses it."""
    return "".join(
        f'<qti-simple-choice identifier="a{place}">{_line(option.text)}{_remark(option.feedback, place)}'
        "</qti-simple-choice>"
        for place, option in enumerate(item.options, 1)
    )


def _remark(feedback: str, place: int) -> str:
    if not feedback:
        return ""
    return (
        f'<qti-feedback-inline outcome-identifier="CHOSEN" identifier="a{place}" show-hide="show">'
        f"{_line(one_line(feedback))}</qti-feedback-inline>"
    )


def _interaction(kind: str, inner: str, more: str = "") -> str:
    return f'<qti-{kind}-interaction response-identifier="RESPONSE"{more}>{inner}</qti-{kind}-interaction>'


def _single(item: Item) -> tuple[str, str, str]:
    right = next(place for place, one in enumerate(item.options, 1) if one.percent > 0)
    body = _interaction("choice", _options(item), ' shuffle="true" max-choices="1"')
    return _declared("single", "identifier", [f"a{right}"]), body, CORRECT


def _multi(item: Item) -> tuple[str, str, str]:
    right = [place for place, one in enumerate(item.options, 1) if one.percent > 0]
    share = item.points / len(right)
    worth = [(f"a{place}", share if place in right else -share) for place in range(1, len(item.options) + 1)]
    body = _interaction("choice", _options(item), ' shuffle="true" max-choices="0"')
    return _declared("multiple", "identifier", [f"a{place}" for place in right], worth), body, MAPPED


def _claim(item: Item) -> tuple[str, str, str]:
    inner = "".join(
        f'<qti-simple-choice identifier="{name}">{name.capitalize()}</qti-simple-choice>' for name in ("true", "false")
    )
    body = _interaction("choice", inner, ' shuffle="false" max-choices="1"')
    return _declared("single", "identifier", ["true" if item.claim else "false"]), body, CORRECT


def _match(item: Item) -> tuple[str, str, str]:
    lefts, partners = [left for left, _right in item.pairs], item.partners
    sides = "".join(
        f"<qti-simple-match-set>{_choices(texts, letter, 'simple-associable-choice', most)}</qti-simple-match-set>"
        for letter, texts, most in (("l", lefts, ONCE), ("r", partners, ONCE if item.is_one_to_one else AT_WILL))
    )
    pairs = [f"l{place} r{partners.index(right) + 1}" for place, (_left, right) in enumerate(item.pairs, 1)]
    worth = [(pair, item.points / len(pairs)) for pair in pairs]
    body = _interaction("match", sides, f' shuffle="true" max-associations="{len(pairs)}"')
    return _declared("multiple", "directedPair", pairs, worth), body, MAPPED


def _order(item: Item) -> tuple[str, str, str]:
    body = _interaction("order", _choices(item.steps), ' shuffle="true"')
    return _declared("ordered", "identifier", [f"a{place}" for place in range(1, len(item.steps) + 1)]), body, CORRECT


def _number(item: Item) -> tuple[str, str, str]:
    body = f"<p>{_interaction('text-entry', '')}</p>"
    processing = TOLERANT.format(reach=f"{item.tolerance:f}", points=item.points) if item.tolerance else CORRECT
    return _declared("single", "float", [f"{item.number:f}"]), body, processing


def _short(item: Item) -> tuple[str, str, str]:
    patterns = item.needs[0].patterns
    worth = [(one, 1.0) for one in patterns]
    return _declared("single", "string", patterns[:1], worth), f"<p>{_interaction('text-entry', '')}</p>", MAPPED


def _open(item: Item) -> tuple[str, str, str]:
    """Whoever marks finds the model answer and what earns points."""
    about = for_markers(item)
    rubric = (
        '<qti-rubric-block view="scorer" use="scoring"><qti-content-body>'
        f"{_block(about)}</qti-content-body></qti-rubric-block>"
        if about
        else ""
    )
    return _declared("single", "string", ()), rubric + _interaction("extended-text", ""), ""


ASKED: dict[str, Callable[[Item], tuple[str, str, str]]] = {
    "single": _single, "branch": _single, "multi": _multi, "tf": _claim, "match": _match, "order": _order,
    "num": _number, "short": _short, "open": _open,
}  # fmt: skip
