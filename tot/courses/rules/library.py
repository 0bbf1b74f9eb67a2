"""What all courses share: the facts they may state, the terms they use, and each country's annex of national law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tot.courses.rules.words import Words, with_id

FACTS, GLOSSARY = "FACTS", "GLOSSARY"
"""The keys under which the facts and the glossary are published."""

Tag = Literal["V", "M", "U", "DESIGN", "RULE", "SEED"]
"""V: read in a public copy. M: from memory, to be compared once. U: uncertain, never taught. The others are no claims
about the world: a decision or a rule of this platform, and what the programme was asked for."""
TOPICS = (
    "definition",
    "law",
    "identification and referral",
    "crime and penalty",
    "child in proceedings",
    "protection and services",
    "remedy",
    "return",
    "online",
    "treaty",
    "institutions",
)
"""What an entry of an annex can be about, in the order in which a page shows them."""
TERM_LINK = re.compile(r"\]\(term:([\w-]+)\)")
Certainty = Literal["seen", "usual", "uncertain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`title` is what a learner sees as the source; `open` is what a reviewer must still find out."""

    id: str
    tag: Tag
    title: str
    text: str
    sources: tuple[str, ...] = ()
    country: str = ""  # of national law, which only the annex of that country may state
    open: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`translated` says in other languages what a learner sees as the source: language → id → title."""

    facts: tuple[Fact, ...]
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    id: str = FACTS
    version_id: int | None = None

    def fact(self, fact_id: str) -> Fact:
        return with_id(self.facts, fact_id)

    def titles(self, fact_ids: Iterable[str], language: str) -> tuple[str, ...]:
        """What a learner sees as the sources of a text, each once; ids that are no facts stay as they are."""
        known = {fact.id: fact.title for fact in self.facts} | dict(self.translated.get(language, {}))
        return tuple(dict.fromkeys(known.get(name, name) for name in fact_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`id` is the slug that lessons link to (`term:child`); `also` holds other words for the same thing."""

    id: str
    number: int
    words: Words
    meaning: Words
    note: Words
    certainty: Mapping[str, Certainty]
    also: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    terms: tuple[Term, ...]
    id: str = GLOSSARY
    version_id: int | None = None

    def term(self, slug: str) -> Term:
        return with_id(self.terms, slug)

    def terms_in(self, *texts: str) -> tuple[Term, ...]:
        """The terms that these texts (Markdown) link to, each once, in the order in which they come."""
        known = {term.id: term for term in self.terms}
        slugs = dict.fromkeys(slug for text in texts for slug in TERM_LINK.findall(text))
        return tuple(known[slug] for slug in slugs if slug in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of national law; every fact it stands on was read in a public copy."""

    id: str
    topic: str
    facts: tuple[str, ...]
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """What a national reviewer must still answer; it is listed and never guessed."""

    id: str
    asks: Words
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """`on` is the day for which it was written; until it is signed off, a page says so."""

    id: str
    country: str
    name: Words
    version: str
    on: date
    status: Literal["draft", "signed off"]
    reviewer: str
    entries: tuple[Entry, ...]
    open_points: tuple[OpenPoint, ...]
    version_id: int | None = None

    @property
    def is_signed_off(self) -> bool:
        return self.status == "signed off"


def annex_key(country: str) -> str:
    """The key under which the annex of a country is published."""
    return f"ANNEX-{country.upper()}"
