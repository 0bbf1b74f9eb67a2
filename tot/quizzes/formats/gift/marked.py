"""Pieces of text in GIFT, each of which may begin with the name of its markup in brackets."""

from __future__ import annotations

from re import compile as pattern

from tot.quizzes.formats.gift.signs import shown
from tot.quizzes.formats.texts import from_markup

MARKUP = pattern(r"\s*\[(html|moodle|plain|markdown)\]\s*")


def marked(text: str, markup: str) -> tuple[str, str]:
    """The Markdown of a piece of the file, which may begin with a markup of its own; and that markup."""
    if found := MARKUP.match(text):
        markup, text = found[1], text[found.end() :]
    return from_markup(shown(text), markup), markup
