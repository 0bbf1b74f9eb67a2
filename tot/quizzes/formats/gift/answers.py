"""Answers in braces: options with their weights, accepted words, pairs, and steps in order."""

from __future__ import annotations

from dataclasses import replace
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.gift.marked import MARKUP, marked
from tot.quizzes.formats.gift.signs import shown
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.texts import escaped, one_line

MOST_ANSWERS = 500
ANSWER = pattern(r"[~=]")
UNSIGNED = pattern(r"\s*[^\W_][^\n~={}<>\\$]{0,80}(?:#[^\n~={}]*)?\s*")
ATTRIBUTE = pattern(r'(?<=[A-Za-z-])=(?=")')  # in HTML that nobody escaped
WEIGHT = pattern(r"\s*%\s*([+-]?\d{1,3}(?:[.,]\d{0,12})?)\s*%")
ORDER = pattern(
    r"\s*>(?:[ \t]*+(?:-?\d++|[A-Z][A-Z_]*+|none|abc|iii))*+[ \t]*(?=\n)"
)  # how many, how shown, how graded


def divided(inside: str) -> list[tuple[str, str]]:
    """(sign, text) of each answer."""
    inside = ATTRIBUTE.sub("\x02", inside)  # as an escaped sign is written
    starts = [found.start() for found in ANSWER.finditer(inside)]
    if len(starts) > MOST_ANSWERS:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_ANSWERS))
    return [(inside[a], inside[a + 1 : b]) for a, b in zip(starts, [*starts[1:], len(inside)], strict=False)]


def weighed(sign: str, text: str) -> tuple[float, str]:
    """What an answer is worth in percent, and the answer itself."""
    if found := WEIGHT.match(text):
        return float(found[1].replace(",", ".")), text[found.end() :]
    return RIGHT if sign == "=" else 0.0, text


def _option(sign: str, text: str, markup: str) -> Option:
    percent, answer = weighed(sign, text)
    said, _hash, told = answer.partition("#")
    words, own = marked(said, markup)
    if not words and own == "moodle":  # an answer of nothing but a tag speaks of that tag
        words = escaped(shown(said))
    return Option(one_line(words), percent, marked(told, own)[0])


def choice(inside: str, markup: str) -> Item:
    """{=right ~wrong ~%50%half}. Without any = the weights say which are right together."""
    pieces = [(sign, text) for sign, text in divided(inside) if text.strip()]  # in =~ the first sign says nothing
    options = [_option(sign, text, markup) for sign, text in pieces]
    return weights.choice(
        [option for option in options if option.text], is_single=any(sign == "=" for sign, _t in pieces)
    )


def short(inside: str, markup: str) -> Item:
    """{=word =%50%other}: what is typed is compared with them."""
    found = []
    for sign, text in divided(inside):
        percent, answer = weighed(sign, text)
        said, _hash, told = answer.partition("#")
        found.append(Option(one_line(shown(MARKUP.sub("", said, count=1))), percent, marked(told, markup)[0]))
    return weights.accepted(found)


def unsigned(inside: str, markup: str) -> Item:
    """{word}: the one accepted answer, of which = was forgotten."""
    if not UNSIGNED.fullmatch(inside):
        raise NotCarried(_l("The answers do not begin with = or ~."))
    item = short(f"={inside.strip()}", markup)
    return replace(item, notes=(*item.notes, _l("The answer in braces had no sign; it was read as the right answer.")))


def match(inside: str, markup: str) -> Item:
    """{=left -> right =left -> right = -> one that belongs to none}."""
    pairs = []
    for _sign, text in divided(inside):
        left, arrow, right = text.partition("->")
        if not arrow:
            raise NotCarried(_l("A pair has no ->: %(text)s", text=one_line(shown(text))[:60]))
        said = [one_line(marked(part, markup)[0]) for part in (left, right.partition("#")[0])]
        pairs.append((said[0], said[1]))
    return weights.matched(pairs)


def order(inside: str, markup: str) -> Item:
    """{>3 … then each step on a line of its own, in the right order}: from the plug-in for ordering questions."""
    head = ORDER.match(inside)
    if not head:
        raise NotCarried(_l("The steps to be put in order do not stand each on a line of its own."))
    lines = [one_line(marked(line, markup)[0]) for line in inside[head.end() :].split("\n")]
    return Item(type="order", stem="", steps=tuple(line for line in lines if line))
