"""Texts in several languages, and parts that are found by their id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

SOURCE_LANGUAGE = "en"
"""The language courses are written in; all others translate it."""

Words = Mapping[str, str]
"""One text in several languages: language code → text. Empty where the author wrote none."""


def in_language(words: Words, language: str) -> str:
    """The text in this language, else in the source language, else in any; empty when there is none."""
    return words.get(language) or words.get(SOURCE_LANGUAGE) or next(iter(words.values()), "")


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=Identified)


def with_id(parts: Iterable[Part], wanted: str) -> Part:
    """Raises KeyError for an id that is not among them."""
    for part in parts:
        if part.id == wanted:
            return part
    raise KeyError(wanted)
