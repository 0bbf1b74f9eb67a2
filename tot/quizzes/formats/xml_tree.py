"""XML as a small tree that knows its lines. Document types, and with them entities, are refused unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from re import IGNORECASE, Match
from re import compile as pattern
from xml.parsers import expat

from flask_babel import lazy_gettext as _l

DEEPEST = 100
MOST_NODES = 3_000_000
AMPERSAND = pattern(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)?", IGNORECASE)
DECLARATION = pattern(r"\A\s*<\?xml[^>]*\?>")
DOCUMENT_TYPE = _l("The file declares a document type, which is not read. Delete the lines from <!DOCTYPE to >.")
OPENS, CLOSES = "<![CDATA[", "]]>"


class Malformed(Exception):
    """The XML is broken, and where; or it is more than can be read."""

    def __init__(self, line: int, reason: object) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(slots=True)
class Node:
    """An element by its local name; children are elements and pieces of text."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Node]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Node))

    def all(self, tag: str) -> Iterator[Node]:
        """The children of this name."""
        return (child for child in self.elements if child.tag == tag)

    def child(self, tag: str) -> Node | None:
        """The first child of this name."""
        return next(self.all(tag), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in their order."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed([child for child in node.children if isinstance(child, Node)]))

    @property
    def text(self) -> str:
        """All text in it."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one)
            else:
                waiting.extend(reversed(one.children))
        return "".join(pieces)

    @property
    def markup(self) -> str:
        """What stands in it, as HTML."""
        return "".join(_written(child) for child in self.children)


def _written(one: Node | str) -> str:
    if isinstance(one, str):
        return escape(one, quote=False)
    inner = one.markup  # at most DEEPEST levels
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in one.attributes.items())
    return f"<{one.tag}{attributes}>{inner}" + ("" if one.tag in ("br", "hr", "img") else f"</{one.tag}>")


def parse(text: str, first_line: int = 1) -> Node:
    """The tree. Raises Malformed."""
    return _Builder(first_line).build(DECLARATION.sub(_blank, text, count=1).encode())


def _blank(found: Match[str]) -> str:
    return "\n" * found[0].count("\n")


class _Builder:
    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.open: list[Node] = []
        self.root: Node | None = None
        self.count = 0
        parser = expat.ParserCreate("utf-8")  # namespaces are read over: some files forget to declare them
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self.parser = parser

    def build(self, content: bytes) -> Node:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as broken:
            line = broken.lineno + self.first_line - 1
            said = expat.errors.messages.get(broken.code, str(broken.code))
            raise Malformed(line, _l("The XML is broken in line %(line)s: %(said)s.", line=line, said=said)) from broken
        finally:
            parser = self.parser  # its handlers lead back to this builder
            parser.StartDoctypeDeclHandler = parser.StartElementHandler = None
            parser.EndElementHandler = parser.CharacterDataHandler = None
        if self.root is None:
            raise Malformed(self.first_line, _l("The XML holds nothing."))
        return self.root

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self.first_line - 1

    def _refuse(self, *_declared: object) -> None:
        raise Malformed(self.line, DOCUMENT_TYPE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_NODES:
            raise Malformed(self.line, _l("The XML is nested too deep, or holds too many elements."))
        node = Node(name.rpartition(":")[2], _own(attributes) if attributes else attributes, self.line)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)


def _own(attributes: dict[str, str]) -> dict[str, str]:
    """By local names; one without a prefix goes before one with it."""
    named = sorted(attributes.items(), key=lambda one: ":" not in one[0])
    return {key.rpartition(":")[2]: value for key, value in named if not key.startswith("xmlns")}


def repaired(text: str) -> str:
    """With every & that XML does not know made one that it does; sections of CDATA stay as they are."""
    pieces, at = [], 0
    while (begin := text.find(OPENS, at)) >= 0 and (end := text.find(CLOSES, begin)) >= 0:
        pieces += [AMPERSAND.sub(_ampersand, text[at:begin]), text[begin : end + 3]]
        at = end + 3
    return "".join([*pieces, AMPERSAND.sub(_ampersand, text[at:])])


def _ampersand(found: Match[str]) -> str:
    name = found[1] or ""
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        is_sign = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if is_sign else ""
    if known := html5.get(f"{name};"):
        return escape(known)
    return f"&amp;{found[0][1:]}"
