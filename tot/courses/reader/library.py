"""What stands beside the courses and belongs to all of them: the facts, the glossary, the country annexes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tot.courses.reader.annexes import read_annex
from tot.courses.reader.facts import read_facts
from tot.courses.reader.fields import Fields
from tot.courses.reader.files import open_file
from tot.courses.reader.glossary import read_glossary
from tot.courses.reader.links import Link, check_targets
from tot.courses.reader.marks import load
from tot.courses.reader.problems import Problems
from tot.courses.reader.translations import Folder
from tot.courses.rules import SOURCE_LANGUAGE, Annex, Facts, Glossary

LANGUAGES = ("en", "ru", "uz")
"""In which the glossary and the annexes must be written, whatever languages a course has."""


@dataclass(frozen=True, slots=True)
class Library:
    facts: Facts | None = None
    glossary: Glossary | None = None
    annexes: tuple[Annex, ...] = ()

    @property
    def terms(self) -> frozenset[str] | None:
        """The slugs that texts may link to; nothing where there is no glossary to compare with."""
        return frozenset(term.id for term in self.glossary.terms) if self.glossary else None

    @property
    def wholes(self) -> tuple[Facts | Glossary | Annex, ...]:
        return tuple(whole for whole in (self.facts, self.glossary, *self.annexes) if whole is not None)


def read_library(folder: Path, problems: Problems) -> Library:
    """What lies beside the courses in this folder; each part may be missing."""
    facts_fields, glossary_fields = (
        _fields(folder / "facts.yaml", problems),
        _fields(folder / "glossary.yaml", problems),
    )
    facts = read_facts(facts_fields, _words_of_facts(folder, facts_fields, problems)) if facts_fields else None
    glossary = read_glossary(glossary_fields, LANGUAGES) if glossary_fields else None
    annexes = []
    for path in sorted((folder / "annexes").glob("*.yaml")):
        if (fields := _fields(path, problems)) and (annex := read_annex(fields, path.stem, LANGUAGES, facts)):
            annexes.append(annex)
    library = Library(facts, glossary, tuple(annexes))
    _check_links(problems.collected.links, library)
    problems.forget_course()
    return library


def _words_of_facts(folder: Path, source: Fields, problems: Problems) -> dict[str, Fields]:
    """facts.<language>.yaml, as far as there are any: language → the file without its header."""
    found = {}
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE and (words := _fields(folder / f"facts.{language}.yaml", problems)):
            Folder(folder, LANGUAGES, problems).check_header(words, language, source.file)
            found[language] = words
    return found


def _fields(path: Path, problems: Problems) -> Fields | None:
    """The file as a group of fields; a list, which has no names of its own, is its group `entries`."""
    file = open_file(path, problems) if path.exists() else None
    node = load(file) if file else None
    return Fields.of_document(file, node) if file and node else None


def _check_links(links: Iterable[Link], library: Library) -> None:
    check_targets(links, (), library.terms, ())
