"""Reads the items of a knowledge check: eight types, each with its own fields and its own kind of key."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.problems import did_you_mean
from tot.courses.reader.translations import Folder, SideBySide
from tot.courses.rules import Criterion, Key, Question, QuestionType, Quiz, Words

TYPES = ("single", "multi", "tf", "match", "order", "num", "short", "branch")
WITH_OPTIONS = {"single", "multi", "order", "branch"}


def read_check(folder: Folder, fields: Fields, ids: Ids) -> Quiz | None:
    """The knowledge check that module.yaml announces, with items.yaml and the words of items.<language>.yaml."""
    check_id, pass_mark = ids.thing(fields), fields.whole("pass", 1)
    fields.done()
    items = folder.open("items.yaml")
    if items is None:
        return None
    words = folder.words("items")
    spoken = words.group("items")
    items.one_of("kind", ("items",))
    questions = tuple(
        question for item in items.groups("items") if (question := _question(item, spoken, ids)) is not None
    )
    items.done()
    spoken.done()
    words.done()
    if questions and pass_mark > len(questions):
        fields.error(f"is {pass_mark}, and there are only {len(questions)} items; lower it", "pass")
    return Quiz(id=check_id, kind="knowledge check", pass_mark=pass_mark, questions=questions)


def _question(fields: Fields, all_words: SideBySide, ids: Ids) -> Question | None:
    question_id = ids.thing(fields)
    kind = fields.one_of("type", TYPES)
    if not question_id or not kind:
        if question_id:
            all_words.skip(question_id)
        return None
    words = all_words.group(question_id)
    options, left, right, criteria_names = _entries(fields, kind)
    criteria = _criteria(criteria_names, words.group("criteria")) if kind == "short" else ()
    question = Question(
        id=question_id,
        type=cast(QuestionType, kind),
        points=fields.whole("points", 1, 20, default=max(1, len(criteria_names))),
        options=options,
        left=left,
        right=right,
        key=KEYS[kind](fields, options, left, right) if kind != "short" else None,
        tolerance=fields.number("tolerance", default=0) if kind == "num" else 0,
        unit=words.text("unit", is_required=False) if kind == "num" else {},
        criteria=criteria,
        locked=fields.claim("locked", default=False),
        sources=fields.texts("sources"),
        stem=words.text("stem"),
        labels=_labels(words, {"options": options, "left": left, "right": right}),
        feedback=words.text("feedback"),
        model=words.text("model") if kind == "short" else {},
    )
    if kind == "short" and criteria and question.points != len(criteria):
        message = f"is {question.points}, and {len(criteria)} criteria earn one point each; make them agree"
        fields.error(message, "points")
    fields.done()
    words.done()
    return question


def _entries(fields: Fields, kind: str) -> tuple[tuple[str, ...], ...]:
    """The ids of the options, the left and the right entries, and the criteria, as far as this type has them."""
    options = fields.texts("options", short_names=True) if kind in WITH_OPTIONS else ()
    left = fields.texts("left", short_names=True) if kind == "match" else ()
    right = fields.texts("right", short_names=True) if kind == "match" else ()
    criteria = fields.texts("criteria", short_names=True) if kind == "short" else ()
    if len(options) == 1:
        fields.error("needs at least two options; add one", "options")
    for name in sorted(set(left) & set(right)):
        fields.error(f"{name!r} stands on the left and on the right; rename one of them", "right")
    return options, left, right, criteria


def _labels(words: SideBySide, entries: dict[str, tuple[str, ...]]) -> dict[str, Words]:
    labels = {}
    for group, names in entries.items():
        if names:
            spoken = words.group(group)
            labels.update({name: spoken.text(name) for name in names})
            spoken.done()
    return labels


def _criteria(names: tuple[str, ...], words: SideBySide) -> tuple[Criterion, ...]:
    criteria = []
    for name in names:
        spoken = words.group(name)
        criteria.append(Criterion(id=name, text=spoken.text("text"), patterns=spoken.texts("patterns")))
        for language, patterns in criteria[-1].patterns.items():
            for written in patterns:
                if written != written.lower() or not written.replace("*", "").strip():
                    message = f"{written[:60]!r} is no pattern; write small letters, with * for anything"
                    spoken.error("patterns", language, message)
        spoken.done()
    words.done()
    return tuple(criteria)


# The key of each type: what was written, or an empty value and a problem.


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
