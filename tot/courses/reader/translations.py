"""Reads the files of all languages side by side: structure lives once, every language must have words for all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from re import compile as pattern

from tot.courses.reader.collected import FileState, State
from tot.courses.reader.fields import Fields
from tot.courses.reader.files import SourceFile, open_file
from tot.courses.reader.marks import load
from tot.courses.reader.passages import Passage
from tot.courses.reader.problems import START, Problems, did_you_mean
from tot.courses.reader.prose import check_same_placeholders
from tot.courses.rules import SOURCE_LANGUAGE, Words

REVIEWED = pattern(r"reviewed by [^,\n]{2,80}, (\d{4}-\d\d-\d\d)")


class Folder:
    """A folder while it is being read: which languages it must have, and which of them are drafts.

    A module of a public course (`is_public`) is read alone: it needs no facilitator note.
    """

    def __init__(self, path: Path, languages: tuple[str, ...], problems: Problems, *, is_public: bool = False) -> None:
        self.path = path
        self.is_public = is_public
        self.languages = languages
        self.problems = problems
        self.drafts: set[str] = set()

    def open(self, name: str, most: int = 0) -> Fields | None:
        """A file of structure, in no language; of at most this many bytes where that is not the usual."""
        file = open_file(self.path / name, self.problems, most)
        return Fields(file, node) if file and (node := load(file)) else None

    def has(self, name: str) -> bool:
        return (self.path / name).exists()

    def in_draft(self) -> tuple[str, ...]:
        """The languages in which a file that was read has not been reviewed, in the order of the course."""
        return tuple(language for language in self.languages if language in self.drafts)

    def translated(self, stem: str, ending: str) -> Iterator[tuple[str, SourceFile, SourceFile | None]]:
        """For each language: its code, its file, and the file it translates (nothing for the source itself)."""
        source = None
        for language in sorted(self.languages, key=lambda code: code != SOURCE_LANGUAGE):
            if file := open_file(self.path / f"{stem}.{language}.{ending}", self.problems):
                yield language, file, source
                source = file if language == SOURCE_LANGUAGE else source
            else:
                self._note(language, "missing")

    def words(self, stem: str) -> SideBySide:
        """The words of `<stem>.<language>.yaml` in every language."""
        groups = {}
        for language, file, source in self.translated(stem, "yaml"):
            if node := load(file):
                groups[language] = Fields(file, node)
                self.check_header(groups[language], language, source)
        return SideBySide(groups)

    def check_header(self, header: Fields, language: str, source: SourceFile | None) -> None:
        """The fields that say which language this is, what it translates, and whether somebody has reviewed it."""
        if (written := header.text("language")) and written != language:
            header.error(f"is {written!r} in a file named .{language}; correct the one or the other", "language")
        if language == SOURCE_LANGUAGE:
            header.one_of("status", ("source",), default="source")
            self._note(language, "complete")
            return
        status = read_status(header)
        if status == "draft":
            self.drafts.add(language)
        self._note(language, status)
        translated = header.text("translates", is_required=SOURCE_LANGUAGE in self.languages)
        if translated and source and translated != source.digest:
            message = f"{source.name} has changed since; bring this file up to date and write {source.digest}"
            header.warning(message, "translates")
            self._note(language, "stale")

    def _note(self, language: str, state: State) -> None:
        self.problems.collected.states.append(FileState(self.path, language, state))


def read_status(header: Fields) -> State:
    """`draft`, or `reviewed by <role>, <date>`; only that it was reviewed is kept, who and when stand in the file."""
    written = header.text("status")
    reviewed = REVIEWED.fullmatch(written)
    if written in ("", "draft"):
        return "draft"
    if written != "reviewed" and not (reviewed and _is_day(reviewed[1])):
        near = did_you_mean(written, ("draft", "reviewed"))
        header.error(f"cannot be {written[:60]!r}; {near} Write reviewed by <role>, 2027-03-05", "status")
        return "draft"
    return "reviewed"


def _is_day(written: str) -> bool:
    try:
        return bool(date.fromisoformat(written))
    except ValueError:
        return False


class SideBySide:
    """The same group of fields in the files of all languages; what the source has, every translation must have."""

    def __init__(self, groups: Mapping[str, Fields]) -> None:
        self._groups = groups

    def text(self, name: str, is_required: bool = True) -> Words:
        found: dict[str, Passage] = {}
        for language, group in self._groups.items():
            if self._is_unknown_to_source(name, language) and not is_required:
                if name in group:
                    group.error("stands here and not in the source; remove it, or add it there", name)
                continue
            if passage := group.passage(name, is_required or language != SOURCE_LANGUAGE):
                found[language] = passage
                if language != SOURCE_LANGUAGE and SOURCE_LANGUAGE in found:
                    check_same_placeholders(found[SOURCE_LANGUAGE], passage)
        return {language: passage.text for language, passage in found.items()}

    def _is_unknown_to_source(self, name: str, language: str) -> bool:
        source = self._groups.get(SOURCE_LANGUAGE)
        return language != SOURCE_LANGUAGE and source is not None and name not in source

    def texts(self, name: str, may_be_empty: bool = False) -> Mapping[str, tuple[str, ...]]:
        return {language: group.texts(name, may_be_empty=may_be_empty) for language, group in self._groups.items()}

    def group(self, name: str) -> SideBySide:
        return SideBySide({language: group.group(name) for language, group in self._groups.items()})

    def error(self, name: str, language: str, message: str) -> None:
        self._groups[language].error(message, name)

    def skip(self, name: str) -> None:
        for group in self._groups.values():
            group.skip(name)

    def done(self) -> None:
        for group in self._groups.values():
            group.done()


def check_files(folder: Folder, known: set[str]) -> None:
    for path in sorted(folder.path.iterdir()):
        if path.name not in known and not path.name.startswith((".", "README")):
            message = f"is not read: no file in this folder has this name; {did_you_mean(path.name, known)}"
            folder.problems.add(str(path), START, "file", message, "warning")
