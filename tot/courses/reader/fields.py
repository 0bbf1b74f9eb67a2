"""Takes the fields of a YAML mapping by name and type; what is missing, of the wrong type or left over is a problem.

A field that is wrong yields an empty value of its type, so that reading goes on to the next mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from re import compile as pattern

from tot.courses.reader.collected import Citation
from tot.courses.reader.files import SourceFile
from tot.courses.reader.marks import Marked
from tot.courses.reader.passages import Passage
from tot.courses.reader.problems import START, Mark, did_you_mean
from tot.courses.reader.prose import check_text
from tot.courses.rules import Words

SHORT_NAME = pattern(r"[a-z][a-z0-9_]{0,39}")
LIST = "list"  # the name of the only field of a file that is a list
MOST_HINTS = 40  # of misspelt names in one group; finding the nearest right name takes a moment
ADVICE_FOR_NAMES = "begin with a small letter, then small letters, digits and _ (at most 40)"


class Fields:
    def __init__(self, file: SourceFile, node: Marked | None, where: str = "", mark: Mark | None = None) -> None:
        self.file = file
        self.where = where
        self.mark = mark or (node.mark if node else START)
        self.is_written = node is not None and isinstance(node.value, dict)
        self._values: dict[str, Marked] = node.value if node is not None and isinstance(node.value, dict) else {}
        self._names = node.names if node else {}
        self._taken: list[str] = []
        if node is not None and not self.is_written:
            self.error("should be a group of fields (`name: value`, indented); write it so")

    @classmethod
    def of_document(cls, file: SourceFile, node: Marked) -> Fields:
        """A whole file; one that is a list becomes a group with that list as its only field."""
        if isinstance(node.value, list):
            return cls(file, Marked({LIST: node}, node.mark, {LIST: node.mark}))
        return cls(file, node)

    def entries(self) -> list[Fields]:
        """The groups of a file that is a list."""
        found = self.groups(LIST)
        self.done()
        return found

    # Where things are, and complaining about them

    def place(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def mark_of(self, name: str) -> Mark:
        return self._names.get(name, self.mark)

    def error(self, message: str, name: str | None = None) -> None:
        mark = self.mark_of(name) if name else self.mark
        self.file.error(mark, self.place(name) if name else self.where or "file", message)

    def warning(self, message: str, name: str) -> None:
        self.file.warning(self.mark_of(name), self.place(name), message)

    def hint(self, message: str, name: str) -> None:
        self.file.hint(self.mark_of(name), self.place(name), message)

    def cite(self, facts: tuple[str, ...], *, is_lesson: bool = False) -> None:
        """The facts in the field `sources`, to be compared with facts.yaml when all was read."""
        self.file.problems.collected.citations.append(Citation(self, facts, is_lesson))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> list[str]:
        """The names written here, in the author's order; taking them this way makes all of them known."""
        self._taken.extend(self._values)
        return list(self._values)

    def done(self, also: Iterable[str] = ()) -> None:
        """To be called when everything was taken: what is left is a mistake. `also` may stand here and is not read."""
        known = {*self._taken, *also}
        unknown = [name for name in self._values if name not in known]
        if len(unknown) > MOST_HINTS:
            self.error(f"holds {len(unknown)} names that are no fields here; is this the right file?", unknown[0])
            return
        for name in unknown:
            self.error(f"is not a field here; {did_you_mean(name, known - self._values.keys())}", name)

    def skip(self, name: str) -> None:
        """This field is known and cannot be read, because something else about it is wrong."""
        self._taken.append(name)

    # Taking values

    def _take(self, name: str, wanted: str, is_required: bool = True, may_be_empty: bool = False) -> Marked | None:
        self._taken.append(name)
        node = self._values.get(name)
        if node is None and is_required:
            if self.is_written:  # otherwise the whole group is missing, which was said once
                self.error(f"is missing; write {wanted}", name)
        elif node is not None and (node.value is None or node.value == ""):
            if not may_be_empty:
                self.error(f"is empty; write {wanted}", name)
            return None
        return node

    def _wrong(self, name: str, node: Marked, wanted: str) -> None:
        self.file.error(node.mark, self.place(name), f"should be {wanted}; {_advice(node.value)}")

    def text(self, name: str, is_required: bool = True, may_be_empty: bool = False) -> str:
        node = self._take(name, "a text", is_required, may_be_empty)
        if node is None or isinstance(node.value, str):
            return node.value.strip() if node is not None and isinstance(node.value, str) else ""
        self._wrong(name, node, "a text")
        return ""

    def passage(self, name: str, is_required: bool = True) -> Passage | None:
        """A text that people will read, checked as such."""
        if not self.text(name, is_required):
            return None
        node = self._values[name]
        text = str(node.value).rstrip()
        passage = Passage(self.file, text, node.mark, self.place(name))
        if node.is_block:
            first = next(iter(self.file.lines[node.mark.line :]), "")
            indent = len(first) - len(first.lstrip(" "))
            passage = Passage(self.file, text, Mark(node.mark.line + 1, indent + 1), self.place(name), has_lines=True)
        check_text(passage)
        return passage

    def words(self, name: str, languages: Sequence[str]) -> Words:
        """A text written in all languages side by side."""
        group = self.group(name)
        passages = {language: group.passage(language) for language in languages}
        group.done()
        return {language: passage.text for language, passage in passages.items() if passage}

    def number(self, name: str, least: float = 0, most: float = 10_000, default: int | None = None) -> int | float:
        node = self._take(name, "a number", default is None)
        if node is None:
            return default or 0
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong(name, node, "a number")
        elif not least <= value <= most:
            self.error(f"should be between {least:g} and {most:g}, not {value:g}; correct it", name)
        else:
            return value
        return default or 0

    def whole(self, name: str, least: int = 0, most: int = 10_000, default: int | None = None) -> int:
        value = self.number(name, least, most, default)
        if isinstance(value, float):
            self._wrong(name, self._values[name], "a whole number")
        return int(value)

    def claim(self, name: str, default: bool | None = None) -> bool:
        node = self._take(name, "true or false", default is None)
        if node is None:
            return bool(default)
        if not isinstance(node.value, bool):
            self._wrong(name, node, "true or false")
            return bool(default)
        return node.value

    def day(self, name: str) -> date | None:
        written = self.text(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self.error(f"{written[:40]!r} is no day; write it like 2027-03-05", name)
            return None

    def one_of(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of these words; the empty text if it is another."""
        if (value := self.text(name, default is None)) in allowed:
            return value
        if value:
            self.error(f"cannot be {value[:60]!r}; {did_you_mean(value, allowed)}", name)
        return default or ""

    def texts(
        self, name: str, is_required: bool = True, short_names: bool = False, may_be_empty: bool = False
    ) -> tuple[str, ...]:
        """A list of texts, each once; short names are ids of options, scales and criteria."""
        found: dict[str, None] = {}
        for node in self._list(name, is_required, may_be_empty):
            if not isinstance(node.value, str) or not node.value.strip():
                self._wrong(name, node, "a list of texts")
            elif node.value in found:
                self.file.error(node.mark, self.place(name), f"{node.value!r} is written twice; keep one of them")
            elif short_names and not SHORT_NAME.fullmatch(node.value):
                self.file.error(
                    node.mark, self.place(name), f"{node.value[:60]!r} cannot be a name; {ADVICE_FOR_NAMES}"
                )
            else:
                found[node.value] = None
        return tuple(found)

    def wholes(self, name: str, most: int) -> tuple[int, ...]:
        """A list of whole numbers from 0 to `most`."""
        found = []
        for node in self._list(name):
            if isinstance(node.value, bool) or not isinstance(node.value, int):
                self._wrong(name, node, "a list of whole numbers")
            elif not 0 <= node.value <= most:
                self.file.error(node.mark, self.place(name), f"should be between 0 and {most}, not {node.value}")
            else:
                found.append(node.value)
        return tuple(found)

    def group(self, name: str, is_required: bool = True) -> Fields:
        """A mapping inside this one; an absent one is a group in which nothing is written."""
        node = self._take(name, "its fields below it, indented", is_required)
        return Fields(self.file, node, self.place(name), self.mark_of(name))

    def groups(self, name: str, is_required: bool = True) -> list[Fields]:
        """A list of mappings, each called by its id or its number."""
        return [Fields(self.file, node, f"{self.place(name)}.{_called(node, number)}", node.mark)
                for number, node in enumerate(self._list(name, is_required, not is_required), 1)]  # fmt: skip

    def _list(self, name: str, is_required: bool = True, may_be_empty: bool = False) -> Iterator[Marked]:
        node = self._take(name, "a list", is_required, may_be_empty)
        if node is None:
            return
        if not isinstance(node.value, list):
            self._wrong(name, node, "a list")
            return
        if not node.value and not may_be_empty:
            self.error("is an empty list; add to it or remove the field", name)
        yield from node.value

    def short_names(self) -> list[str]:
        """The names of a mapping whose names the author chose, the well-formed ones."""
        for name in (names := self.names()):
            if not SHORT_NAME.fullmatch(name):
                self.error(f"cannot be a name; {ADVICE_FOR_NAMES}", name)
        return [name for name in names if SHORT_NAME.fullmatch(name)]


def _called(node: Marked, number: int) -> str:
    written = node.value.get("id") if isinstance(node.value, dict) else None
    return written.value if written is not None and isinstance(written.value, str) else str(number)


def _advice(value: object) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()} is a yes or no, put it in quotes if you mean the word"
    if isinstance(value, (int, float)):
        return f"{value} is a number, put it in quotes if you mean a text"
    if isinstance(value, list):
        return "this is a list, remove the dashes or brackets"
    if isinstance(value, dict):
        return "this is a group of fields, write it on one line (in quotes if it holds a colon)"
    return f"this is the text {str(value)[:40]!r}, remove the quotes or correct it" if value else "nothing is written"
