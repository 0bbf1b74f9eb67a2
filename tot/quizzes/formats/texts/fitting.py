"""What a text must be to stand in our courses: mended where that changes nothing, else refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from re import Match
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.reader.prose import SHORT_NUMBER
from tot.courses.reader.texts import complaint_about

# A text with none of these needs neither mending nor a closer look.
SUSPICIOUS = pattern(r"[<@☎]|\{\{|\}\}|\]\(|\]:|:::|(?:^|\n) {0,3}#|\n {0,3}(?:=+|-+)[ \t]*(?:\n|$)")
# Of the digits only these may be a telephone number; others in a row are told to authors as a doubt.
DIGITS, SIGNED = pattern(r"\d{3}|\d[\d ().\-–/\u00a0]{5}"), pattern(r"[+(]\(?\d")
CODE = pattern(r"(?m)^ {0,3}(```|~~~)[^\n]*\n(?:(?! {0,3}\1)[^\n]*\n)*(?: {0,3}\1[^\n]*\n?)?|`[^`\n]*`")
HTML = pattern(r"<(?!https?://)(?=[A-Za-z/!?])")
HEADING = pattern(r"(?m)^ {0,3}#{1,6}[ \t]*+([^\n]*)$")
UNDERLINE = pattern(r"(?m)^ {0,3}(?=(?:=+|-+)[ \t]*$)")
DEFINITION = pattern(r"(?m)^( {0,3})\[(?=(?!\^)[^\]\n]+\]:)")
BOX = pattern(r"(?m)^( {0,3})(?=:::)")
PLACES = (
    r"hotline_national|child_protection_duty|police_at_unit|guardianship_body|ngo_support|consular_duty"
    r"|interpreter_service"
)
BRACES = pattern(rf"\{{\{{[ ]*(?:{PLACES})[ ]*\}}\}}|\{{\{{|\}}\}}")
LINK = pattern(r"(!?)\[([^\[\]\n]*)\]\(\s*<?([^\s()<>]*)>?[^()\n]*\)")
KNOWN_TARGET = pattern(r"https?://[^\s/]+\.\S+|term:[\w-]+|annex:|#[A-Z][A-Z0-9]{1,11}-[\w-]+")
KNOWN_BOX = pattern(r"(?m)^ {0,3}:{3,} ?(?:rule|think|example|caution)[ \t]*$")


def fitted(text: str) -> str:
    """The text with what courses do not know said otherwise: no headings, tags, pictures or foreign links."""
    if not SUSPICIOUS.search(text):
        return text
    return outside_code(text, _mended)


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with everything changed that is not marked as code."""
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [change(text[at : code.start()]), BRACES.sub(_apart, code[0])]
        at = code.end()
    return "".join([*pieces, change(text[at:])])


def _apart(found: Match[str]) -> str:
    """Double braces that name nobody, even in code, are no placeholder."""
    return found[0] if len(found[0]) > 2 else " ".join(found[0])


def _mended(text: str) -> str:
    if "](" in text:
        text = LINK.sub(_link, text)
    text = HTML.sub("&lt;", text)
    if "#" in text:
        text = HEADING.sub(_strong, text)
    text = UNDERLINE.sub(r"\\", text) if "\n" in text else text
    text = DEFINITION.sub(r"\1\\[", text)
    if ":::" in text and not KNOWN_BOX.search(text):
        text = BOX.sub(r"\1\\", text)
    return BRACES.sub(_apart, text)


def _strong(found: Match[str]) -> str:
    """A heading as a line that stands out."""
    said = found[1].rstrip(" \t#")
    return f"**{said}**" if said else ""


def _link(found: Match[str]) -> str:
    """A link that leads nowhere here keeps its words; of a picture its words remain."""
    if found[1]:
        return f"({found[2]})" if found[2].strip() else "(…)"
    return found[0] if KNOWN_TARGET.fullmatch(found[3]) else found[2]


# What the check of courses says is for authors of files; this is for people who bring a file from elsewhere.
SENTENCES: dict[str, Any] = {
    "e-mail": _l("A text holds what looks like an e-mail address. Name the office instead."),
    "telephone": _l("A text holds what looks like a telephone number. Name the service instead."),
    "placeholder": _l("A text holds double braces, which mean something else here. Put a space between them."),
    "half": _l("A text holds double braces, which mean something else here. Put a space between them."),
    "link": _l("A text holds a link that leads nowhere here. Write its whole address, or only its words."),
    "picture": _l("A text shows a picture, which is not carried. Say in words what it shows."),
    "HTML": _l("A text holds HTML, which is not used here. Write it without tags."),
    "heading": _l("A text holds a heading, which a question cannot have. Write it as a sentence."),
    ":::": _l("A text holds a line of :::, which means something else here. Delete it."),
}


def _needs_a_look(text: str) -> bool:
    if SUSPICIOUS.search(text):
        return True
    return DIGITS.search(text) is not None and bool(SIGNED.search(text) or SHORT_NUMBER.search(text))


def objection(*texts: str) -> Any:
    """Why one of these cannot stand in a course, as its own check says; None when all can."""
    for text in texts:
        if text and _needs_a_look(text) and (found := complaint_about(text)):
            told = (sentence for sign, sentence in SENTENCES.items() if sign in found)
            return next(told, _l("A text cannot stand in a course: %(complaint)s.", complaint=found))
    return None
