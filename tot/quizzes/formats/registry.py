"""The formats by name: how each is read, written and recognised. A new format is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import aiken, gift, moodle_xml, qti
from tot.quizzes.formats.item import Item, Reading, Unreadable
from tot.quizzes.formats.plan import Outcome
from tot.quizzes.formats.xml_tree import DOCUMENT_TYPE


@dataclass(frozen=True, slots=True)
class Format:
    """`read` takes text or (where `is_binary`) bytes; what cannot be written has no `write`."""

    name: str
    title: str
    ending: str
    read: Callable[..., Reading]
    write: Callable[[Iterable[Item], str], Outcome] | None = None
    is_binary: bool = False


OURS = "ours"
FORMATS = {
    one.name: one
    for one in (
        Format("gift", "GIFT", ".gift", gift.read, gift.write),
        Format("moodle_xml", "Moodle XML", ".xml", moodle_xml.read, moodle_xml.write),
        Format("qti", "QTI 3.0", ".zip", qti.read, qti.write, is_binary=True),
        Format("aiken", "Aiken", ".txt", aiken.read, aiken.write),
    )
}
ENDINGS = {".gift": "gift", ".txt": "gift", ".xml": "moodle_xml", ".zip": "qti", ".yaml": OURS, ".yml": OURS, "": OURS}
ZIP = b"PK\x03\x04"
ROOT = pattern(r"\A(?:\s|<\?[^>]{0,500}\?>|<!--[^>]{0,2000}-->)*<(!DOCTYPE|(?:\w+:)?[\w-]+)", IGNORECASE)
AIKEN = pattern(r"(?m)^\s*ANSWER:\s*[A-Za-z]\b")
BRACES = pattern(r"(?m)[^\\\n]?\{[^\n]*$|^\s*::")


def recognised(text: str) -> str:
    """The name of the format of a text, by what stands in it."""
    if text.lstrip().startswith("<"):
        found = ROOT.search(text[:5000])
        root = found[1].lower().rpartition(":")[2] if found else ""
        if root == "!doctype":
            raise Unreadable(DOCUMENT_TYPE)
        if root == "questestinterop":
            raise Unreadable(_l("QTI 1.2 is not read. Export it as QTI 2.1 or later."))
        if root == "quiz":
            return "moodle_xml"
        if root.replace("-", "").removeprefix("qti").startswith("assessment") or root == "manifest":
            return "qti"
        raise Unreadable(
            _l(
                "This XML begins with <%(root)s>; Moodle XML begins with <quiz>, QTI with an assessment item.",
                root=root,
            )
        )
    return "aiken" if AIKEN.search(text) and not BRACES.search(text) else "gift"
