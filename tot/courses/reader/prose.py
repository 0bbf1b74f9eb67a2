"""Checks a text that people will read: no HTML, no telephone numbers or addresses, only known placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from re import IGNORECASE
from re import compile as pattern

from tot.courses.reader.boxes import check_boxes
from tot.courses.reader.letters import check_letters
from tot.courses.reader.links import check_links
from tot.courses.reader.passages import Passage, blanked, without_code
from tot.courses.reader.problems import did_you_mean

PLACEHOLDERS = frozenset({
    "hotline_national", "child_protection_duty", "police_at_unit", "guardianship_body",
    "ngo_support", "consular_duty", "interpreter_service",
})  # fmt: skip

PLACEHOLDER = pattern(r"\{\{([^{}\n]*)\}\}")
STRAY_BRACES = pattern(r"\{\{|\}\}")
HTML = pattern(r"<(?!https?://|mailto:)[A-Za-z/!?]")
HEADING = pattern(r"(?m)^ {0,3}(#{1,6})(?:[ \t]|$)")
CROWDED_HEADING = pattern(r"(?m)^ {0,3}#{2,6}[^#\s]")
UNDERLINED_HEADING = pattern(r"(?m)^[^\s|>#-][^\n]*\n {0,3}(=+|-+)[ \t]*$")
EMAIL = pattern(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
# Years, dates, ranges of years, links and symbols of UN documents hold many digits and are no telephone numbers.
HARMLESS = pattern(
    r"https?://[^\s)>]+|\b(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{4}-\d\d-\d\d\b"
    r"|\((?:19|20)\d\d\)|\b[A-Z]{1,5}(?:/[A-Z0-9]{1,5}\b)+"
)
DIGIT = pattern(r"\d")
LONG_NUMBER = pattern(r"\+?\(?\d[\d ().\-–/\u00a0]{5,40}\d")
SHORT_NUMBER = pattern(
    r"(?:\b(?:tel|(?:tele)?phone|hotline|call|dial|тел|телефон\w*|звоните|позвоните|telefon\w*|qo[ʻ‘'’]ng[ʻ‘'’]iroq\w*)\b|☎)"
    r"[^\d\n]{0,15}(?<!\d)(?!19\d\d|20\d\d)\d{3,6}(?!\d)",
    IGNORECASE,
)
TELEPHONE = "looks like a telephone number; use a placeholder such as {{hotline_national}}"
ROUND = pattern(r"\d{1,3}(?:[ \u00a0]\d{3})*[ \u00a0]000")


def check_text(passage: Passage, highest_heading: int | None = None) -> None:
    """`highest_heading` is the level (1–6) at which headings may begin in this text; without it there are none."""
    lines = set()
    for offset, message in _mistakes(passage.text):
        mark = passage.mark_at(offset)
        if (mark.line, message) not in lines:  # a tag and its end are one mistake
            lines.add((mark.line, message))
            is_doubtful = message == TELEPHONE and passage.text[offset].isdigit()
            # Digits in a row are often a sum in a question of another system; somebody will read it anyway.
            is_told = is_doubtful and passage.file.problems.collected.is_imported
            (passage.file.warning if is_told else passage.file.error)(mark, passage.where, message)
    _check_headings(passage, highest_heading)
    check_links(passage)
    check_letters(passage)
    if passage.has_lines:
        check_boxes(passage)


def check_same_placeholders(source: Passage, translation: Passage) -> None:
    """A contact that is named in the source must be named as often in the translation."""
    wanted, found = (Counter(placeholders_in(passage.text)) for passage in (source, translation))
    for name in sorted((wanted - found).keys()):
        translation.error(0, f"{{{{{name}}}}} stands in the source and not here; add it")
    for name in sorted((found - wanted).keys()):
        translation.error(0, f"{{{{{name}}}}} stands here and not in the source; remove it")


def placeholders_in(text: str) -> list[str]:
    return [name.strip() for name in PLACEHOLDER.findall(text)]


def heading_levels(text: str) -> list[int]:
    return [len(found[1]) for found in HEADING.finditer(without_code(text))]


def _mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Most texts are short and hold none of the signs, so each search waits for its own."""
    if "{{" in text or "}}" in text:
        yield from _braces(text)
    for found in HTML.finditer(without_code(text)) if "<" in text else ():
        yield found.start(), "HTML is not used here; write Markdown, or put a space after <"
    for found in EMAIL.finditer(text) if "@" in text else ():
        yield found.start(), "looks like an e-mail address; name the office or use a placeholder"
    if DIGIT.search(text):
        yield from _numbers(blanked(HARMLESS, text))


def _braces(text: str) -> Iterator[tuple[int, str]]:
    for found in PLACEHOLDER.finditer(text):
        if (name := found[1].strip()) not in PLACEHOLDERS:
            yield found.start(), f"{{{{{name[:40]}}}}} is no known placeholder; {did_you_mean(name, PLACEHOLDERS)}"
    for found in STRAY_BRACES.finditer(blanked(PLACEHOLDER, text)):
        yield found.start(), f"{found[0]} without its other half; write a placeholder as {{{{name}}}}"


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    for found in LONG_NUMBER.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) >= 7 and not ROUND.fullmatch(found[0]):
            yield found.start(), TELEPHONE
    for found in SHORT_NUMBER.finditer(text):
        yield found.start(), TELEPHONE


def _check_headings(passage: Passage, highest: int | None) -> None:
    text = without_code(passage.text)
    for found in UNDERLINED_HEADING.finditer(text):
        message = "a line of = or - makes a heading of the text above; leave a line empty between, or write ##"
        passage.error(found.start(1), message)
    for found in CROWDED_HEADING.finditer(text):
        passage.error(found.start(), "a heading needs a space after its #; put one there")
    level = (highest or 1) - 1
    for found in HEADING.finditer(text):
        deeper = len(found[1])
        if highest is None:
            passage.error(found.start(), "headings are not used here; write plain text")
        elif not highest <= deeper <= level + 1:
            allowed = "#" * min(max(level + 1, highest), 6)
            passage.error(found.start(), f"a heading of level {deeper} cannot stand here; write {allowed}")
        level = max(deeper, (highest or 1) - 1)
