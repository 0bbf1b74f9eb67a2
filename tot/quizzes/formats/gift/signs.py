r"""Signs with a meaning in GIFT and their escapes: \~ \= \# \{ \} \: \\ and \n for a line break."""

from __future__ import annotations

from re import compile as pattern

# While a block is taken apart, an escaped sign is an invisible character, which no decoded text holds.
HIDDEN = {"~": "\x01", "=": "\x02", "#": "\x03", "{": "\x04", "}": "\x05", ":": "\x06", "\\": "\x07", "n": "\x08"}
SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in HIDDEN.items()})
ESCAPE = pattern(r"\\([~=#{}:\\n])")
MEANT = pattern(r"[~=#{}:\\]")


def hidden(text: str) -> str:
    """The text with every escaped sign out of the way."""
    return ESCAPE.sub(lambda found: HIDDEN[found[1]], text) if "\\" in text else text


def shown(text: str) -> str:
    """The text as its author meant it."""
    return text.translate(SHOWN)


def escaped(text: str) -> str:
    """To be written into a file: no sign of it has a meaning, and it holds no blank line."""
    return MEANT.sub(r"\\\g<0>", text).replace("\n", "\\n")
