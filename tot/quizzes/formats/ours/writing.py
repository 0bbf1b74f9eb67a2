"""Writes our quiz file. Every question gets an id; where no reason why was given, the right answer is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import compile as pattern

from tot.quizzes.formats.item import Item, NotCarried, Skipped, skipped
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.ours.yaml_text import block, flow, mapping, scalar, sequence
from tot.quizzes.formats.plan import Outcome
from tot.quizzes.formats.sentences import said_in
from tot.quizzes.formats.texts import objection
from tot.quizzes.formats.weights import remarks, told
from tot.quizzes.types import TYPES

THING_ID = pattern(r"[A-Z][A-Z0-9]{1,11}(?:-[A-Za-z0-9]{1,30}){1,4}")
PREFIX = pattern(r"[A-Z][A-Z0-9]{1,11}(?:-[A-Za-z0-9]{1,30}){0,3}")
ANY_PREFIX = "QUIZ"
SOURCE, MODULE, LOCKED = "source:", "module:", "locked"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question with its id, laid out by its type."""

    item: Item
    id: str
    laid: Laid


def write(items: Iterable[Item], language: str = "en", prefix: str = "", origin: str = "") -> Outcome:
    """One file with structure and words."""
    entries, left = _entries(items, language, prefix)
    text = f"{_structure(entries, origin)}words:\n  {language}:\n{_words(entries, language, 4)}"
    return Outcome(text.encode(), tuple(entry.item for entry in entries), left)


def folder_files(items: Iterable[Item], language: str = "en", prefix: str = "", origin: str = "") -> Outcome:
    """The two files of a folder, structure and words, which stand in `files` instead of one content."""
    entries, left = _entries(items, language, prefix)
    status = "" if language == "en" else "status: draft\n"
    files = {
        "items.yaml": _structure(entries, origin).encode(),
        f"items.{language}.yaml": f"language: {language}\n{status}items:\n{_words(entries, language, 2)}".encode(),
    }
    return Outcome(b"", tuple(entry.item for entry in entries), left, files=files)


def _entries(items: Iterable[Item], language: str, prefix: str) -> tuple[list[_Entry], tuple[Skipped, ...]]:
    laid, left = [], []
    for item in items:
        try:
            laid.append((item, TYPES[item.type].laid(item, said_in(language))))
        except NotCarried as refusal:
            left.append(skipped(item.line, item.called, refusal.reason))
    names = _names([item for item, _laid in laid], prefix)
    return [_Entry(item, name, one) for (item, one), name in zip(laid, names, strict=True)], tuple(left)


def _names(items: Sequence[Item], prefix: str) -> list[str]:
    wanted = {item.id for item in items if _is_kept(item.id, prefix)}
    names: dict[str, None] = {}
    count = 0
    for item in items:
        name = item.id
        if not _is_kept(name, prefix) or name in names:
            count += 1
            while (name := f"{prefix or ANY_PREFIX}-q{count}") in wanted or name in names:
                count += 1
        names[name] = None
    return list(names)


def _is_kept(written: str, prefix: str) -> bool:
    """An id that can be an id here; with a prefix, only one that begins with it."""
    return THING_ID.fullmatch(written) is not None and (not prefix or written.startswith(f"{prefix}-"))


def _structure(entries: list[_Entry], origin: str) -> str:
    return "kind: items\nitems:\n" + "".join(f"  - {_fields(entry, origin)}\n" for entry in entries)


def _fields(entry: _Entry, origin: str) -> str:
    item, structure = entry.item, entry.laid.structure
    fields = {"id": entry.id, "type": item.type, **{name: flow(value) for name, value in structure.items()}}
    if item.points != 1 and not TYPES[item.type].written.criteria:
        fields["points"] = str(item.points)
    return mapping(fields | dict(_belonging(item, origin)))


def _belonging(item: Item, origin: str) -> Iterator[tuple[str, str]]:
    """Where it belongs and comes from: what our own files said, else the file it was imported from."""
    sources = [tag.removeprefix(SOURCE) for tag in item.tags if tag.startswith(SOURCE)]
    other = [tag for tag in item.tags if not tag.startswith((SOURCE, MODULE)) and tag != LOCKED]
    for tag in item.tags:
        if tag.startswith(MODULE):
            yield "module", scalar(tag.removeprefix(MODULE))
    if LOCKED in item.tags:
        yield "locked", "true"
    if sources:
        yield "sources", sequence(scalar(source) for source in sources)
    if origin or not sources:  # somebody should read what came in before it is taught
        place = f"{origin or 'import'}, line {item.line}"
        place += f", category {item.category}" if item.category else ""
        about = f"{place}: {' '.join(item.name.split())[:120]}" if item.name else place
        yield "origin", scalar(f"{about} [{', '.join(other)[:200]}]" if other else about)


def _words(entries: list[_Entry], language: str, indent: int) -> str:
    words = {}
    for entry in entries:
        item = entry.item
        feedback = told([item.feedback, remarks(item.options)]) or right_answer(item, language)
        words[entry.id] = {"stem": item.stem, **entry.laid.words, "feedback": feedback}
    return "".join(f"{line}\n" for line in block(words, indent))


def right_answer(item: Item, language: str) -> str:
    """The sentence that says what is right."""
    said = said_in(language)
    answer = TYPES[item.type].right(item, said)
    sentence = said.right.replace("%s", answer.rstrip(".")) if answer != said.model else answer
    return sentence if answer and objection(sentence) is None else said.key  # long numbers look like telephone numbers
