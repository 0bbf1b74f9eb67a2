"""Reads a certificate's PDF back: the text that a person would see on it, and the codes it carries."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

Glyphs = Mapping[bytes, str]


def text_on(page: Any) -> str:
    """The text of a page (a pikepdf.Page) in the order in which it was drawn; a gap wherever the pen moved."""
    return " ".join("".join(_words(page, page.obj.get("/Resources"))).split())


def _words(content: Any, resources: Any) -> Iterator[str]:
    fonts = {name: _glyphs(font) for name, font in (resources.get("/Font") or {}).items()} if resources else {}
    forms = (resources.get("/XObject") or {}) if resources else {}
    glyphs: Glyphs = {}
    for instruction in pikepdf.parse_content_stream(content):
        operands, word = instruction.operands, str(instruction.operator)
        if word == "Tf":
            glyphs = fonts.get(str(operands[0]), {})
        elif word in ("Tj", "TJ", "'", '"'):
            yield from _shown(operands[-1], glyphs)
        elif word in ("Td", "TD", "Tm", "T*", "ET"):
            yield " "
        elif word == "Do" and (form := forms.get(str(operands[0]))) is not None and form.get("/Subtype") == "/Form":
            yield from _words(form, form.get("/Resources") or resources)


def _shown(operand: Any, glyphs: Glyphs) -> Iterator[str]:
    """A string, or an array of strings and the small steps between them."""
    for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(part, pikepdf.String):
            yield _decoded(bytes(part), glyphs)


def _decoded(codes: bytes, glyphs: Glyphs) -> str:
    if not glyphs:
        return codes.decode("latin-1")
    width = len(next(iter(glyphs)))
    return "".join(glyphs.get(codes[at : at + width], "") for at in range(0, len(codes), width))


def _glyphs(font: Any) -> Glyphs:
    """Glyph code → letters, from the map that the font carries for those who read the text back."""
    if "/ToUnicode" not in font:
        return {}
    table = font["/ToUnicode"].read_bytes().decode("ascii", "replace")
    found: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[bytes.fromhex(code)] = _utf16(letters)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + step).to_bytes(len(first) // 2, "big")
                found[code] = chr(ord(_utf16(letters)[-1]) + step)
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


def codes_on(page: Any) -> list[str]:
    """The codes that a page carries: in its link to the verify page, else as text. As typed, not looked up."""
    links = [str(note.A.URI) for note in page.obj.get("/Annots", []) if "/A" in note and "/URI" in note.A]
    linked = [link for link in links if "/V/" in link]
    return linked[:1] or re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b", text_on(page))[:1]


def missing_on(text: str, said: Mapping[str, str]) -> list[str]:
    """The claims that cannot be found in the text of a page, whatever its spaces and line breaks."""
    whole = _bare(text)
    return [name for name, words in said.items() if not all(_bare(part) in whole for part in words.split("; "))]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
