"""The interactions of QTI, each with the type of ours that comes nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.item import MOST_ENTRIES, RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.qti.answers import Declared
from tot.quizzes.formats.qti.bodies import remark, rubric, show, words
from tot.quizzes.formats.qti.names import find_all
from tot.quizzes.formats.texts import escaped
from tot.quizzes.formats.weights import SEVERAL, UNEVEN, Gap, Range, blank, decimal
from tot.quizzes.formats.xml_tree import Node

MOST_COMPARED = 100
NUMBERS = frozenset({"integer", "float", "double"})


@dataclass(frozen=True, slots=True)
class Question:
    """An item with its one interaction, and what is right."""

    item: Node
    body: Node
    interaction: Node
    declared: Declared


def _chosen(question: Question, tag: str) -> Item:
    choices = {node.attributes.get("identifier", ""): node for node in find_all(question.interaction, tag)}
    is_single = question.declared.cardinality == "single"
    percents = question.declared.percents(list(choices), is_single=is_single)
    if is_single and {name.lower() for name in choices} == {"true", "false"}:
        return _claim(percents)
    options = [Option(words(node), percents[name], remark(node)) for name, node in choices.items()]
    return weights.choice([option for option in options if option.text], is_single=is_single)


def _claim(percents: dict[str, float]) -> Item:
    right = [name.lower() for name, percent in percents.items() if percent >= RIGHT]
    if len(right) != 1:
        raise NotCarried(weights.NO_RIGHT_ANSWER)
    return Item(type="tf", stem="", claim=right[0] == "true")


def _choice(question: Question) -> Item:
    return _chosen(question, "simplechoice")


def _inline_choice(question: Question) -> Item:
    return _chosen(question, "inlinechoice")


def _hottext(question: Question) -> Item:
    return _chosen(question, "hottext")


def _text_entry(question: Question) -> Item:
    values = list(dict.fromkeys([*question.declared.correct, *(key for key, _worth in question.declared.worth)]))
    percents = question.declared.percents(values, is_single=True)
    best = max((worth for _value, worth in question.declared.worth), default=0.0)
    percents |= {value: RIGHT for value, worth in question.declared.worth if 0 < worth == best and value in percents}
    if question.declared.kind in NUMBERS:
        compared = find_all(question.item, "equal")
        return weights.numbers([_range(compared, value, percent) for value, percent in percents.items()])
    return weights.accepted([Option(value, percent) for value, percent in percents.items()])


def _range(compared: list[Node], value: str, percent: float) -> Range:
    key = decimal(value)
    for equal in compared[:MOST_COMPARED]:
        mode, written = equal.attributes.get("tolerancemode", ""), equal.attributes.get("tolerance", "").split()
        if written and mode in ("absolute", "relative"):
            reach = [abs(decimal(one)) for one in written]
            if mode == "relative":
                reach = [abs(key) * one / 100 for one in reach]
            below, above = reach[0], reach[-1]
            return Range(key + (above - below) / 2, (above + below) / 2, percent)
    return Range(key, Decimal(0), percent)


def _extended_text(question: Question) -> Item:
    example = escaped(" / ".join(question.declared.correct))
    return Item(type="short", stem="", model=rubric(question.item) or example)


def _pairs(question: Question) -> list[tuple[str, str]]:
    """The right pairs of identifiers."""
    correct = question.declared.correct or tuple(key for key, worth in question.declared.worth if worth > 0)
    pairs = [value.split() for value in correct]
    if not pairs:
        raise NotCarried(weights.NO_RIGHT_ANSWER)
    if any(len(pair) != 2 for pair in pairs):
        raise NotCarried(_l("A right answer is no pair."))
    return [(pair[0], pair[1]) for pair in pairs]


def _has_twice(names: Iterable[str]) -> bool:
    return any(count > 1 for count in Counter(names).values())


def _match(question: Question) -> Item:
    sets = question.interaction
    columns = [
        {node.attributes.get("identifier", ""): words(node) for node in find_all(one, "simpleassociablechoice")}
        for one in sets.all("simplematchset")
    ]
    if len(columns) != 2:
        raise NotCarried(_l("There are not two sides to be matched."))
    left, right = columns
    pairs = list(dict.fromkeys(_pairs(question)))
    worth = dict(question.declared.worth)
    is_uneven = len({worth[" ".join(pair)] for pair in pairs if " ".join(pair) in worth}) > 1
    if _has_twice(one for one, _other in pairs):
        # Without a correct response several partners may be alternatives, each worth something.
        if not question.declared.correct or _has_twice(other for _one, other in pairs):
            raise NotCarried(SEVERAL)
        left, right, pairs = right, left, [(other, one) for one, other in pairs]  # then those are asked that have one
    known = [(left[one], right[other]) for one, other in pairs if one in left and other in right]
    matched = {name for pair in pairs for name in pair}
    alone = [("", text) for name, text in right.items() if name not in matched]
    alone += [(text, "") for name, text in left.items() if name not in matched]
    found = weights.matched([*known, *alone])
    return replace(found, notes=(*found.notes, UNEVEN)) if is_uneven else found


def _associate(question: Question) -> Item:
    """Pairs without sides: the first of each pair becomes the left one."""
    entries = {
        node.attributes.get("identifier", ""): words(node)
        for node in find_all(question.interaction, "simpleassociablechoice")
    }
    pairs = _pairs(question)
    names = [name for pair in pairs for name in pair]
    if _has_twice(names):  # without sides nobody knows which of them is asked for its partner
        raise NotCarried(SEVERAL)
    alone = [("", text) for name, text in entries.items() if name not in names]
    return weights.matched([*((entries.get(one, ""), entries.get(other, "")) for one, other in pairs), *alone])


def _gap_match(question: Question) -> Item:
    """Words that belong into the gaps of a text, each into one."""
    offered = {node.attributes.get("identifier", ""): words(node) for node in find_all(question.interaction, "gaptext")}
    if find_all(question.interaction, "gapimg"):
        raise NotCarried(_l("Its gaps are filled with pictures, which are not carried."))
    gaps = find_all(question.interaction, "gap")
    if max(len(gaps), len(offered)) > MOST_ENTRIES:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_ENTRIES))
    places = {node.attributes.get("identifier", ""): place for place, node in enumerate(gaps, 1)}
    known = [(one, other) if one in offered else (other, one) for one, other in _pairs(question)]
    if sorted(gap for _word, gap in known) != sorted(places):
        raise NotCarried(_l("Not every gap has one word that belongs there."))
    right = {places[gap]: offered.get(word, "") for word, gap in known}
    found = weights.filled([Gap(tuple(offered.values()), right[place]) for place in sorted(right)])
    for place, node in enumerate(gaps, 1):
        show(node, blank(place, len(gaps)))
    return found


def inline_choices(questions: list[Question]) -> Item:
    """Several choices in the middle of a text, all from one list."""
    gaps = []
    for question in questions:
        found = _inline_choice(question)
        if found.type != "single":
            raise NotCarried(weights.GAPS)
        right = next(option.text for option in found.options if option.percent > 0)
        gaps.append(Gap(tuple(option.text for option in found.options), right))
    found = weights.filled(gaps)
    for place, question in enumerate(questions, 1):
        show(question.interaction, blank(place, len(questions)))
    return found


def _order(question: Question) -> Item:
    steps = {
        node.attributes.get("identifier", ""): words(node) for node in find_all(question.interaction, "simplechoice")
    }
    order = question.declared.correct
    if sorted(order) != sorted(steps):
        raise NotCarried(_l("The right order does not name every step once."))
    return Item(type="order", stem="", steps=tuple(steps[name] for name in order))


KINDS: dict[str, Callable[[Question], Item]] = {
    "choiceinteraction": _choice,
    "inlinechoiceinteraction": _inline_choice,
    "hottextinteraction": _hottext,
    "textentryinteraction": _text_entry,
    "sliderinteraction": _text_entry,
    "extendedtextinteraction": _extended_text,
    "matchinteraction": _match,
    "gapmatchinteraction": _gap_match,
    "associateinteraction": _associate,
    "orderinteraction": _order,
}
