"""HTML as question banks hold it becomes Markdown: in one pass, whatever is broken in it."""

from __future__ import annotations

from html import unescape
from re import compile as pattern

from tot.quizzes.formats.decoding import cleaned
from tot.quizzes.formats.texts.fitting import KNOWN_TARGET
from tot.quizzes.formats.texts.formulas import FORMULA, lowered, raised, read_aloud
from tot.quizzes.formats.texts.plain import code_block, code_span, escaped

KNOWN = (
    r"p|br|div|span|b|strong|i|em|u|ul|ol|li|sub|sup|code|pre|a|img|table|tbody|thead|tr|td|th|h[1-6]|font|tt|hr|small"
    r"|big|blockquote|center|math|video|audio|iframe|script|style|dl|dt|dd|s|strike|del|ins|q|label|figure|figcaption"
    r"|object|embed|source|svg|input|button|section|article|mark|kbd|abbr|cite|var|samp|caption|o:p"
)
HAS_TAG = pattern(rf"(?i)</?(?:{KNOWN})(?:\s[^<>]*)?/?>")
HAS_HTML = pattern(rf"{HAS_TAG.pattern}|&(?:#\d{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,30}});")
TAG = pattern(r"<(/?)([A-Za-z][A-Za-z0-9:]*)((?:\s|/)[^<>]*)?>|<!\[CDATA\[|\]\]>|<[!?][^<>]*>")
ATTRIBUTE = pattern(r"""([A-Za-z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
SPACES = pattern(r"[ \t\n\u00a0]+")
ENTRY = pattern(r" *(?:-|\d+\.) ")
MANY_BREAKS = pattern(r"\n{3,}")
MANY_SPACES = pattern(r"(?<=\S) {2,}")
# `++` gives nothing back, and (?<!…) begins only where spaces begin: time in proportion to the text.
TRAILING = pattern(r"(?<![ \t])[ \t]++(?=\n)|(?<=\n)[ \t]++(?!(?:-|\d+\.) )")

BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "center",
     "section", "article", "dl", "dt", "dd", "figure", "figcaption"}
)  # fmt: skip
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "h1": "**", "h2": "**", "h3": "**", "h4": "**", "h5": "**",
         "h6": "**", "s": "~~", "strike": "~~", "del": "~~"}  # fmt: skip
SILENT = frozenset({"script", "style", "object", "svg"})
CODE = frozenset({"code", "pre", "tt", "kbd", "samp"})
DEEPEST = 20  # lists, marks and links within each other; those further in are text
KEPT = pattern("\x01(\\d+)\x02")  # a piece that is finished: code, a formula


def has_html(text: str) -> bool:
    """Whether a text holds a tag or an entity that a browser knows."""
    return ("<" in text or "&" in text) and HAS_HTML.search(text) is not None


def has_tags(text: str) -> bool:
    """Whether a text holds a tag that a browser knows."""
    return "<" in text and HAS_TAG.search(text) is not None


def from_html(text: str, *, is_markdown: bool = False, keeps_lines: bool = False) -> str:
    """Markdown of it. `is_markdown`: only the tags are HTML; `keeps_lines`: a line break is one."""
    return _Page(is_markdown, keeps_lines).written(without_comments(text))


def without_comments(text: str) -> str:
    """Without <!-- … -->; one that is never closed is left as it is."""
    pieces, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        pieces.append(text[at:begin])
        at = end + 3
    return "".join([*pieces, text[at:]])


class _Page:
    """Walks through the tags, and writes pieces of Markdown."""

    def __init__(self, is_markdown: bool, keeps_lines: bool) -> None:
        self.is_markdown, self.keeps_lines = is_markdown, keeps_lines
        self.pieces: list[str] = []
        self.lists: list[int] = []  # of each open list: the number of its last entry, or -1 where it has dots
        self.marks: list[tuple[str, int]] = []  # open bold and slanted pieces: tag, where they began
        self.links: list[tuple[str, int]] = []
        self.raised = ""  # inside sub or sup
        self.silent = ""
        self.code: list[str] = []  # inside an element of code: its text
        self.code_tag = ""
        self.kept: list[str] = []

    def written(self, text: str) -> str:
        at = 0
        for formula in FORMULA.finditer(text) if "math" in text else ():
            self._tags(text[at : formula.start()])
            self._keep(escaped(read_aloud(formula)))
            at = formula.end()
        self._tags(text[at:])
        self._end_code()
        for name, _start in reversed(self.marks[:]):
            self._mark(name, is_end=True)
        joined = "".join(self.pieces)
        if not self.is_markdown:
            joined = MANY_SPACES.sub(" ", TRAILING.sub("", joined))
        shortened = MANY_BREAKS.sub("\n\n", joined)
        shortened = KEPT.sub(lambda found: self.kept[int(found[1])], shortened) if self.kept else shortened
        return shortened if self.is_markdown else shortened.strip()

    def _tags(self, text: str) -> None:
        at = 0
        for tag in TAG.finditer(text):
            self._text(text[at : tag.start()])
            at = tag.end()
            if tag[2]:
                self._tag(tag[2].lower(), bool(tag[1]), tag[3] or "")
        self._text(text[at:])

    def _keep(self, text: str) -> None:
        """Adds a piece that nothing changes any more."""
        if text and not self.silent:
            self.pieces.append(f"\x01{len(self.kept)}\x02")
            self.kept.append(text)

    def _text(self, text: str) -> None:
        if not text or self.silent:
            return
        if self.code_tag:
            text = cleaned(unescape(text))
            self.code.append(text if self.code_tag == "pre" or self.keeps_lines else SPACES.sub(" ", text))
            return
        if self.is_markdown:
            self.pieces.append(text)  # Markdown knows the names of signs itself
            return
        text = cleaned(unescape(text))
        if not self.keeps_lines:
            text = SPACES.sub(" ", text)
        if self.raised:
            self.pieces.append(_script(text, self.raised))
            return
        inner = escaped(text)
        before = " " if text[:1].isspace() and inner else ""
        after = " " if text[-1:].isspace() else ""
        self.pieces.append((before + inner + after) if inner else " " * bool(text))

    def _tag(self, name: str, is_end: bool, attributes: str) -> None:
        if name in SILENT:
            self.silent = "" if is_end and self.silent == name else self.silent or ("" if is_end else name)
        elif self.silent:
            return
        elif self.code_tag:
            self._inside_code(name, is_end)
        elif name in CODE:
            self.code_tag = "" if is_end else name
        elif name in MARKS:
            if name in BLOCKS and not is_end:
                self._break("\n\n")
            self._mark(name, is_end)
            if name in BLOCKS and is_end:
                self._break("\n\n")
        elif name in ("ul", "ol"):
            self._list(name, is_end)
        elif name in BLOCKS:
            self._break("\n" if name in ("tr", "dt", "dd") else "\n\n")
        else:
            self._inline(name, is_end, attributes)

    def _inside_code(self, name: str, is_end: bool) -> None:
        if name == "br" or (name in BLOCKS and is_end):
            self.code.append("\n")
        elif is_end and name == self.code_tag:
            self._end_code()

    def _end_code(self) -> None:
        """What was marked as code, in a line or as lines of its own."""
        text, self.code, self.code_tag = "".join(self.code).strip("\n"), [], ""
        if "\n" in text:
            self._break("\n\n")
            self._keep(code_block(text))
            self._break("\n\n")
        else:
            self._keep(code_span(text))

    def _inline(self, name: str, is_end: bool, attributes: str) -> None:
        if name == "br":
            self._break("\n", is_added=True)
        elif name == "li" and not is_end:
            self._entry()
        elif name in ("sub", "sup"):
            self.raised = "" if is_end else name
        elif name in ("td", "th") and is_end:
            self.pieces.append(" · ")
        elif name == "img" and not is_end:
            self.pieces.append(f" ({one_of(attributes, 'alt') or file_name(attributes) or '…'}) ")
        elif name == "a":
            self._link(is_end, attributes)

    def _break(self, signs: str, *, is_added: bool = False) -> None:
        """Ends the line; two ends in one place are the larger of them, or (`is_added`) both."""
        before = 0
        while self.pieces and self.pieces[-1].strip(" \n") in ("", "·"):
            before = max(before, self.pieces.pop().count("\n"))
        if self.pieces and ENTRY.fullmatch(self.pieces[-1]):
            return  # a paragraph in an entry begins on the line of its sign
        count = before + len(signs) if is_added else max(before, len(signs))
        self.pieces.append("\n" * min(count, 3))  # more than two are shortened to two afterwards

    def _mark(self, name: str, is_end: bool) -> None:
        if not is_end:
            if len(self.marks) < DEEPEST:
                self.marks.append((name, len(self.pieces)))
            return
        if not any(opened == name for opened, _start in self.marks[-8:]):
            return
        opened, start = self.marks.pop()
        while opened != name:
            opened, start = self.marks.pop()
        inner = "".join(self.pieces[start:])
        del self.pieces[start:]
        stripped = inner.strip()
        mark = MARKS[name] if stripped and "\n" not in stripped and not stripped.startswith("*") else ""
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :] if stripped else ""
        self.pieces.append(f"{before}{mark}{stripped}{mark}{after}")

    def _list(self, name: str, is_end: bool) -> None:
        self._break("\n\n" if not self.lists or (is_end and len(self.lists) == 1) else "\n")
        if is_end:
            del self.lists[-1:]
        elif len(self.lists) < DEEPEST:
            self.lists.append(-1 if name == "ul" else 0)

    def _entry(self) -> None:
        self._break("\n")
        indent = "    " * (len(self.lists) - 1)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            self.pieces.append(f"{indent}{self.lists[-1]}. ")
        else:
            self.pieces.append(f"{indent}- ")

    def _link(self, is_end: bool, attributes: str) -> None:
        if not is_end:
            if len(self.links) < DEEPEST:
                self.links.append((one_of(attributes, "href"), len(self.pieces)))
        elif self.links:
            href, start = self.links.pop()
            words = SPACES.sub(" ", "".join(self.pieces[start:])).strip()
            del self.pieces[start:]
            is_web = KNOWN_TARGET.fullmatch(href) and not any(sign in href for sign in " ()<>[]\n")
            self.pieces.append(f"[{words}]({href})" if is_web and words and "](" not in words else words)


def one_of(attributes: str, name: str) -> str:
    """The value of this attribute."""
    for found in ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            return SPACES.sub(" ", cleaned(unescape(found[2] or found[3] or found[4] or ""))).strip()
    return ""


def file_name(attributes: str) -> str:
    """The name of the file that a picture shows."""
    source = one_of(attributes, "src")
    return "" if source.startswith("data:") else source.rsplit("/", 1)[-1].partition("?")[0][:80]


def _script(text: str, name: str) -> str:
    """Small digits above or below the line exist as letters; for other signs ^ and _ say it."""
    return escaped(raised(text) if name == "sup" else lowered(text))
