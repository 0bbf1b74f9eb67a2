"""Plain text as Markdown that shows exactly that text."""

from __future__ import annotations

from re import Match
from re import compile as pattern

# What Markdown could take for something else; most texts hold none of it.
SUSPICIOUS = pattern(r"[\\`*_~<&|]|\]\(|\[\^|\]:|(?:^|\n)[ \t]*(?:[#>+=:-]|\d{1,9}[.)])|(?:^|\n)[ \t]{4}")
SIGNS = pattern(
    r"\\(?=[!-/:-@\[-`{-~\n])|[`|]|\*(?! )|(?<! )\*|_+|~~+|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)"
    r"|(?<=\])\(|\[(?=\^)|(?<=\]):"
)
ENTITIES = {"<": "&lt;", "&": "&amp;"}
LINE_START = pattern(r"(?m)^[ \t]*([#>+=:*-]|\d{1,9}(?=[.)]))")
INDENT = pattern(r"(?m)^[ \t]+")
SPACES = pattern(r"\s+")
LINE_END = pattern(r"(?m)(?<![ \t])[ \t]++$")
FENCE = pattern(r"(?m)^```\n((?:(?!```)[^\n]*\n)*)```[ \t]*$")


def escaped(text: str) -> str:
    """Markdown of a plain text. Takes time in proportion to the text."""
    text = text.strip()
    if not SUSPICIOUS.search(text):
        return text
    text = INDENT.sub("", text)
    return LINE_START.sub(_line_start, SIGNS.sub(_sign, text))


def one_line(text: str) -> str:
    """For an option or an entry, which stand on one line."""
    if "```" in text:
        text = FENCE.sub(lambda found: code_span(SPACES.sub(" ", found[1])), text)
    return SPACES.sub(" ", text).strip()


def code_span(text: str) -> str:
    """Code in a line; Markdown shows it as it stands."""
    stripped = text.strip()
    return f"`{stripped}`" if stripped and "`" not in stripped else escaped(stripped)


def code_block(text: str) -> str:
    """Code on lines of its own."""
    if "```" in text:
        return escaped(text)
    return f"```\n{LINE_END.sub('', text)}\n```"


def _sign(found: Match[str]) -> str:
    sign, text = found[0], found.string
    if sign[0] == "_":
        before = text[found.start() - 1] if found.start() else " "
        after = text[found.end()] if found.end() < len(text) else " "
        is_harmless = (before.isalnum() and after.isalnum()) or (before.isspace() and after.isspace() and len(sign) > 1)
        stands_alone = _stands_alone(text, found.start(), found.end())
        return sign if is_harmless and not stands_alone else sign.replace("_", "\\_")
    if sign[0] == "~":
        return sign.replace("~", "\\~")
    return ENTITIES.get(sign, "\\" + sign)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the line holds nothing else: then Markdown draws a rule."""
    return (not start or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")


def _line_start(found: Match[str]) -> str:
    sign = found[1]
    if sign == "*" or (sign == ":" and not found.string.startswith(":::", found.start(1))):
        after = found.string[found.end() : found.end() + 1]
        return found[0].replace(sign, "\\" + sign) if after == " " else found[0]
    if sign.isdigit():
        return f"{sign}\\"  # 12. becomes 12\. and begins no list
    return found[0].replace(sign, "\\" + sign)
