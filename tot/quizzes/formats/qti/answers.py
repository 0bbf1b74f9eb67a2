"""What is right in an item: the declaration of its response, with the correct values and what single ones are worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from tot.quizzes.formats.item import RIGHT
from tot.quizzes.formats.qti.names import find_all
from tot.quizzes.formats.xml_tree import Node

COMPARING = frozenset({"match", "stringmatch", "equal"})


@dataclass(frozen=True, slots=True)
class Declared:
    """`correct` in their order; `worth` by value. Both may be empty."""

    cardinality: str = "single"
    kind: str = "identifier"  # baseType
    correct: tuple[str, ...] = ()
    worth: tuple[tuple[str, float], ...] = ()

    def percents(self, values: list[str], *, is_single: bool) -> dict[str, float]:
        """Value → share of the points. Correct values count; where there are none, what is worth most."""
        correct = set(self.correct)
        right = [value for value in values if value in correct]
        worth = dict(self.worth)
        if right:
            even = RIGHT if is_single else RIGHT / len(right)
            best = 0.0 if is_single and len(right) > 1 else max(worth.values(), default=0.0)
            partly = {value: min(_share(worth, value, best), RIGHT - 1) for value in values}
            return {value: even if value in correct else partly[value] for value in values}
        best = max(worth.values(), default=0.0)
        gained = sum(max(0.0, worth.get(value, 0.0)) for value in values)
        return {
            value: _share(worth, value, best) if is_single else RIGHT * worth.get(value, 0.0) / (gained or 1.0)
            for value in values
        }


def _share(worth: dict[str, float], value: str, best: float) -> float:
    """Of the best value, in percent."""
    return RIGHT * worth.get(value, 0.0) / best if best > 0 else 0.0


def declared(item: Node, identifier: str) -> Declared:
    """The declaration that an interaction names; an empty one where there is none."""
    for node in item.all("responsedeclaration"):
        if node.attributes.get("identifier", "") == identifier:
            found = _declared(node)
            return found if found.correct or found.worth else replace(found, correct=_compared(item, identifier))
    return Declared()


def _compared(item: Node, identifier: str) -> tuple[str, ...]:
    """What the response is compared with to earn points, where only the processing says what is right."""
    found = []
    for branch in item.walk():
        condition = next(branch.elements, None) if branch.tag in ("responseif", "responseelseif") else None
        if condition is None or condition.tag not in COMPARING:
            continue
        named = [one.attributes.get("identifier", "") for one in condition.all("variable")]
        if named == [identifier] and _earns(branch):
            values = condition.child("multiple") or condition.child("ordered") or condition
            found.append(tuple(" ".join(one.text.split()) for one in values.all("basevalue")))
    return found[0] if len(found) == 1 else ()


def _earns(branch: Node) -> bool:
    values = [value.child("basevalue") for value in branch.all("setoutcomevalue")]
    return not values or any(value is not None and _number(value.text.strip()) > 0 for value in values)


def _declared(node: Node) -> Declared:
    correct = node.child("correctresponse")
    return Declared(
        node.attributes.get("cardinality", "single").lower(),
        node.attributes.get("basetype", "identifier").lower(),
        tuple(" ".join(value.text.split()) for value in (correct.all("value") if correct is not None else ())),
        tuple(
            (" ".join(entry.attributes.get("mapkey", "").split()), _number(entry.attributes.get("mappedvalue", "")))
            for entry in find_all(node, "mapentry")
        ),
    )


def _number(written: str) -> float:
    try:
        found = float(written)
    except ValueError:
        return 0.0
    return found if isfinite(found) else 0.0
