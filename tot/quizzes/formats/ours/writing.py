"""Writes our quiz file. Every question gets an id; where no reason why was given, the right answer is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import compile as pattern

from tot.quizzes.formats.item import Item
from tot.quizzes.formats.ours.words import SAID, right_answer
from tot.quizzes.formats.ours.yaml_text import mapping, number, passage, scalar, sequence
from tot.quizzes.formats.plan import Outcome
from tot.quizzes.formats.weights import remarks, told

THING_ID = pattern(r"[A-Z][A-Z0-9]{1,11}(?:-[A-Za-z0-9]{1,30}){1,4}")
PREFIX = pattern(r"[A-Z][A-Z0-9]{1,11}(?:-[A-Za-z0-9]{1,30}){0,3}")
ANY_PREFIX = "QUIZ"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SOURCE, MODULE, LOCKED = "source:", "module:", "locked"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question with its id, and the ids of its options or sides in the order in which they are written."""

    item: Item
    id: str
    options: dict[str, str]  # id → text
    left: dict[str, str]
    right: dict[str, str]
    key: str


def write(items: Iterable[Item], language: str = "en", prefix: str = "", origin: str = "") -> Outcome:
    """One file with structure and words."""
    entries = _entries(items, prefix)
    words = "".join(_words(entry, language, "    ") for entry in entries)
    text = f"{_structure(entries, origin)}words:\n  {language}:\n{words}"
    return Outcome(text.encode(), tuple(entry.item for entry in entries))


def folder_files(items: Iterable[Item], language: str = "en", prefix: str = "", origin: str = "") -> dict[str, bytes]:
    """The two files of a folder: structure, and words."""
    entries = _entries(items, prefix)
    words = "".join(_words(entry, language, "  ") for entry in entries)
    status = "" if language == "en" else "status: draft\n"
    return {
        "items.yaml": _structure(entries, origin).encode(),
        f"items.{language}.yaml": f"language: {language}\n{status}items:\n{words}".encode(),
    }


def _entries(items: Iterable[Item], prefix: str) -> list[_Entry]:
    items = list(items)
    wanted = {item.id for item in items if _is_kept(item.id, prefix)}
    taken: set[str] = set()
    entries, count = [], 0
    for item in items:
        if _is_kept(item.id, prefix) and item.id not in taken:
            name = item.id
        else:
            count += 1
            while (name := f"{prefix or ANY_PREFIX}-q{count}") in wanted or name in taken:
                count += 1
        taken.add(name)
        entries.append(_entry(item, name))
    return entries


def _is_kept(written: str, prefix: str) -> bool:
    """An id that can be an id here; with a prefix, only one that begins with it."""
    return THING_ID.fullmatch(written) is not None and (not prefix or written.startswith(f"{prefix}-"))


def _entry(item: Item, name: str) -> _Entry:
    options: dict[str, str] = {}
    left: dict[str, str] = {}
    right: dict[str, str] = {}
    key = ""
    if item.type in ("single", "branch", "multi"):
        names = _names(len(item.options))
        options = {one: option.text for one, option in zip(names, item.options, strict=True)}
        chosen = [one for one, option in zip(names, item.options, strict=True) if option.percent > 0]
        key = sequence(chosen) if item.type == "multi" else chosen[0]
    elif item.type == "order":
        # Named in the order of the alphabet, so that neither names nor places give the key away.
        order, options = _shuffled(item.steps, "")
        key = sequence(order)
    elif item.type == "match":
        left = dict(zip(_names(len(item.pairs)), (pair[0] for pair in item.pairs), strict=True))
        names, right = _shuffled(item.partners, "r")
        named = dict(zip(item.partners, names, strict=True))
        key = mapping({one: named[pair[1]] for one, pair in zip(left, item.pairs, strict=True)})
    elif item.type == "tf":
        key = "true" if item.claim else "false"
    elif item.type == "num":
        key = number(item.number)
    return _Entry(item, name, options, left, right, key)


def _names(count: int, letter: str = "") -> list[str]:
    if letter or count > len(LETTERS):
        return [f"{letter or 'o'}{place}" for place in range(1, count + 1)]
    return list(LETTERS[:count])


def _shuffled(texts: Iterable[str], letter: str) -> tuple[list[str], dict[str, str]]:
    """The names of the texts in their order, and name → text in the order of the alphabet."""
    texts = list(texts)
    order = sorted(range(len(texts)), key=lambda place: (texts[place].casefold(), place))
    names = _names(len(texts), letter)
    by_place = {place: name for name, place in zip(names, order, strict=True)}
    return [by_place[place] for place in range(len(texts))], {by_place[place]: texts[place] for place in order}


def _structure(entries: list[_Entry], origin: str) -> str:
    lines = [_fields(entry, origin) for entry in entries]
    return "kind: items\nitems:\n" + "".join(f"  - {line}\n" for line in lines)


def _fields(entry: _Entry, origin: str) -> str:
    item = entry.item
    fields = {"id": entry.id, "type": item.type}
    if item.type == "short":
        needs = [f"c{place}" for place in range(1, max(1, len(item.needs)) + 1)]
        fields |= {"points": str(len(needs)), "criteria": sequence(needs)}
    elif item.type == "case":
        if item.tasks:
            fields["tasks"] = sequence(f"t{place}" for place in range(1, len(item.tasks) + 1))
        steps = [sequence(str(points) for points, _text in need.levels) for need in item.needs]
        fields["criteria"] = mapping({f"c{place}": one for place, one in enumerate(steps, 1)})
    else:
        if entry.options:
            fields["options"] = sequence(entry.options)
        if entry.left:
            fields |= {"left": sequence(entry.left), "right": sequence(entry.right)}
        fields["key"] = entry.key
        if item.type == "num" and item.tolerance:
            fields["tolerance"] = number(item.tolerance)
        if item.points != 1:
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


def _words(entry: _Entry, language: str, space: str) -> str:
    item, inner = entry.item, space + "  "
    deep = len(inner) + 2
    lines = [f"{space}{entry.id}:", f"{inner}stem: {passage(item.stem, deep)}"]
    for group, texts in (("options", entry.options), ("left", entry.left), ("right", entry.right)):
        if texts:
            lines.append(f"{inner}{group}:")
            lines += [f"{inner}  {name}: {scalar(text)}" for name, text in texts.items()]
    if item.type == "num" and item.unit:
        lines.append(f"{inner}unit: {scalar(item.unit)}")
    feedback = told([item.feedback, remarks(item.options)]) or right_answer(item, language)
    lines.append(f"{inner}feedback: {passage(feedback, deep)}")
    if item.type == "short":
        lines += _short_words(item, language, inner)
    if item.type == "case":
        lines += _case_words(item, inner)
    return "\n".join(lines) + "\n"


def _short_words(item: Item, language: str, inner: str) -> Iterator[str]:
    said = SAID.get(language, SAID["en"])
    yield f"{inner}model: {passage(item.model or said.model, len(inner) + 2)}"
    yield f"{inner}criteria:"
    needs = [(need.text, need.patterns) for need in item.needs] or [(said.read, ())]
    for place, (text, patterns) in enumerate(needs, 1):
        yield f"{inner}  c{place}:"
        yield f"{inner}    text: {passage(text, len(inner) + 6)}"
        yield f"{inner}    patterns: {sequence(_quoted(one) for one in patterns)}"


def _case_words(item: Item, inner: str) -> Iterator[str]:
    if item.tasks:
        yield f"{inner}tasks:"
        yield from (f"{inner}  t{place}: {scalar(task)}" for place, task in enumerate(item.tasks, 1))
    yield f"{inner}model: {passage(item.model, len(inner) + 2)}"
    yield f"{inner}criteria:"
    for place, need in enumerate(item.needs, 1):
        yield f"{inner}  c{place}:"
        yield f"{inner}    text: {scalar(need.text)}"
        yield f"{inner}    levels:"
        yield from (f"{inner}      {points}: {scalar(text)}" for points, text in need.levels)


def _quoted(text: str) -> str:
    written = scalar(text)
    return written if written.startswith('"') else f'"{written}"'
