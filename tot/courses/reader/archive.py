"""A course as a ZIP from anywhere: its files, or every reason why it cannot be unpacked; and the way back.

Nothing is written to disk here. Every name, size and kind in a ZIP is a claim of whoever made it: names are compared
with those a course may hold, and content is counted while it unfolds.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tot.courses.reader.figures import LARGEST_FILE as LARGEST_PICTURE
from tot.courses.reader.files import LARGEST_FILE as LARGEST_TEXT
from tot.courses.reader.problems import START, Problem, Problems
from tot.courses.reader.tests import TESTS

MOST_FILES = 1000
MOST_BYTES = 40_000_000  # of all files together, unfolded
DEEPEST = 4  # folders and the file, as in BRD/modules/2-identification/lesson.en.md
LONGEST_NAME, LONGEST_PATH = 100, 200
LARGEST_ITEMS = 2_000_000  # of a quiz with its words: some thousand questions are read while somebody waits
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")

_LANGUAGE = r"[a-z]{2}(?:_[A-Z][a-z]{3})?"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}"
_PICTURE = rf"figures/{_NAME}\.(?i:png|jpe?g|webp)"
_COURSE_FILE = re.compile(
    rf"""course\.yaml | LICENSE | (?:[\w.-]+/){{0,2}}README(?:\.md)? | {_PICTURE}
    | modules/{_NAME}/(?:module\.yaml | (?:scenario|items)(?:\.{_LANGUAGE})?\.yaml
                       | (?:lesson|facilitator|jobaid)\.{_LANGUAGE}\.md)
    | tests/(?:{"|".join(TESTS)})/(?:test\.yaml | items(?:\.{_LANGUAGE})?\.yaml)
    | handouts/(?:handouts\.yaml | {_NAME}\.{_LANGUAGE}\.md)""",
    re.VERBOSE | re.ASCII,
)
# What systems put into every ZIP by themselves; nobody means it.
_BYCATCH = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files by their path inside the course; with problems only those that are sound by themselves."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def is_course_file(path: str) -> bool:
    """Whether a course may hold a file of this name; checked again by whoever reads it."""
    return _COURSE_FILE.fullmatch(path) is not None


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a course on disk by their path inside it, byte for byte; what is not of the course is left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and is_course_file(name):
            found[name] = path.read_bytes()
    return found


def packed(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """A ZIP of these files, within a folder of this name: the same files give the same bytes."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = ZipInfo(f"{folder}/{name}" if folder else name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return written.getvalue()


def unpacked(content: bytes) -> Unpacked:
    """The files of a course in a ZIP: at its top or in one folder there, which is left away."""
    problems = Problems()
    files: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = _sound_entries(archive.infolist(), problems)
            top = _top_of([entry.filename for entry in entries], problems)
            files = _contents(archive, entries, top, problems) if top is not None else {}
    except Exception:  # a damaged or hostile file can make the module raise anything
        _refuse(problems, "", "is no ZIP that can be read; pack the folder of the course again, as an ordinary ZIP")
    return Unpacked(files, problems.in_order())


def _refuse(problems: Problems, name: str, message: str) -> None:
    problems.add(_shown(name) or "ZIP", START, "file", message)


def _sound_entries(entries: list[ZipInfo], problems: Problems) -> list[ZipInfo]:
    """The files whose names and kinds are in order."""
    if len(entries) > MOST_FILES:
        _refuse(
            problems, "", f"holds {len(entries)} files, and a course has {MOST_FILES} at most; remove what is not of it"
        )
        return []
    sound, seen = [], set[str]()
    for entry in entries:
        if _BYCATCH.fullmatch(entry.filename):
            continue
        alike = unicodedata.normalize("NFC", entry.filename).casefold()
        if refusal := _refusal(entry):
            _refuse(problems, entry.orig_filename, refusal)
        elif alike in seen:
            _refuse(problems, entry.filename, "is there twice, perhaps in capital and small letters; keep one of them")
        elif not entry.is_dir():
            sound.append(entry)
        seen.add(alike)
    return sound


def _refusal(entry: ZipInfo) -> str | None:
    """What is wrong with the entry itself, and what to do."""
    if refusal := _refusal_of_path(entry.orig_filename.removesuffix("/")):
        return refusal
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device; put the file itself in its place"
    if entry.flag_bits & 0x1:
        return "is locked with a password; pack the course without one"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is packed in an unusual way; pack the course as an ordinary ZIP (deflate)"
    return None


def _refusal_of_path(path: str) -> str | None:
    parts = path.split("/")
    if path.startswith("/") or _DRIVE.match(path) or "\\" in path:
        return "has an absolute path or a backslash; pack the folder of the course, not its whole path"
    if any(part in ("", ".", "..") for part in parts):
        return "leads out of its folder; pack the folder of the course again"
    if any(unicodedata.category(sign).startswith("C") for sign in path):
        return "has an invisible character in its name; name it anew"
    if any(_DEVICE.fullmatch(part) or part.endswith((".", " ")) for part in parts):
        return "has a name that Windows cannot keep; name it anew"
    if len(parts) > DEEPEST:
        return f"lies {len(parts)} levels deep; a course has {DEEPEST} at most"
    if len(path) > LONGEST_PATH or any(len(part) > LONGEST_NAME for part in parts):
        return "has too long a name; shorten it"
    return None


def _top_of(names: Iterable[str], problems: Problems) -> str | None:
    """What stands before every path: nothing, or the one folder that holds the course; None when there is no course."""
    names = list(names)
    tops = [name.removesuffix("course.yaml") for name in names if re.fullmatch(r"(?:[^/]+/)?course\.yaml", name)]
    if "" in tops:
        return ""
    if len(tops) == 1:
        return tops[0]
    if tops:
        _refuse(problems, "", f"holds {len(tops)} courses; upload one at a time")
    else:
        _refuse(problems, "", "holds no course.yaml; pack the folder of one course, with its course.yaml at the top")
    return None


def _contents(archive: ZipFile, entries: list[ZipInfo], top: str, problems: Problems) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if not entry.filename.startswith(top) or not is_course_file(name):
            _refuse(problems, entry.filename, "is no file that a course has; correct its name or remove it")
            continue
        most = _most(name)
        content = _content(archive, entry, min(most, left), problems)
        if content is None:
            continue
        left -= len(content)
        if left < 0:
            _refuse(
                problems, "", f"unfolds to more than {MOST_BYTES // 1_000_000} MB; leave out what is not of the course"
            )
            break
        if len(content) > most:
            _refuse(
                problems, entry.filename, f"is larger than {most // 1000} kB; shorten it, or make the picture smaller"
            )
            continue
        files[name] = content
    return files


def _most(name: str) -> int:
    """How large this file may be."""
    if name.startswith("figures/"):
        return LARGEST_PICTURE
    return LARGEST_ITEMS if name.rpartition("/")[2].startswith("items.") else LARGEST_TEXT


def _content(archive: ZipFile, entry: ZipInfo, most: int, problems: Problems) -> bytes | None:
    """The content up to one byte more than allowed, however large the ZIP says it is."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(most + 1)
    except Exception:  # as above; one damaged file does not hide what else is wrong
        _refuse(problems, entry.filename, "is damaged; pack the course again")
        return None
    if content.startswith(ZIP_BEGINS):
        _refuse(problems, entry.filename, "is itself a ZIP; unpack it and put its files in its place")
        return None
    return content


def _shown(name: str) -> str:
    """A name as it can be shown."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:LONGEST_PATH])
