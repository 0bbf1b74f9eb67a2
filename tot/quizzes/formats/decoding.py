"""Bytes become text: byte order marks, UTF-16, encodings that are named; what would be guessed is refused instead."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from re import Match
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.item import Unreadable

LARGEST = 100_000_000  # bytes of one file; pages take much less
DECLARED = pattern(rb"""\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# What no reader can see and no database wants; a line break of any kind becomes \n.
UNSEEN = pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]|[^\x00-\uffff]")
LINE_ENDS = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def text_of(content: bytes, encoding: str = "") -> str:
    """The text of a file, with \\n at the end of lines. `encoding` is what a person named. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(_l("The file is larger than %(most)s MB. Divide it into several.", most=LARGEST // 1_000_000))
    return cleaned(_decoded(content, encoding))


def cleaned(text: str) -> str:
    """Without invisible characters, with one kind of line end."""
    return UNSEEN.sub(_seen, LINE_ENDS.sub("\n", text))


def _seen(found: Match[str]) -> str:
    sign = found[0]
    return sign if ord(sign) > 0xFFFF and ord(sign) & 0xFFFE != 0xFFFE else ""


def _decoded(content: bytes, encoding: str) -> str:
    if encoding:
        return _named(content, encoding)
    if content.startswith(BOM_UTF8):
        content = content.removeprefix(BOM_UTF8)
    elif content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _named(content, "utf-16")
    elif wide := _without_mark(content):
        return _named(content, wide)
    elif (declared := DECLARED.match(content)) and declared[1].lower() not in (b"utf-8", b"utf-16"):
        return _named(content, declared[1].decode())
    try:
        return content.decode()
    except UnicodeDecodeError as refusal:
        raise Unreadable(
            _l(
                "The file is not UTF-8 (see line %(line)s). Save it as UTF-8; or name its encoding: a file in Cyrillic "
                "from an older Windows is cp1251.",
                line=content.count(b"\n", 0, refusal.start) + 1,
            )
        ) from refusal


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: in Latin text every second byte is zero."""
    if len(content) >= 4 and len(content) % 2 == 0:
        if content[1] == 0 and content[3] == 0 and content[0] and content[2]:
            return "utf-16-le"
        if content[0] == 0 and content[2] == 0 and content[1] and content[3]:
            return "utf-16-be"
    return ""


def _named(content: bytes, encoding: str) -> str:
    try:
        if not lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError as refusal:
        raise Unreadable(_l("There is no encoding %(name)s. Try cp1251, or UTF-8.", name=encoding[:40])) from refusal
    except UnicodeError as refusal:
        sentence = _l("The file is not in the encoding %(name)s. Name another, or save it as UTF-8.", name=encoding)
        raise Unreadable(sentence) from refusal
