"""Links and pictures in a text: only to what exists, and never by an unknown scheme.

What a link may lead to is known when everything was read, so links are collected first and checked at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from re import compile as pattern

from tot.courses.reader.passages import Passage, without_code
from tot.courses.reader.problems import did_you_mean

LINK = pattern(r"(!\[[^\[\]]*)?\]\(\s*<?([^\s()<>]*)")
DEFINITION = pattern(r"(?m)^ {0,3}\[(?!\^)[^\]\n]+\]:")
WEB = pattern(r"https?://[^\s/]+\.\S+")
ANNEX = "annex:"
POSSIBLE = "write https://…, term:…, annex: or #id-of-a-section"


@dataclass(frozen=True, slots=True)
class Link:
    passage: Passage
    offset: int
    target: str
    is_picture: bool

    def error(self, message: str) -> None:
        self.passage.error(self.offset, message)


def check_links(passage: Passage) -> None:
    """Keeps the links of this text for the end; what can never be right is said at once."""
    if "[" not in passage.text:
        return
    text = without_code(passage.text)
    for found in DEFINITION.finditer(text):
        passage.error(found.start(), "the address of a link stands apart; write it beside its words: [words](address)")
    for found in LINK.finditer(text):
        is_picture = found[1] is not None
        if is_picture and not found[1].removeprefix("![").strip():
            passage.error(found.start(), "a picture without words; say between [ and ] what it shows")
        passage.file.problems.collected.links.append(Link(passage, found.start(), found[2], is_picture))


def check_targets(
    links: Iterable[Link], ids: Collection[str], terms: Collection[str] | None, figures: Collection[str]
) -> None:
    """`ids` can be led to with #; `terms` are the slugs of the glossary, None when there is none to compare with."""
    for link in links:
        if link.is_picture:
            _check_picture(link, figures)
        else:
            _check_target(link, ids, terms)


def _check_picture(link: Link, figures: Collection[str]) -> None:
    if link.target not in figures:
        near = did_you_mean(link.target, figures) if figures else "it has none yet"
        name = link.target[:80] or "nothing"
        link.error(f"there is no picture {name}; put it into the folder figures/ of the course ({near})")


def _check_target(link: Link, ids: Collection[str], terms: Collection[str] | None) -> None:
    scheme, colon, rest = link.target.partition(":")
    if link.target == ANNEX or WEB.fullmatch(link.target):
        return
    if colon and scheme == "term":
        if terms is not None and rest not in terms:
            link.error(f"the glossary has no term {rest[:60]!r}; {did_you_mean(rest, terms)}")
    elif link.target.startswith("#"):
        if link.target[1:] not in ids:
            link.error(f"nothing here has the id {link.target[1:][:60]!r}; {did_you_mean(link.target[1:], ids)}")
    else:
        link.error(f"a link cannot lead to {link.target[:60]!r}; {POSSIBLE}")


def terms_in(text: str) -> set[str]:
    return {found[2].removeprefix("term:") for found in LINK.finditer(text) if found[2].startswith("term:")}


def pictures_in(text: str) -> list[str]:
    return [found[2] for found in LINK.finditer(text) if found[1] is not None]
