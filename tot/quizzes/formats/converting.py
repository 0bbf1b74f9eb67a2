"""Converts a file of questions: recognises its format, reads, judges, writes, and tells what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import ours
from tot.quizzes.formats.carrying import judged
from tot.quizzes.formats.decoding import LARGEST, text_of
from tot.quizzes.formats.item import Item, Reading, Skipped, Unreadable, check_count
from tot.quizzes.formats.registry import FORMATS, OURS, ZIP, recognised
from tot.refusals import Sentence

FOLDER = "folder"  # ours as two files
# How files begin that hold no questions we could read, and what to do about each.
STRANGE: dict[bytes, Sentence] = {
    b"\x1f\x8b": _l(
        "This is a packed file, or a backup of a Moodle course. In Moodle, export the question bank as Moodle XML."
    ),
    b"%PDF": _l("This is a PDF. Export the questions from where they were written, or type them in Aiken."),
    b"\xd0\xcf\x11\xe0": _l("This is a document of an older Word or Excel. Save it as plain text in UTF-8."),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted; an empty text means: find out, or the usual."""

    to: str = OURS
    name: str = ""  # of the file that is read
    made_as: str = ""  # its format
    encoding: str = ""
    language: str = ""
    prefix: str = ""  # of new ids


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a file. `files` holds what was written, by name: one, or those of a folder."""

    reading: Reading
    written: tuple[Item, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[tuple[int, Sentence], ...]
    files: Mapping[str, bytes]

    @property
    def by_type(self) -> dict[str, int]:
        """How many questions of each of our types were written."""
        return dict(Counter(item.type for item in self.written))


def read_any(content: bytes | Path, request: Request) -> Reading:
    """The questions of a file, or of one of ours (by its path). Raises Unreadable."""
    reading = ours.read(content, request.language) if isinstance(content, Path) else _read_bytes(content, request)
    check_count(len(reading.items) + len(reading.skipped))
    return judged(reading)


def _read_bytes(content: bytes, request: Request) -> Reading:
    if len(content) > LARGEST:
        raise Unreadable(_l("The file is larger than %(most)s MB. Divide it.", most=LARGEST // 1_000_000))
    if not content.strip():
        raise Unreadable(_l("The file is empty."))
    for signs, advice in STRANGE.items():
        if content.startswith(signs):
            raise Unreadable(advice)
    if content.startswith(ZIP):
        return FORMATS["qti"].read(content)
    text = text_of(content, request.encoding)
    chosen = FORMATS[request.made_as or recognised(text)]
    return chosen.read(text.encode()) if chosen.is_binary else chosen.read(text)


def convert(content: bytes | Path, request: Request) -> Conversion:
    """Raises Unreadable where nothing could be read or nothing in it is a question."""
    reading = read_any(content, request)
    if not reading.items and not reading.skipped:
        raise Unreadable(_l("The file holds no question."))
    language = request.language or reading.language or "en"
    origin = "" if isinstance(content, Path) else Path(request.name).name or "import"
    if request.to == FOLDER:
        outcome = ours.folder_files(reading.items, language, request.prefix, origin)
    elif request.to == OURS:
        outcome = ours.write(reading.items, language, request.prefix, origin)
    else:
        outcome = FORMATS[request.to].write(reading.items, Path(request.name).stem)
    left = tuple(sorted((*reading.skipped, *outcome.skipped), key=lambda one: one.line))
    files = outcome.files or {"": outcome.content}
    return Conversion(reading, outcome.written, left, (*_notes(reading), *outcome.notes), files)


def _notes(reading: Reading) -> tuple[tuple[int, Sentence], ...]:
    """What is worth knowing, by line: of the file and of its questions."""
    about = [
        (item.line, _l("%(name)s: %(note)s", name=item.called, note=note))
        for item in reading.items
        for note in item.notes
    ]
    return tuple(sorted((*reading.notes, *about), key=lambda note: note[0]))
