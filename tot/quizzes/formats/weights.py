"""What answers are worth in other systems, and the type of ours that comes nearest; each change is told as a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.item import RIGHT, Item, Need, NotCarried, Option
from tot.quizzes.formats.texts import escaped, one_line
from tot.refusals import Sentence

NEARLY = 0.01  # percent: thirds are written as 33.33333
NUMBER = pattern(r"[+-]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,2})?")
LETTER = pattern(r"\w")
BLOCK = pattern(r"(?:[-*>]|\d{1,9}\.)\s|```|\|")  # begins a list, a quotation, code or a table

NO_RIGHT_ANSWER = _l("No answer is marked as right.")
NONE_WORTH_ALL = _l("No answer earns all the points; one has to.")
UNEVEN = _l("The right answers had different weights; here each earns an equal part.")
ALL_TO_ONE = _l("All entries belong to one partner; at least two partners have to be right.")
SEVERAL = _l("An entry belongs to several; here each on the left has one partner.")
GAPS = _l("It has gaps to fill from different lists; make each gap a question.")
BLANK = "_____"
ANYTHING = "*"  # what other systems write for every other answer


def told(feedback: Iterable[str]) -> str:
    """Several remarks as paragraphs of one."""
    return "\n\n".join(dict.fromkeys(text for text in feedback if text))


def said_if(percent: float, feedback: str) -> str:
    """A remark with the sign of those it is said to: whose answer was right, right in part, or wrong."""
    if not feedback:
        return ""
    sign = "✓" if percent >= RIGHT - NEARLY else "(✓)" if percent > 0 else "✗"
    between = "\n\n" if BLOCK.match(feedback) else " "
    return f"{sign}{between}{feedback}"


def remarks(options: Iterable[Option]) -> str:
    """What is said to single answers, each with the answer it speaks of."""
    said = [
        said_if(0, one_line(option.feedback))
        if option.text.replace("\\", "") == ANYTHING
        else f"- {option.text}: {one_line(option.feedback)}"
        for option in options
        if option.feedback
    ]
    return "\n".join(said)


def choice(options: Sequence[Option], *, is_single: bool, kind: Any = "single") -> Item:
    """One right answer, or several that are right together."""
    best = max((option.percent for option in options), default=0.0)
    if best <= 0:
        raise NotCarried(NO_RIGHT_ANSWER)
    right = [option for option in options if option.percent > 0]
    notes: list[Sentence] = []
    if not is_single:
        if max(option.percent for option in right) - min(option.percent for option in right) > NEARLY:
            notes.append(UNEVEN)
        return _chosen("multi", options, {id(option) for option in right}, notes)
    full = [option for option in right if option.percent >= RIGHT - NEARLY]
    if len(full) > 1:
        notes.append(_l("Any one of several right answers was enough; here all of them must be chosen."))
        return _chosen("multi", options, {id(option) for option in full}, notes)
    if not full:
        raise NotCarried(_l("No answer earns all the points, and only one can be chosen."))
    if len(right) > 1:
        notes.append(_l("Other answers earned a part of the points; here only the right one does."))
    return _chosen(kind, options, {id(full[0])}, notes)


def _chosen(kind: Any, options: Sequence[Option], right: set[int], notes: list[Sentence]) -> Item:
    kept = tuple(Option(one.text, RIGHT if id(one) in right else 0.0, one.feedback) for one in options)
    return Item(type=kind, stem="", options=kept, notes=tuple(notes))


def accepted(options: Sequence[Option], *, model: str = "") -> Item:
    """Words that are typed: those worth all the points are recognised, the rest a person reads."""
    full = [option for option in options if option.percent >= RIGHT - NEARLY and option.text]
    if not full:
        raise NotCarried(NONE_WORTH_ALL if any(option.percent > 0 for option in options) else NO_RIGHT_ANSWER)
    partly = [option for option in options if 0 < option.percent < RIGHT - NEARLY]
    patterns = tuple(dict.fromkeys(p for option in full if (p := recognisable(option.text))))
    if not patterns:
        raise NotCarried(_l("The answer holds no letter and no digit, which are all that is compared here."))
    notes = []
    if partly:
        notes.append(_l("Some answers earned a part of the points; here a trainer decides about them."))
    words = [option.text.replace("\\*", "*") for option in full]
    need = Need(escaped(" / ".join(words)), patterns)
    return Item(
        type="short",
        stem="",
        needs=(need,),
        model=model or escaped(words[0]),
        feedback=remarks(Option(escaped(one.text), one.percent, one.feedback) for one in options),
        notes=tuple(notes),
    )


def recognisable(text: str) -> str:
    """The pattern for an answer; empty when nothing in it can be told from anything else."""
    lowered = one_line(text.replace("\\*", " ")).lower()
    return lowered if LETTER.search(lowered) else ""


def matched(pairs: Sequence[tuple[str, str]]) -> Item:
    """Left and right. What stands only on the right can be chosen and belongs to none; only on the left, it is left
    out and told."""
    whole = [(left, right) for left, right in pairs if left and right]
    if len(whole) < 2:
        raise NotCarried(_l("There are fewer than two pairs."))
    used = {right for _left, right in whole}
    if len(used) < 2:
        raise NotCarried(ALL_TO_ONE)
    spare = dict.fromkeys(right for left, right in pairs if right and not left and right not in used)
    is_left_out = any(left and not right for left, right in pairs)
    notes = (_l("Entries without a partner were left out."),) if is_left_out else ()
    return Item(type="match", stem="", pairs=tuple(whole), spare=tuple(spare), notes=notes)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a text, what can be put there, what belongs there, and its share of the points."""

    options: tuple[str, ...]
    right: str
    weight: float = 1


def blank(place: int, count: int) -> str:
    """What stands in the text for the gap in this place, the first being 1."""
    return BLANK if count == 1 else f"({place}) {BLANK}"


def filled(gaps: Sequence[Gap]) -> Item:
    """One gap is a choice. Several that are filled from one list are matched with it: each has its number."""
    if len(gaps) == 1:
        options = [Option(text, RIGHT if text == gaps[0].right else 0.0) for text in gaps[0].options]
        return choice([option for option in options if option.text], is_single=True)
    offered = dict.fromkeys(gaps[0].options)
    if not gaps or any(set(gap.options) != set(offered) for gap in gaps):
        raise NotCarried(GAPS)
    used = {gap.right for gap in gaps}
    pairs = [(f"({place})", gap.right) for place, gap in enumerate(gaps, 1)]
    item = matched([*pairs, *(("", text) for text in offered if text not in used)])
    uneven = () if len({gap.weight for gap in gaps}) == 1 else (UNEVEN,)
    return replace(item, notes=(*item.notes, *uneven))


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers no further from `middle` than `reach`, and what they are worth."""

    middle: Decimal
    reach: Decimal
    percent: float = RIGHT
    feedback: str = ""
    is_span: bool = False  # written as a lowest and a highest number


def decimal(written: str) -> Decimal:
    """A number with a point or a comma."""
    stripped = written.strip().replace("\u2212", "-").replace("\u00a0", "")
    if not NUMBER.fullmatch(stripped):
        raise NotCarried(_l("“%(text)s” is no number.", text=stripped[:40]))
    return Decimal(stripped.replace(",", "."))


def _typed(full: Sequence[Range]) -> Item:
    """Several exact numbers, any of which is right: they are compared as they are typed."""
    item = accepted([Option(f"{one.middle:f}", RIGHT, one.feedback) for one in full])
    return replace(item, notes=(_l("Any of several numbers is right; here they are compared as words."),))


def numbers(ranges: Sequence[Range], *, unit: str = "") -> Item:
    """The number worth all the points; several that overlap are one range."""
    full = sorted((one for one in ranges if one.percent >= RIGHT - NEARLY), key=lambda one: one.middle - one.reach)
    if not full:
        raise NotCarried(NONE_WORTH_ALL if any(one.percent > 0 for one in ranges) else NO_RIGHT_ANSWER)
    low, high = full[0].middle - full[0].reach, full[0].middle + full[0].reach
    for one in full[1:]:
        if one.middle - one.reach > high:
            if all(not other.reach and other.middle >= 0 for other in full):
                return _typed(full)
            raise NotCarried(_l("Several numbers that lie apart are right; here there is one, with a tolerance."))
        high = max(high, one.middle + one.reach)
    is_one = len({(one.middle, one.reach) for one in full}) == 1
    middle, reach = (full[0].middle, full[0].reach) if is_one else ((low + high) / 2, (high - low) / 2)
    is_span = not is_one or full[0].is_span
    notes: tuple[Sentence, ...] = ()
    if any(0 < one.percent < RIGHT - NEARLY for one in ranges):
        notes = (_l("Other numbers earned a part of the points; here only the right ones do."),)
    feedback = told(said_if(one.percent, one.feedback) for one in ranges)
    return Item(
        type="num", stem="", number=middle, tolerance=reach, unit=unit, is_span=is_span, feedback=feedback, notes=notes
    )
