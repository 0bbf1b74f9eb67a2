"""How far each part of the courses is in each language: missing, stale, draft, reviewed or complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tot.courses.reader.collected import FileState, State, worst
from tot.courses.reader.library import LANGUAGES, Library
from tot.courses.rules import FACTS, GLOSSARY, SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Standing:
    """One part (a module, a test, the glossary …) in one language. The source language is complete or missing."""

    part: str
    language: str
    state: State | str  # or "in preparation"


def standings_of(part: str, folder: Path, languages: Iterable[str], states: Iterable[FileState]) -> Iterator[Standing]:
    """The part whose files lie in this folder: as far as the file that is least far."""
    found = [one for one in states if one.folder == folder]
    for language in languages:
        yield Standing(part, language, worst(one.state for one in found if one.language == language))


def standing_of_library(library: Library) -> Iterator[Standing]:
    """A glossary is a draft in a language while one of its words is uncertain, an annex until it is signed off."""
    for language in LANGUAGES:
        if library.glossary:
            doubts = any(term.certainty.get(language) == "uncertain" for term in library.glossary.terms)
            yield Standing(GLOSSARY, language, "draft" if doubts else "complete")
        if library.facts:
            said = "draft" if language in library.facts.translated else "missing"
            yield Standing(FACTS, language, "complete" if language == SOURCE_LANGUAGE else said)
        for annex in library.annexes:
            yield Standing(annex.id, language, "reviewed" if annex.is_signed_off else "draft")
