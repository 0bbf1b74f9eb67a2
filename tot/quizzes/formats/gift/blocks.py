"""A GIFT file is divided into questions: at blank lines outside braces, at titles, and after the braces of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from re import compile as pattern

from tot.quizzes.formats.gift.signs import hidden

BRACE = pattern(r"[{}]")
TRUTH = pattern(r"(?i)\s*(t|true|f|false)\s*(?:#.*)?\Z", 16)  # 16: the point also stands for line breaks
ENOUGH = 40  # signs that show whether answers begin here
TITLE = pattern(r"\s*::")
STRAY = pattern(r"(?m)^[ \t]*[~}]")  # the rest of answers that a brace within one of them has ended
IDENTITY = pattern(r"\[id:([^\]\x00-\x1f]{1,100})\]")
TAG = pattern(r"\[tag:([^\]\x00-\x1f]{1,100})\]")


@dataclass(slots=True)
class Block:
    """One question as it stands in the file, escapes hidden; what comments above it say; and its category."""

    line: int
    category: str
    id: str = ""
    tags: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    depth: int = 0
    groups: int = 0  # pairs of braces that were closed
    answered: int = 0  # those that hold answers
    begins: str = ""  # how the open braces begin
    waiting: int = 0  # blank lines inside braces, after which it may go on

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def add(self, line: str) -> None:
        """A further line, with its braces counted."""
        at = 0
        for brace in BRACE.finditer(line):
            self._keep(line[at : brace.start()])
            at = brace.end()
            if brace[0] == "{":
                self.begins = self.begins if self.depth else ""
                self.depth += 1
            elif self.depth:
                self.depth -= 1
                if not self.depth:
                    self.groups += 1
                    self.answered += looks_like_answers(self.begins)
        self._keep(f"{line[at:]}\n")
        self.lines.append(line)

    def _keep(self, text: str) -> None:
        if self.depth and len(self.begins) < ENOUGH:
            self.begins += text.lstrip() if not self.begins else text


def looks_like_answers(inside: str) -> bool:
    """Braces of a formula that nobody escaped hold something else."""
    begins = inside.lstrip()
    return not begins or begins[0] in "=~#>" or TRUTH.match(inside) is not None


@dataclass(frozen=True, slots=True)
class Category:
    """A line that puts the questions below it into a category."""

    line: int
    name: str


def blocks(text: str) -> Iterator[Block | Category]:
    """In one pass. A brace that is never closed ends with its own question."""
    desk = _Desk()
    for number, line in enumerate(text.split("\n"), 1):
        yield from desk.take(number, line)
    yield from desk.ended()


class _Desk:
    """The question whose lines are being read, and what comments said about the next."""

    def __init__(self) -> None:
        self.block: Block | None = None
        self.category, self.id = "", ""
        self.tags: dict[str, None] = {}

    def take(self, number: int, line: str) -> Iterator[Block | Category]:
        """The next line; yields what ends with it."""
        stripped = line.strip()
        is_inside = self.block is not None and self.block.depth > 0
        if stripped.startswith("//"):
            yield from self._comment(stripped)
        elif stripped.startswith("$CATEGORY:") and not is_inside:
            yield from self.ended()
            self.category = stripped.removeprefix("$CATEGORY:").strip()
            yield Category(number, self.category)
        elif not stripped:
            if is_inside and self.block is not None:
                self.block.waiting += 1
            else:
                yield from self.ended()
        else:
            yield from self._text(number, hidden(line))

    def ended(self) -> Iterator[Block]:
        """The question that was being read."""
        if self.block is not None:
            yield self.block
            self.block = None

    def _comment(self, line: str) -> Iterator[Block]:
        if self.block is not None and not self.block.depth and self.block.groups:
            yield from self.ended()
        if found := IDENTITY.search(line):
            self.id = found[1].strip()
        self.tags |= dict.fromkeys(found.strip() for found in TAG.findall(line))

    def _text(self, number: int, line: str) -> Iterator[Block]:
        if self.block is not None and _begins_anew(self.block, line):
            yield from self.ended()
        if self.block is None:
            self.block = Block(number, self.category, self.id, tuple(self.tags))
            self.id, self.tags = "", {}
        self.block.waiting = 0
        self.block.add(line)


def _begins_anew(block: Block, line: str) -> bool:
    """Whether this line begins another question although no blank line stands before it, or one stands in braces."""
    if TITLE.match(line) and (not block.depth or block.waiting):
        return block.groups > 0 or block.depth > 0
    if not block.depth:
        return block.answered > 0 and "{" in line and STRAY.match(line) is None
    first = BRACE.search(line)
    return block.waiting > 0 and first is not None and first[0] == "{" and line.lstrip()[:1] not in "~="
