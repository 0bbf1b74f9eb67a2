"""Writes single values as YAML that the reader of courses gets back exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from re import compile as pattern
from typing import Any

PLAIN = pattern(r"[^\W\d_][^\n:#,\[\]{}&*!|>'\"%@`\\\t]*[^\s:#,\[\]{}&*!|>'\"%@`\\]")
RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
NAME = pattern(r"[a-z][a-z0-9_]*")


def scalar(text: str) -> str:
    """On one line."""
    if PLAIN.fullmatch(text) and text.isprintable() and text.lower() not in RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\u00a0", "\\xa0")


def passage(text: str, indent: int) -> str:
    """A text that may have many lines; those that a block can hold are written as one."""
    if "\n" not in text:
        return scalar(text)
    if text[0] in " \t\n" or text[-1].isspace() or not all(_fits_block(line) for line in text.split("\n")):
        return scalar(text)
    space = " " * indent
    return "|\n" + "\n".join(f"{space}{line}" if line else "" for line in text.split("\n"))


def _fits_block(line: str) -> bool:
    return line.isprintable() and (not line or not line[-1].isspace()) and "\ufeff" not in line


def number(value: Decimal) -> str:
    """As the reader knows numbers: without an exponent."""
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written if written not in ("-0", "") else "0"


def sequence(names: Iterable[str]) -> str:
    """A list of names on one line."""
    return f"[{', '.join(names)}]"


def mapping(pairs: Mapping[str, str]) -> str:
    """Name and value pairs on one line; the values are written already."""
    return f"{{{', '.join(f'{name}: {value}' for name, value in pairs.items())}}}"


def flow(value: Any) -> str:
    """A name, text, number, claim, list or mapping on one line."""
    if isinstance(value, Mapping):
        return mapping({name: flow(one) for name, one in value.items()})
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, str):
        return value if NAME.fullmatch(value) and value not in RESERVED else scalar(value)
    return str(value) if isinstance(value, int) else sequence(flow(one) for one in value)


def block(words: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Lines with texts, lists of texts and mappings, indented by so many spaces."""
    space = " " * indent
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield f"{space}{name}:"
            yield from block(value, indent + 2)
        else:
            written = passage(value, indent + 2) if isinstance(value, str) else sequence(quoted(one) for one in value)
            yield f"{space}{name}: {written}"


def quoted(text: str) -> str:
    """Between quotation marks in any case."""
    written = scalar(text)
    return written if written.startswith('"') else f'"{written}"'
