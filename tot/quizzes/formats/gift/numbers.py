"""Numbers in braces: {#3}, {#3:0.5}, {#1..5}, and several with weights: {# =3:0 =%50%3:1}."""

from __future__ import annotations

from decimal import Decimal
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.gift.answers import divided, weighed
from tot.quizzes.formats.gift.marked import marked
from tot.quizzes.formats.gift.signs import shown
from tot.quizzes.formats.item import Item, NotCarried
from tot.quizzes.formats.weights import ANYTHING, Range, decimal

SEVERAL = pattern(r"\s=\s*[%\d.+-]")  # a second number, of which the first had no sign
LONGEST = 200  # signs of a number
RANGE = pattern(r"\s*(\S+?)\s*\.\.\s*(\S+)\s*\Z")


def number(inside: str, markup: str) -> Item:
    """A question whose answer is a number."""
    body = inside.lstrip().removeprefix("#")
    if not body.strip():
        raise NotCarried(_l("There is no number among the answers."))
    begins = body.lstrip()[:1]
    is_signed = begins in "=~"
    is_several = is_signed or "~" in body or SEVERAL.search(body) is not None
    pieces = divided(body if is_signed else f"={body}") if is_several else [("=", body)]
    return weights.numbers([found for sign, text in pieces if (found := _range(sign, text, markup)) is not None])


def _range(sign: str, text: str, markup: str) -> Range | None:
    percent, answer = weighed(sign, text)
    said, _hash, told = answer.partition("#")
    written, feedback = shown(said).strip(), marked(told, markup)[0]
    if written in ("", ANYTHING) or (sign == "~" and not percent):
        return Range(Decimal(0), Decimal(0), 0.0, feedback) if feedback else None
    if len(written) > LONGEST:
        raise NotCarried(_l("“%(text)s” is no number.", text=written[:40]))
    if found := RANGE.match(written):
        low, high = sorted((decimal(found[1]), decimal(found[2])))
        return Range((low + high) / 2, (high - low) / 2, percent, feedback, is_span=low < high)
    key, _colon, tolerance = written.partition(":")
    return Range(decimal(key), abs(decimal(tolerance)) if tolerance.strip() else Decimal(0), percent, feedback)
