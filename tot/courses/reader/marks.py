"""YAML in which every value knows its line and column: a small, strict part of YAML 1.2 without surprises.

`no` and `on` stay text; a name twice in one mapping, anchors, aliases, tags and second documents are errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from re import compile as pattern

import yaml

from tot.courses.reader.files import CONTROL_CHARACTERS, SourceFile
from tot.courses.reader.problems import START, Mark

Scalar = str | int | float | bool | None

DEEPEST = 20  # levels; the deepest course file has 6, and a bomb has thousands
INTEGER = pattern(r"[-+]?(0|[1-9][0-9]{0,14})")
DECIMAL = pattern(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
PLAIN: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}

# What libyaml says → what an author understands.
ADVICE = {
    "mapping values are not allowed in this context": "a colon in the middle of a text; put the whole text in quotes",
    "could not find expected ':'": "a line without a colon; write name: value, or indent it under its text",
    "did not find expected key": "indentation or quotes do not fit the lines above; align the names in one column",
    "did not find expected '-' indicator": "indentation does not fit the list above; align the dashes in one column",
    "found unexpected end of stream": "a quote opened here is never closed; close it",
    "found unexpected document indicator": "a quote opened here is never closed; close it",
    "did not find expected ',' or ']'": "a bracket [ opened here is never closed; close it, or put the text in quotes",
    "did not find expected ',' or '}'": "a brace { opened here is never closed; close it, or put the text in quotes",
    "control characters are not allowed": "an invisible character; delete it",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A value and its place. `names` holds the place of each name of a mapping; in a block text (written with |)
    every line of the value is one line of the file."""

    value: Scalar | list[Marked] | dict[str, Marked]
    mark: Mark
    names: dict[str, Mark] = field(default_factory=dict)
    is_block: bool = False


class Unreadable(Exception):
    """Nothing after this place can be trusted."""


def load(file: SourceFile, text: str | None = None, first_line: int = 1) -> Marked | None:
    """The one document in the file (or in a piece of it that begins at `first_line`); nothing if it cannot be read."""
    loader = _Loader(file, first_line)
    try:
        return loader.document(yaml.parse(file.text if text is None else text, Loader=yaml.CSafeLoader))
    except Unreadable:
        return None
    except yaml.YAMLError as refusal:
        file.error(*loader.explain(refusal))
        return None


class _Loader:
    def __init__(self, file: SourceFile, first_line: int) -> None:
        self.file = file
        self.first_line = first_line

    def mark(self, event: yaml.Event) -> Mark:
        place = event.start_mark
        return Mark(place.line + self.first_line, place.column + 1) if place else START

    def document(self, events: Iterator[yaml.Event]) -> Marked | None:
        found: Marked | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.file.error(self.mark(event), "file", "a second document begins here; remove the line with ---")
                    raise Unreadable
            elif isinstance(event, yaml.NodeEvent):
                found = self.node(event, events, 1)
        if found is None:
            self.file.error(Mark(self.first_line, 1), "file", "is empty; write its fields or delete it")
        return found

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Marked:
        mark = self.mark(event)
        if getattr(event, "anchor", None):
            message = "anchors and aliases (&name, *name) are not used here; write the text out, or put it in quotes"
            self.file.error(mark, "file", message)
        if isinstance(event, yaml.AliasEvent):
            return Marked(None, mark)
        if getattr(event, "tag", None):
            self.file.error(mark, "file", "tags (!name) are not used here; remove it, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, mark)
        if depth > DEEPEST:
            message = f"is nested deeper than {DEEPEST} levels; check the brackets and the indentation"
            self.file.error(mark, "file", message)
            raise Unreadable
        if isinstance(event, yaml.SequenceStartEvent):
            return Marked(list(self.entries(events, depth)), mark)
        return self.mapping(events, mark, depth)

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Marked:
        written = event.value
        if CONTROL_CHARACTERS.search(written):
            self.file.error(mark, "file", "holds an invisible character written with a backslash; delete it")
            written = CONTROL_CHARACTERS.sub("", written)
        return Marked(_resolved(written) if event.implicit[0] else written, mark, is_block=event.style == "|")

    def entries(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Marked]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, events, depth + 1)

    def mapping(self, events: Iterator[yaml.Event], mark: Mark, depth: int) -> Marked:
        values: dict[str, Marked] = {}
        names: dict[str, Mark] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name_mark = self.mark(event)
            self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(event, yaml.ScalarEvent):
                self.file.error(name_mark, "file", "a name must be one word or text; put it in quotes")
                continue
            name = event.value
            if name in values:
                message = f"is written twice, first on line {names[name].line}; keep one of them"
                self.file.error(name_mark, name, message)
                continue
            values[name], names[name] = value, name_mark
        return Marked(values, mark, names)

    def explain(self, refusal: yaml.YAMLError) -> tuple[Mark, str, str]:
        said = str(getattr(refusal, "problem", None) or getattr(refusal, "reason", None) or "unreadable")
        # What is never closed or continued is mended where it began, which YAML calls the context.
        began = "opened here" in ADVICE.get(said, "") or said == "could not find expected ':'"
        place = getattr(refusal, "context_mark" if began else "problem_mark", None)
        mark = Mark(place.line + self.first_line, place.column + 1) if place else START
        if "cannot start any token" in said:
            return mark, "file", self._bad_start(mark)
        advice = ADVICE.get(said, f"cannot be read as YAML here ({said}); check the indentation and the quotes above")
        return mark, "file", advice

    def _bad_start(self, mark: Mark) -> str:
        line = next(iter(self.file.lines[mark.line - 1 :]), "")
        if "\t" in line[: mark.column]:
            return "a tab; indent with spaces"
        return f"a text cannot begin with {line[mark.column - 1 : mark.column] or 'this sign'}; put the text in quotes"


def _resolved(written: str) -> Scalar:
    if written in PLAIN:
        return PLAIN[written]
    if INTEGER.fullmatch(written):
        return int(written)
    return float(written) if DECIMAL.fullmatch(written) else written
