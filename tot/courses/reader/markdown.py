"""Takes a Markdown course file apart: the front matter, and the parts that begin with `## Title {#id}`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tot.courses.reader.fields import Fields
from tot.courses.reader.files import SourceFile
from tot.courses.reader.marks import load
from tot.courses.reader.passages import Passage, without_code
from tot.courses.reader.problems import START, Mark
from tot.courses.reader.prose import check_text
from tot.courses.reader.translations import Folder
from tot.courses.rules import Words

HIGHEST = 2  # the page has the only heading of level 1


@dataclass(frozen=True, slots=True)
class Part:
    id: str
    title: Passage
    body: Passage


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file without its front matter, in one language."""

    language: str
    body: Passage

    @property
    def file(self) -> SourceFile:
        return self.body.file


def pages(folder: Folder, stem: str) -> list[Page]:
    """`<stem>.<language>.md` in every language, the source first."""
    found = []
    for language, file, source in folder.translated(stem, "md"):
        if (opened := _opened(file)) is None:
            continue
        header, body = opened
        folder.check_header(header, language, source)
        header.done()
        found.append(Page(language, body))
    return found


def words_of(pages: list[Page], highest: int = HIGHEST) -> Words:
    """The whole text of every page, checked."""
    for page in pages:
        check_text(page.body, highest)
        if not page.body.text:
            page.body.error(0, "has no text; write it")
    return {page.language: page.body.text.strip() for page in pages}


def parts(page: Page) -> list[Part]:
    """The parts of a page; each needs an id, and nothing may stand before the first."""
    text = page.body.text
    starts = [start for start, line in _lines(without_code(text)) if line.startswith("## ")]
    before = text[: starts[0]] if starts else text
    if before.strip():
        offset = len(before) - len(before.lstrip())
        page.body.error(offset, "text before the first heading; begin with ## Title {#id}")
    return [_part(page, start, end) for start, end in pairwise([*starts, len(text)])]


def _part(page: Page, start: int, end: int) -> Part:
    heading, _, body = page.body.text[start:end].partition("\n")
    title, brace, rest = heading.removeprefix("##").strip().rpartition("{#")
    if not brace or not rest.endswith("}") or not title.strip():
        page.body.error(start, "a heading needs words and an id; write ## Title {#id}")
        title, rest = heading.lstrip("#"), "}"
    mark = page.body.mark_at(start)
    name = rest.removesuffix("}").strip()
    where = name or "heading"
    return Part(
        name,
        Passage(page.file, title.strip(), mark, where),
        _from_first_line(Passage(page.file, body.rstrip(), Mark(mark.line + 1, 1), where, has_lines=True))
        or Passage(page.file, "", mark, where),
    )


def _from_first_line(passage: Passage) -> Passage | None:
    """The passage without the empty lines above it; nothing when there is no text."""
    text = passage.text.lstrip("\n")
    above = len(passage.text) - len(text)
    mark = Mark(passage.mark.line + above, 1)
    return Passage(passage.file, text, mark, passage.where, has_lines=True) if text.strip() else None


def _lines(text: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append((start, line))
        start += len(line) + 1
    return found


def _opened(file: SourceFile) -> tuple[Fields, Passage] | None:
    """The front matter and the text below it."""
    lines = file.lines
    closing = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or closing is None:
        file.error(START, "file", "has no front matter; begin with a line ---, then language: …, then a line ---")
        return None
    node = load(file, "\n".join(lines[1:closing]), first_line=2)
    if node is None:
        return None
    body = Passage(file, "\n".join(lines[closing + 1 :]), Mark(closing + 2, 1), "text", has_lines=True)
    return Fields(file, node), _from_first_line(body) or Passage(file, "", Mark(closing + 1, 1), "text")
