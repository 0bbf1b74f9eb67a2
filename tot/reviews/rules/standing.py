"""How far the review of a text is in a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tot.courses.rules import SOURCE_LANGUAGE, Annex, Glossary, Handout, Module, PairedTest, Quiz, Thing

Standing = Literal["signed", "changed", "in file", "waits"]


def is_reviewed(thing: Thing) -> bool:
    """Whether reviewers sign it off as a whole of its own: a knowledge check is read with its module."""
    if isinstance(thing, Module):
        return thing.is_ready
    if isinstance(thing, Quiz):
        return thing.kind in ("refresher quiz", "final test")
    return isinstance(thing, PairedTest | Handout | Glossary | Annex)


def standing_of(thing: Thing, language: str, holding: Sequence[object], earlier: Sequence[object]) -> Standing:
    """`holding` are the signatures on the text as it is, `earlier` all that it ever had and kept.

    "in file": nobody signed here, and the author's files say that somebody reviewed the translation.
    """
    if holding:
        return "signed"
    if earlier:
        return "changed"
    return "in file" if _file_says(thing, language) else "waits"


def _file_says(thing: Thing, language: str) -> bool:
    if isinstance(thing, Annex):
        return thing.is_signed_off
    # The source translates nothing, so its file says nothing about it.
    drafts: tuple[str, ...] | None = getattr(thing, "drafts", None)
    return drafts is not None and language != SOURCE_LANGUAGE and language not in drafts
