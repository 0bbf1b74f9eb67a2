"""Reads facts.yaml: every claim that a course may make, how sure it is, and what a learner sees as its source."""

from __future__ import annotations

from collections.abc import Mapping
from re import compile as pattern
from typing import cast

from tot.courses.reader.fields import Fields
from tot.courses.rules import Fact, Facts
from tot.courses.rules.library import Tag

FACT_ID = pattern(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
TAGS = ("V", "M", "U", "DESIGN", "RULE", "SEED")
COUNTRIES = ("uz", "kz", "kg", "tj", "tm")


def read_facts(fields: Fields, translations: Mapping[str, Fields]) -> Facts:
    """The facts; `translations` are the files that say their titles in other languages, their headers read."""
    found: dict[str, Fact] = {}
    for one in fields.entries():
        fact = _fact(one)
        if fact.id in found:
            one.error(f"{fact.id!r} is already a fact above; an id belongs to one fact, choose another", "id")
        elif fact.id:
            found[fact.id] = fact
    return Facts(
        facts=tuple(found.values()),
        translated={language: _titles(words, found) for language, words in translations.items()},
    )


def _titles(words: Fields, facts: Mapping[str, Fact]) -> dict[str, str]:
    group = words.group("titles")
    titles = {name: group.text(name) for name in facts if name in group}
    if missing := [name for name in facts if name not in titles]:
        words.warning(f"say nothing of {', '.join(missing[:5])}; learners will read the English title", "titles")
    group.done()
    words.done()
    return titles


def _fact(fields: Fields) -> Fact:
    fact_id = fields.text("id")
    if fact_id and not FACT_ID.fullmatch(fact_id):
        fields.error(f"{fact_id[:60]!r} cannot be a fact's id; write it like F-PAL-3", "id")
        fact_id = ""
    title, text, still_open = fields.passage("title"), fields.passage("text"), fields.passage("open", is_required=False)
    fact = Fact(
        id=fact_id,
        tag=cast(Tag, fields.one_of("tag", TAGS)),
        title=title.text if title else "",
        text=text.text if text else "",
        sources=fields.texts("sources", is_required=False),
        country=fields.one_of("country", ("", *COUNTRIES), default=""),
        open=still_open.text if still_open else "",
    )
    fields.done()
    return fact
