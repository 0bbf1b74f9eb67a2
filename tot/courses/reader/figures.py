"""The pictures in the folder figures/ of a course: looked at before anybody opens them, and named by their digest.

In the values a text shows `figure:<digest>:<width>x<height>` instead of the file's name. So a text says itself what it
shows, and a new picture gives a new version to exactly the texts that show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from re import compile as pattern
from typing import Any, TypeVar, cast

from tot.courses.reader.links import Link
from tot.courses.reader.problems import START, Problems
from tot.courses.rules import Figure

FOLDER = "figures"
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
LARGEST_FILE = 8_000_000  # bytes
MOST_PIXELS = 40_000_000  # a telephone takes 12; a small file can unfold to thousands of millions
_TOO_MANY = f"has more than {MOST_PIXELS // 1_000_000} million pixels; make it smaller"
IN_TEXT = pattern(r"\]\(\s*<?(figures/[^\s()<>]+)>?")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure and the file's content."""

    figure: Figure
    content: bytes


def read_pictures(course: Path, problems: Problems) -> dict[str, Picture]:
    """Every picture of the course by the name that texts write: figures/<file>."""
    folder = course / FOLDER
    if not folder.is_dir():
        return {}
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "README")):
            continue
        if (picture := _read(path, f"{FOLDER}/{path.name}", problems)) is not None:
            found[picture.figure.name] = picture
    return found


def check_used(pictures: Mapping[str, Picture], links: Iterable[Link], course: Path, problems: Problems) -> None:
    shown = {link.target for link in links if link.is_picture}
    for name in pictures:
        if name not in shown:
            message = "no text shows it; write ![what it shows](figures/…) where it belongs, or remove it"
            problems.add(str(course / name), START, "file", message, "warning")


def with_digests(value: Value, pictures: Mapping[str, Picture]) -> Value:
    """The value with every picture in its texts named by digest and size."""
    return cast(Value, _renamed(value, pictures)) if pictures else value


def _renamed(value: Any, pictures: Mapping[str, Picture]) -> Any:
    if isinstance(value, str):
        return IN_TEXT.sub(lambda found: _address(found[1], pictures), value) if f"]({FOLDER}/" in value else value
    if isinstance(value, Mapping):
        return {name: _renamed(entry, pictures) for name, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(_renamed(entry, pictures) for entry in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _renamed(getattr(value, one.name), pictures) for one in fields(value)})
    return value


def _address(name: str, pictures: Mapping[str, Picture]) -> str:
    figure = pictures[name].figure if name in pictures else None
    return f"](figure:{figure.digest}:{figure.width}x{figure.height}" if figure else f"]({name}"


def _read(path: Path, name: str, problems: Problems) -> Picture | None:
    def error(message: str) -> None:
        problems.add(str(path), START, "file", message)

    wanted = FORMATS.get(path.suffix.lower())
    if wanted is None or not path.is_file():
        error(f"is no picture that can be used; save it as {', '.join(FORMATS)} or remove it")
        return None
    if path.stat().st_size > LARGEST_FILE:
        error(f"is larger than {LARGEST_FILE // 1_000_000} MB; make the picture smaller")
        return None
    content = path.read_bytes()
    try:
        width, height = _size(content, wanted)
    except ValueError as refusal:
        error(str(refusal))
        return None
    return Picture(Figure(name=name, digest=sha256(content).hexdigest(), width=width, height=height), content)


def _size(content: bytes, wanted: str) -> tuple[int, int]:
    """Width and height in pixels, from the header alone. Raises ValueError with what to do."""
    from PIL import Image  # takes a moment to load, and most courses have no picture

    try:
        with Image.open(BytesIO(content), formats=[wanted]) as image:
            width, height = image.size
    except Image.DecompressionBombError as refusal:
        raise ValueError(_TOO_MANY) from refusal
    except Exception as refusal:  # a damaged file can make the decoder raise anything
        raise ValueError(f"cannot be read as {wanted}; save it again, under an ending that fits") from refusal
    if width * height > MOST_PIXELS:
        raise ValueError(_TOO_MANY)
    return width, height
