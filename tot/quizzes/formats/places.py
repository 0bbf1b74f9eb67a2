"""Where files of questions lie: what an ending means, ids that fit the course around a file, and writing it whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from re import compile as pattern
from tempfile import NamedTemporaryFile, TemporaryDirectory

from flask_babel import lazy_gettext as _l

from tot.courses.reader.quiz_files import is_quiz_file
from tot.quizzes.formats.converting import FOLDER, Conversion, Request, convert
from tot.quizzes.formats.decoding import LARGEST
from tot.quizzes.formats.item import Unreadable
from tot.quizzes.formats.ours.writing import PREFIX
from tot.quizzes.formats.registry import ENDINGS, OURS

ID = pattern(r"(?m)^id:[ \t]*([A-Z][A-Za-z0-9-]*)")


def content_of(source: Path, made_as: str = "") -> bytes | Path:
    """The bytes of a file, or the path itself where it is a quiz file of ours."""
    if made_as in ("", OURS) and is_quiz_file(source):
        return source
    try:
        if source.is_dir():
            raise Unreadable(_l("This folder holds no items.yaml."))
        if source.stat().st_size > LARGEST:
            raise Unreadable(_l("The file is larger than %(most)s MB. Divide it.", most=LARGEST // 1_000_000))
        return source.read_bytes()
    except FileNotFoundError as refusal:
        raise Unreadable(_l("There is no such file. Look at its name and folder again.")) from refusal
    except (OSError, ValueError) as refusal:
        reason = getattr(refusal, "strerror", None) or refusal
        raise Unreadable(_l("The file cannot be read: %(reason)s.", reason=reason)) from refusal


def converted_bytes(content: bytes, request: Request) -> Conversion:
    """The same as `convert`, for a file that was sent: one of ours is laid into a folder to be read."""
    if Path(request.name).suffix.lower() not in (".yaml", ".yml"):
        return convert(content, request)
    with TemporaryDirectory(prefix="tot-questions-") as folder:
        file = Path(folder) / "items.yaml"
        file.write_bytes(content)
        return convert(file, replace(request, language=""))


def target_format(target: Path, wanted: str = "") -> str:
    """What is wanted, or what this name asks for."""
    if wanted not in ("", OURS):
        return wanted
    if target.is_dir() or not target.suffix:
        return FOLDER
    if wanted:
        return wanted
    if (name := ENDINGS.get(target.suffix.lower())) is None:
        raise Unreadable(
            _l("The ending %(ending)s says no format. Write .yaml, .gift, .xml or .zip, or --to.", ending=target.suffix)
        )
    return name


def check_apart(source: Path, target: Path) -> None:
    """What cannot be carried stands only in the source, which is therefore never written over. Raises Unreadable."""
    if source.exists() and target.exists() and source.samefile(target):
        raise Unreadable(_l("The result would replace the file that is read. Choose another name."))


def prefix_for(target: Path, wanted: str) -> str:
    """How new ids begin: as said, else like the module or course that OUT lies in."""
    if wanted:
        if not PREFIX.fullmatch(wanted):
            raise Unreadable(_l("Ids cannot begin with %(prefix)s. Write capital letters, as in BRD-2.", prefix=wanted))
        return wanted
    start = target.absolute().parent if target.suffix else target.absolute()
    for folder in [start, *start.parents][:4]:
        for name in ("module.yaml", "course.yaml"):
            try:
                found = ID.search((folder / name).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            if found:
                return found[1]
    return ""


def keep(files: Mapping[str, bytes], target: Path, *, replace: bool = False) -> None:
    """Writes one file, or those of a folder; each appears whole or not at all."""
    try:
        if "" in files:
            _write(target, files[""])
            return
        if (target / "items.yaml").exists() and not replace:
            raise Unreadable(
                _l(
                    "%(folder)s already holds an items.yaml. Choose another folder, or say --replace.",
                    folder=str(target),
                )
            )
        target.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write(target / name, content)
    except FileNotFoundError as refusal:
        folder = str(target.parent)
        raise Unreadable(_l("The folder %(folder)s does not exist. Make it first.", folder=folder)) from refusal
    except OSError as refusal:
        reason = refusal.strerror or refusal
        raise Unreadable(_l("%(file)s cannot be written: %(reason)s.", file=str(target), reason=reason)) from refusal


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
        file.write(content)
    temporary = Path(file.name)
    try:
        temporary.chmod(0o666 & ~_mask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
