"""The types of question as authors write them: which entries, key, criteria and words each has.

A new type is a line in TYPES here, and one module with its template in tot/quizzes/types, which asks and marks it. The
two halves stand apart because the reader of courses knows no web.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tot.courses.reader.criteria import Criteria, with_levels, with_patterns
from tot.courses.reader.fields import Fields
from tot.courses.reader.problems import did_you_mean
from tot.courses.rules import Key

Entries = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How a type stands in items.yaml, and which words it has beside `stem` and `feedback`."""

    entries: tuple[str, ...] = ()  # lists of names, each with words of its own: options, left, right, tasks
    key: Callable[[Fields, Entries, Entries, Entries], Key] | None = None  # None: a person knows what is right
    criteria: Criteria | None = None  # what earns points where a person marks; then there is a model answer, too
    is_number: bool = False  # with a tolerance, and a unit among the words


def _choice(read: Callable[..., Key]) -> Written:
    return Written(("options",), read)


def _one(fields: Fields, options: tuple[str, ...], *_: object) -> Key:
    return fields.one_of("key", options) if options else _skipped(fields)


def _some(fields: Fields, options: tuple[str, ...], *_: object) -> Key:
    chosen = fields.texts("key")
    _check_known(fields, chosen, options)
    return tuple(option for option in options if option in chosen)


def _permutation(fields: Fields, options: tuple[str, ...], *_: object) -> Key:
    order = fields.texts("key")
    if options and order and not _check_known(fields, order, options) and len(order) < len(options):
        left_out = ", ".join(option for option in options if option not in order)
        fields.error(f"leaves out {left_out}; the key puts every option in order", "key")
    return order


def _partners(fields: Fields, _: object, left: tuple[str, ...], right: tuple[str, ...]) -> Key:
    """Every entry on the left has one partner; on the right one may have several, or none."""
    group = fields.group("key")
    pairs = {name: group.text(name) for name in left}
    group.done()
    strange = [name for name, partner in pairs.items() if partner and right and partner not in right]
    for name in strange:
        partner = pairs[name]
        group.error(f"there is no {partner[:60]!r} on the right; {did_you_mean(partner, right)}", name)
    if not strange and right and all(pairs.values()) and len(partners := set(pairs.values())) == 1:
        fields.error(f"every entry belongs to {partners.pop()!r}; at least two partners must be right", "key")
    return pairs


def _claim(fields: Fields, *_: object) -> Key:
    return fields.claim("key")


def _number(fields: Fields, *_: object) -> Key:
    return fields.number("key", -1_000_000_000, 1_000_000_000)


def _skipped(fields: Fields) -> Key:
    fields.text("key")
    return ""


def _check_known(fields: Fields, chosen: tuple[str, ...], options: tuple[str, ...]) -> bool:
    """Whether something in the key is no option (which is then a problem)."""
    strange = [name for name in chosen if options and name not in options]
    for name in strange:
        fields.error(f"there is no option {name[:60]!r}; {did_you_mean(name, options)}", "key")
    return bool(strange)


TYPES = {
    "single": _choice(_one),
    "multi": _choice(_some),
    "tf": Written(key=_claim),
    "match": Written(("left", "right"), _partners),
    "order": _choice(_permutation),
    "num": Written(key=_number, is_number=True),
    "short": Written(criteria=with_patterns),
    "branch": _choice(_one),
    "case": Written(("tasks",), criteria=with_levels),
}
