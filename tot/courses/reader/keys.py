"""Reads the key of a question: each type has its own, checked against the options and entries it speaks of."""

from __future__ import annotations

from collections.abc import Callable

from tot.courses.reader.fields import Fields
from tot.courses.reader.problems import did_you_mean
from tot.courses.rules import Key


def read_key(fields: Fields, kind: str, options: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...]) -> Key:
    """What was written; an empty value, and a problem, where it does not fit. A short answer has no key."""
    return KEYS[kind](fields, options, left, right) if kind in KEYS else None


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


def _bijection(fields: Fields, _: object, left: tuple[str, ...], right: tuple[str, ...]) -> Key:
    group = fields.group("key")
    pairs = {name: group.text(name) for name in left}
    group.done()
    seen: dict[str, str] = {}
    for name, partner in pairs.items():
        if partner and partner not in right:
            group.error(f"there is no {partner[:60]!r} on the right; {did_you_mean(partner, right)}", name)
        elif partner in seen:
            group.error(f"{partner!r} already belongs to {seen[partner]!r}; every entry has one partner", name)
        elif partner:
            seen[partner] = name
    if left and right and len(left) != len(right):
        fields.error(f"has {len(left)} entries on the left and {len(right)} here; make them as many", "right")
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


KEYS: dict[str, Callable[..., Key]] = {
    "single": _one,
    "branch": _one,
    "multi": _some,
    "order": _permutation,
    "match": _bijection,
    "tf": _claim,
    "num": _number,
}
