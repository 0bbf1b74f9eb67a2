"""Advice on items: options that give the answer away, and checks that are too short or too uniform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from re import IGNORECASE
from re import compile as pattern

from tot.courses.reader.collected import Asked
from tot.courses.reader.fields import Fields
from tot.courses.rules import SOURCE_LANGUAGE, Question

FEWEST_ITEMS, FEWEST_TYPES = 8, 4  # of a module's knowledge check
FEWEST_CHOICES = 3  # items with one right option, below which their length says nothing

# “All of the above” and its kin, in the languages that are read here; apostrophes are written in many ways.
CATCH_ALL = {
    "en": pattern(r"\b(all|none|both|neither|any) of (the|these) (above|others?|answers|options)\b", IGNORECASE),
    "ru": pattern(
        r"\b(вс[её]|ничего|ни одно|ни один|ни одна|любой|любое)( (из|ответ\w*|вариант\w*))* "
        r"((выше)?(перечисленн|указанн|названн)|ответов|вариантов|(ответы|варианты) (верн|правильн))\w*"
        r"|\bвсе (ответы|варианты)\b",
        IGNORECASE,
    ),
    "uz": pattern(
        r"\byuqorida\w*( \w+)? (barcha|hamma|hech)\w*"
        r"|^(barcha|hamma|barchasi|hammasi)( (javob|variant)\w*)?( to.g.ri\w*)?\W*$"
        r"|^hech (bir|biri|qaysi|qaysisi)( (javob|variant)\w*)?( to.g.ri)?( emas)?\W*$",
        IGNORECASE,
    ),
}


def advise_items(asked: Iterable[Asked]) -> None:
    """What is a mistake in any item, wherever it is asked."""
    for one in asked:
        if isinstance(one.question.key, Mapping):
            _advise_partners(one.question, one.question.key, one.fields)
        for name in one.question.options:
            for language, text in one.question.labels.get(name, {}).items():
                if (found := CATCH_ALL.get(language)) and found.search(text):
                    message = (
                        f"option {name} ({language}) is “{text[:40]}”, which tests no knowledge of its own; "
                        "write a real option"
                    )
                    # What others wrote may be read first and mended then.
                    (one.fields.warning if one.is_imported else one.fields.error)(message, "options")


def _advise_partners(question: Question, key: Mapping[str, str], fields: Fields) -> None:
    """Entries on the right that cannot be told apart, and more that belong to nothing than to something."""
    for one, other in combinations(question.right, 2):
        words, also = question.labels.get(one, {}), question.labels.get(other, {})
        if same := [language for language, text in words.items() if text.strip() and text == also.get(language)]:
            message = f"{one} and {other} say the same ({', '.join(same)}); one partner may belong to several entries"
            fields.warning(message, "right")
    used = set(key.values())
    if (spare := len(set(question.right) - used)) > len(used):
        fields.warning(f"{spare} entries belong to nothing here, and only {len(used)} to something", "right")


def advise_check(asked: Sequence[Asked], fields: Fields) -> None:
    """The knowledge check of a module; `fields` are those of its items.yaml."""
    types = {one.question.type for one in asked}
    if len(asked) < FEWEST_ITEMS or len(types) < FEWEST_TYPES:
        message = (
            f"{len(asked)} items of {len(types)} types; a module that is ready has at least {FEWEST_ITEMS} "
            f"of at least {FEWEST_TYPES} types"
        )
        fields.warning(message, "items")
    choices = [one.question for one in asked if one.question.key in one.question.options]
    for language in sorted({language for question in choices for language in question.stem}):
        _advise_lengths(choices, language, fields)
    places = [question.options.index(str(question.key)) for question in choices]
    if len(places) >= FEWEST_CHOICES and len(set(places)) == 1:
        fields.warning(f"the right option always stands at place {places[0] + 1}; move some of them", "items")


def _advise_lengths(choices: Sequence[Question], language: str, fields: Fields) -> None:
    longest = [question.id for question in choices if _key_is_longest(question, language)]
    if len(choices) < FEWEST_CHOICES or len(longest) * 2 <= len(choices):
        return
    message = (
        f"in {len(longest)} of {len(choices)} items ({language}) the right option is the longest "
        f"({', '.join(longest)}); shorten it or lengthen the others"
    )
    if language == SOURCE_LANGUAGE:
        fields.warning(message, "items")
    else:
        fields.hint(message, "items")


def _key_is_longest(question: Question, language: str) -> bool:
    lengths = {name: len(question.labels.get(name, {}).get(language, "")) for name in question.options}
    key = question.key if isinstance(question.key, str) else ""
    return all(lengths[name] < lengths.get(key, 0) for name in lengths if name != key)
