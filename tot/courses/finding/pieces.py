"""What of a published version can be found: pieces of plain text in each language, from the version's own body."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tot.courses.finding.plain import line, plain

# Kinds of pieces. A person searches only the kinds she may open.
SECTION, MODULE, NOTE, JOB_AID = "section", "module", "facilitator note", "job aid"
HANDOUT, TERM = "handout", "term"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text in one language; `part` is its id inside the version, empty when there is only one of the kind.

    What has no title of its own has none here either: the module's would count as if it were about this text.
    """

    kind: str
    part: str
    position: int
    language: str
    title: str
    text: str
    unseen: str = ""  # other words by which it is found


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece that holds all the words that were asked for; the higher the score the better."""

    entry_id: int
    version_id: int
    kind: str
    part: str
    position: int
    language: str
    score: int


Scope = Mapping[str, Collection[int]]
"""Kind of piece → the ids of the versions in which somebody may search it."""


def pieces_of(kind: str, body: Mapping[str, Any]) -> Iterator[Piece]:
    """The pieces of a version of this kind of thing; none for kinds that nobody searches."""
    return PIECES[kind](body) if kind in PIECES else iter(())


def _of_lesson(body: Mapping[str, Any]) -> Iterator[Piece]:
    for position, section in enumerate(body["sections"]):
        for language, title in section["title"].items():
            text = plain(section["body"].get(language, ""))
            yield Piece(SECTION, section["id"], position, language, line(title), text)


def _of_module(body: Mapping[str, Any]) -> Iterator[Piece]:
    for language, title in body["title"].items():
        objectives = "\n\n".join(words.get(language, "") for words in body["objectives"])
        yield Piece(MODULE, "", 0, language, line(title), plain(objectives))
        for kind, name in ((NOTE, "facilitator"), (JOB_AID, "jobaid")):
            if text := (body.get(name) or {}).get(language):
                yield Piece(kind, "", 0, language, "", plain(text))


def _of_handout(body: Mapping[str, Any]) -> Iterator[Piece]:
    for language, title in body["title"].items():
        yield Piece(HANDOUT, "", 0, language, line(title), plain(body["body"].get(language, "")))


def _of_glossary(body: Mapping[str, Any]) -> Iterator[Piece]:
    for position, term in enumerate(body["terms"]):
        for language, word in term["words"].items():
            said = "\n\n".join(term[name].get(language, "") for name in ("meaning", "note"))
            others = " ".join(term["also"].get(language, ()))
            yield Piece(TERM, term["id"], position, language, line(word), plain(said), others)


PIECES: dict[str, Callable[[Mapping[str, Any]], Iterator[Piece]]] = {
    "lesson": _of_lesson,
    "module": _of_module,
    "handout": _of_handout,
    "glossary": _of_glossary,
}
"""Kind of thing → its pieces. A further kind of thing becomes findable by a line here."""
