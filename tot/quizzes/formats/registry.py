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
ROOT = pattern(r"<(!DOCTYPE|(?:\w+:)?[\w-]+)", IGNORECASE)
BEFORE_ROOT = pattern(r"\s*(?:<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->)", 16)  # 16: also across lines
# Braces that hold answers, or a title between colons, are GIFT; other braces also stand in questions about code.
GIFT = pattern(r"(?im)(?<!\\)\{\s*(?:[=~#>}]|(?:t|true|f|false)\s*[}#])|^[^\S\n]*::")


def recognised(text: str) -> str:
    """The name of the format of a text, by what stands in it."""
    if text.lstrip().startswith("<"):
        at = 0
        while said := BEFORE_ROOT.match(text, at):
            at = said.end()
        found = ROOT.match(text[at : at + 5000].lstrip())
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
    return "aiken" if aiken.ANSWER.search(text) and not GIFT.search(text) else "gift"
