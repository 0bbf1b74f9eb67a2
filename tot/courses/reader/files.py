"""Opens one course file: its text, its digest, and what is wrong with it as a file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from re import compile as pattern

from tot.courses.reader.problems import START, Mark, Problems

LARGEST_FILE = 250_000  # bytes; the longest lesson has 20,000
LARGEST_ITEMS = 30_000_000  # bytes of items.yaml and its words: banks of questions come from other systems whole
BOM = b"\xef\xbb\xbf"
# PostgreSQL cannot store NUL, and no reader can see the others.
CONTROL_CHARACTERS = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A readable file. Its digest ignores what editors add by themselves: byte order mark and Windows line ends."""

    name: str
    text: str
    lines: list[str]
    digest: str
    problems: Problems

    def error(self, mark: Mark, where: str, message: str) -> None:
        self.problems.add(self.name, mark, where, message)

    def warning(self, mark: Mark, where: str, message: str) -> None:
        self.problems.add(self.name, mark, where, message, "warning")

    def hint(self, mark: Mark, where: str, message: str) -> None:
        self.problems.add(self.name, mark, where, message, "hint")


class Unusable(Exception):
    """The file cannot be read at all: what is wrong, and where in it."""

    def __init__(self, message: str, mark: Mark = START) -> None:
        super().__init__(message)
        self.mark = mark


def open_file(path: Path, problems: Problems, most: int = 0) -> SourceFile | None:
    """The file, or nothing and the reason among the problems. `most` bytes are allowed where that is not the usual."""
    name = str(path)
    try:
        content = _without_editor_marks(_content_of(path, most), name, problems)
        text = _decoded(content)
    except Unusable as refusal:
        problems.add(name, refusal.mark, "file", str(refusal))
        return None
    if found := CONTROL_CHARACTERS.search(text):
        message = f"holds the invisible character U+{ord(found[0]):04X}; delete it"
        problems.add(name, mark_in(text, found.start()), "file", message)
    return SourceFile(name, text, text.split("\n"), "sha256:" + sha256(content).hexdigest(), problems)


def _content_of(path: Path, most: int) -> bytes:
    try:
        if not path.is_file():
            raise Unusable("is missing; create it, or correct the name of the file that should be here")
        largest = LARGEST_ITEMS if path.name.startswith("items.") else LARGEST_FILE
        if path.stat().st_size > (most or largest):
            raise Unusable(f"is larger than {(most or largest) // 1000} kB; a course file holds text only, shorten it")
        return path.read_bytes()
    except (OSError, ValueError) as refusal:
        raise Unusable(f"cannot be read ({refusal}); check its name and permissions") from refusal


def _without_editor_marks(content: bytes, name: str, problems: Problems) -> bytes:
    if content.startswith(BOM):
        problems.add(name, START, "file", "begins with a byte order mark; save it as UTF-8 without BOM", "warning")
        content = content.removeprefix(BOM)
    if b"\r" in content:
        mark = Mark(content.count(b"\n", 0, content.index(b"\r")) + 1, 1)
        problems.add(name, mark, "file", "has Windows line ends; save it with Unix line ends (LF)", "warning")
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as refusal:
        before = content[: refusal.start].decode()
        message = "is not UTF-8; open it in its old encoding and save it as UTF-8"
        raise Unusable(message, Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))) from refusal


def mark_in(text: str, offset: int) -> Mark:
    """The line and column of a character of a file's text."""
    return Mark(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
