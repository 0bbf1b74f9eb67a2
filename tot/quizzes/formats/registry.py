"""The formats by name: how each is read, written and recognised. A new format is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import aiken, gift, moodle_xml, qti
from tot.quizzes.formats.item import Item, NotCarried, Reading, Unreadable, skipped
from tot.quizzes.formats.plan import LOSSES, Outcome, note_of
from tot.quizzes.formats.xml_tree import DOCUMENT_TYPE
from tot.quizzes.types import TYPES


@dataclass(frozen=True, slots=True)
class Format:
    """`read` takes text or (where `is_binary`) bytes. `join` makes a file of questions, each as its type says it for
    this format. `others` says why it knows only some types, where that is its nature."""

    name: str
    title: str
    ending: str
    read: Callable[..., Reading]
    join: Callable[[Sequence[tuple[Item, Any]], str], bytes]
    is_binary: bool = False
    others: Any = None

    def write(self, items: Iterable[Item], title: str = "") -> Outcome:
        """A file of those that can be written; the others are named, each with the reason."""
        asked, left = [], []
        for item in items:
            try:
                asked.append((item, self._said(item)))
            except NotCarried as refusal:
                left.append(skipped(item.line, item.called, refusal.reason))
        notes = tuple((item.line, note_of(item, said.loss)) for item, said in asked if LOSSES[said.loss])
        return Outcome(self.join(asked, title), tuple(item for item, _said in asked), tuple(left), notes)

    def _said(self, item: Item) -> Any:
        kind = TYPES[item.type]
        if self.name not in kind.exports:
            unknown = _l(
                "%(format)s does not know this type of question: %(type)s.", format=self.title, type=kind.called
            )
            raise NotCarried(self.others or unknown)
        return kind.exports[self.name](item)


OURS = "ours"
FORMATS = {
    one.name: one
    for one in (
        Format("gift", "GIFT", ".gift", gift.read, gift.write),
        Format("moodle_xml", "Moodle XML", ".xml", moodle_xml.read, moodle_xml.write),
        Format("qti", "QTI 3.0", ".zip", qti.read, qti.write, is_binary=True),
        Format("aiken", "Aiken", ".txt", aiken.read, aiken.write, others=aiken.OTHERS),
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
