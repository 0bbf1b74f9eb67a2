"""A package: a ZIP with a manifest that lists its items. Nothing is unpacked to disk, and bombs are refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from re import compile as pattern
from typing import Any
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.item import Unreadable
from tot.quizzes.formats.qti.names import find_all, renamed
from tot.quizzes.formats.xml_tree import Malformed, Node, parse

MOST_FILES = 60_000
LARGEST_ITEM, LARGEST_ALL = 5_000_000, 200_000_000  # bytes, unpacked
MANIFEST = "imsmanifest.xml"
OLD = "imsqti_xmlv1p"
ITEM = pattern(rb"<(?:[\w-]{1,20}:)?(?:assessmentItem|qti-assessment-item)\s")


def _nothing(_address: str) -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package that should hold an item; or why it cannot be read, and the line of the manifest."""

    path: str
    content: bytes = b""
    tags: tuple[str, ...] = ()
    line: int = 1
    trouble: Any = None
    beside: Callable[[str], bytes] = _nothing  # another file, by its address in this one


def parts_of(content: bytes) -> Iterator[Part]:
    """Every item of the package, in the order of its manifest. Raises Unreadable."""
    try:
        with ZipFile(BytesIO(content)) as package:
            yield from _Opened(package).parts()
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as refusal:
        raise Unreadable(_l("The package cannot be unpacked. Export it again.")) from refusal


class _Opened:
    def __init__(self, package: ZipFile) -> None:
        self.package = package
        self.left = LARGEST_ALL
        infos = [info for info in package.infolist() if not info.is_dir()]
        if len(infos) > MOST_FILES:
            raise Unreadable(_l("The package holds more than %(most)s files. Divide it.", most=MOST_FILES))
        if sum(info.file_size for info in infos if info.filename.lower().endswith(".xml")) > LARGEST_ALL:
            raise Unreadable(_l("The package is larger than %(most)s MB when unpacked. Divide it.", most=200))
        self.sizes = {info.filename: info.file_size for info in infos}

    def parts(self) -> Iterator[Part]:
        manifest = min((name for name in self.sizes if name.endswith(MANIFEST)), key=len, default="")
        listed = list(self._listed(manifest)) if manifest else []
        named = {part.path for part in listed}
        forgotten = list(self._unlisted(named))
        yield from listed
        yield from forgotten
        if not listed and not forgotten:
            raise Unreadable(self._advice())

    def _advice(self) -> Any:
        """What this package is instead, and what to do."""
        names = set(self.sizes)
        if names & {"word/document.xml", "xl/workbook.xml", "content.xml"}:
            return _l("This is a document, not a file of questions. Save it as plain text in UTF-8.")
        if "moodle_backup.xml" in names:
            return _l("This is a backup of a Moodle course. In Moodle, export the question bank as Moodle XML.")
        if any(name.lower().endswith((".xml", ".gift", ".txt")) for name in names):
            return _l("The package holds no item of QTI. Unpack it, and choose the file that holds the questions.")
        return _l("The package holds no item of QTI.")

    def _listed(self, manifest: str) -> Iterator[Part]:
        try:
            root = renamed(parse(self._bytes(manifest).decode("utf-8", "replace").removeprefix("\ufeff")))
        except Malformed:
            return
        folder = dirname(manifest)
        for resource in find_all(root, "resource"):
            kind = resource.attributes.get("type", "").lower()
            href = unquote(resource.attributes.get("href", "") or _first_file(resource))
            if kind.startswith(OLD):
                trouble = _l("QTI 1.2 is not read. Export it as QTI 2.1 or later.")
                yield Part(href, line=resource.line, trouble=trouble)
            elif "item" in kind and "qti" in kind:
                yield self._part(normpath(join(folder, href)), resource)

    def _part(self, path: str, resource: Node) -> Part:
        if path not in self.sizes:
            return Part(path, line=resource.line, trouble=_l("The package does not hold this file."))
        if self.sizes[path] > LARGEST_ITEM:
            return Part(path, line=resource.line, trouble=_l("The item is too large."))
        tags = [" ".join(node.text.split()) for node in find_all(resource, "keyword")]
        return Part(path, self._bytes(path), tuple(tag for tag in tags if tag), beside=self._beside(path))

    def _beside(self, path: str) -> Callable[[str], bytes]:
        def read(address: str) -> bytes:
            name = normpath(join(dirname(path), unquote(address)))
            is_small = self.sizes.get(name, LARGEST_ITEM + 1) <= LARGEST_ITEM
            return self._bytes(name) if is_small else b""

        return read

    def _unlisted(self, named: set[str]) -> Iterator[Part]:
        """What looks like an item and is not named as one in the manifest, if there is a manifest at all."""
        for path in sorted(self.sizes.keys() - named):
            if path.lower().endswith(".xml") and not path.endswith(MANIFEST) and self.sizes[path] <= LARGEST_ITEM:
                content = self._bytes(path)
                if ITEM.search(content):
                    yield Part(path, content, beside=self._beside(path))

    def _bytes(self, path: str) -> bytes:
        """At most what the file says it holds; a file that holds more is no file of ours."""
        with self.package.open(path) as file:
            content = file.read(min(self.sizes[path], self.left) + 1)
        self.left -= len(content)
        if len(content) > self.sizes[path] or self.left < 0:
            raise Unreadable(_l("The package is larger than it says. It is not read."))
        return content


def _first_file(resource: Node) -> str:
    return next((one.attributes.get("href", "") for one in resource.all("file")), "")
