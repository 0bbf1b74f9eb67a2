"""Reads glossary.yaml: the terms of all courses, their words and meanings in every language."""

from __future__ import annotations

from re import compile as pattern
from typing import cast

from tot.courses.reader.fields import Fields
from tot.courses.rules import SOURCE_LANGUAGE, Glossary, Term
from tot.courses.rules.library import Certainty

SLUG = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CERTAINTIES = ("seen", "usual", "uncertain")


def read_glossary(fields: Fields, languages: tuple[str, ...]) -> Glossary:
    found: dict[str, Term] = {}
    numbers: dict[int, str] = {}
    for one in fields.entries():
        term = _term(one, languages)
        if term.id in found:
            one.error(f"{term.id!r} is already a term above; choose another slug", "id")
            continue
        if numbers.setdefault(term.number, term.id) != term.id and term.number:
            one.error(f"{term.number} is already the number of {numbers[term.number]!r}; choose another", "number")
        if term.id:
            found[term.id] = term
    return Glossary(terms=tuple(found.values()))


def _term(fields: Fields, languages: tuple[str, ...]) -> Term:
    slug = fields.text("id")
    if slug and not SLUG.fullmatch(slug):
        fields.error(f"{slug[:60]!r} cannot be a slug; use small letters, digits and -", "id")
        slug = ""
    translations = [language for language in languages if language != SOURCE_LANGUAGE]
    certainty, also = fields.group("certainty"), fields.group("also", is_required=False)
    term = Term(
        id=slug,
        number=fields.whole("number", 1),
        words=fields.words("words", languages),
        meaning=fields.words("meaning", languages),
        note=fields.words("note", languages) if "note" in fields else {},
        certainty={language: cast(Certainty, certainty.one_of(language, CERTAINTIES)) for language in translations},
        also={language: also.texts(language) for language in languages if language in also},
    )
    for group in (certainty, also, fields):
        group.done()
    return term
