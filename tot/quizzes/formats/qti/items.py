"""One question as an item of QTI 3.0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from tot.quizzes.formats.essays import for_markers, stem_with_tasks
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a type says of its question: the declared response, what is shown below the stem, how points come about
    (nothing where a person marks), whether several are chosen, and what is lost, a name of LOSSES."""

    declaration: str
    body: str
    processing: str = ""
    is_multiple: bool = False
    loss: str = ""


def item_xml(item: Item, asked: Asked, name: str) -> str:
    """The file of the item."""
    processing = asked.processing
    is_told = any(option.feedback for option in item.options)
    if is_told or (processing is CORRECT and item.points != 1):
        rules = WORTH.format(points=item.points) if processing is CORRECT else SUM
        processing = f"<qti-response-processing>{rules}{CHOSEN if is_told else ''}</qti-response-processing>"
    number = "multiple" if asked.is_multiple else "single"
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
  {asked.declaration}
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="{item.points}"/>
  <qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>{chosen}
  <qti-item-body>
    <div>{_block(stem_with_tasks(item))}</div>
    {asked.body}
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


def declared(cardinality: str, kind: str, correct: Iterable[str], worth: Iterable[tuple[str, float]] = ()) -> str:
    """The response: what is right, and what single values are worth."""
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


def choices(texts: Iterable[str], letter: str = "a", tag: str = "simple-choice", more: str = "") -> str:
    """What can be chosen, named by the letter and its place."""
    return "".join(
        f'<qti-{tag} identifier="{letter}{place}"{more}>{_line(text)}</qti-{tag}>'
        for place, text in enumerate(texts, 1)
    )


def options(item: Item) -> str:
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


def interaction(kind: str, inner: str, more: str = "") -> str:
    """How the answer is given."""
    return f'<qti-{kind}-interaction response-identifier="RESPONSE"{more}>{inner}</qti-{kind}-interaction>'


def open_text(item: Item) -> Asked:
    """A person reads the answer: whoever marks finds the model answer and what earns points."""
    about = for_markers(item)
    rubric = (
        '<qti-rubric-block view="scorer" use="scoring"><qti-content-body>'
        f"{_block(about)}</qti-content-body></qti-rubric-block>"
        if about
        else ""
    )
    return Asked(declared("single", "string", ()), rubric + interaction("extended-text", ""))


GAP = f"<p>{interaction('text-entry', '')}</p>"  # for a word or a number
