"""Reads GIFT: the title, the text, and by the signs in the braces the type of each question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from re import compile as pattern

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.gift import answers
from tot.quizzes.formats.gift.blocks import BRACE, STRAY, TRUTH, Block, Category, blocks, looks_like_answers
from tot.quizzes.formats.gift.marked import MARKUP, marked
from tot.quizzes.formats.gift.numbers import number
from tot.quizzes.formats.gift.signs import shown
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Reading, Skipped, check_count, skipped
from tot.quizzes.formats.tags import category_of
from tot.quizzes.formats.weights import BLANK, said_if

TITLE = pattern(r"\s*::(.*?)::\s*", 16)  # 16: the point also stands for line breaks


def read(text: str) -> Reading:
    """All questions of a file. Raises Unreadable where they are too many, and for nothing else that stands in it."""
    items: list[Item] = []
    left: list[Skipped] = []
    notes = []
    for block in blocks(text):
        if isinstance(block, Category):
            notes.append((block.line, _l("category %(name)s", name=block.name[:200])))
            continue
        check_count(len(items) + len(left))
        draft = _opened(block)
        try:
            items.append(_item(draft))
        except NotCarried as reason:
            left.append(skipped(block.line, draft.title or shown(draft.before), reason.reason))
    return Reading(tuple(items), tuple(left), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block taken apart: the texts around the braces, and what is in them (None: there are none)."""

    block: Block
    title: str
    markup: str
    before: str
    inside: str | None
    after: str
    count: int = 1  # groups of answers


def _opened(block: Block) -> _Draft:
    text, title, markup = block.text, "", "moodle"
    if found := TITLE.match(text):
        title, text = shown(found[1]).strip(), text[found.end() :]
    if found := MARKUP.match(text):
        markup, text = found[1], text[found.end() :]
    groups = list(_groups(text))
    if not groups:
        before, _brace, inside = text.partition("{")
        return _Draft(block, title, markup, before, inside if _brace else None, "")
    answers = [(start, end) for start, end in groups if looks_like_answers(text[start + 1 : end])] or groups
    start, end = answers[0]
    return _Draft(block, title, markup, text[:start], text[start + 1 : end], text[end + 1 :], len(answers))


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where braces open and close, without those within others."""
    depth, start = 0, 0
    for brace in BRACE.finditer(text):
        if brace[0] == "{":
            start = brace.start() if not depth else start
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, brace.start()


def _item(draft: _Draft) -> Item:
    if draft.inside is None:
        raise NotCarried(_l("This is a text without a question."))
    if draft.block.depth:
        raise NotCarried(_l("A brace { is opened and never closed."))
    if STRAY.search(draft.after):
        raise NotCarried(_l("A brace within an answer ended the answers. Write \\{ and \\} for braces in a text."))
    if draft.count > 1:
        raise NotCarried(_l("There are answers in braces more than once. Make it several questions."))
    inside, hashes, general = draft.inside.partition("####")
    item = replace(
        _kind(inside)(inside, draft.markup),
        line=draft.block.line,
        name=draft.title,
        id=draft.block.id,
        tags=draft.block.tags,
        category=category_of(draft.block.category),
        stem=_stem(draft, inside),
    )
    return replace(item, feedback=weights.told([marked(general, draft.markup)[0], item.feedback])) if hashes else item


def _stem(draft: _Draft, inside: str) -> str:
    """The question; a gap stands where its answers stood in the middle of a sentence."""
    after = draft.after.strip()
    text = draft.before.rstrip()
    if after:
        text = f"{draft.before}{BLANK}{draft.after.rstrip()}"
    stem, _markup = marked(text, draft.markup)
    if not stem:
        raise NotCarried(_l("There is no question before the answers."))
    return stem


def _kind(inside: str) -> Callable[[str, str], Item]:
    begins = inside.lstrip()
    if not begins:
        return _essay
    if begins.startswith("#"):
        return number
    if begins.startswith(">"):
        return answers.order
    if TRUTH.match(inside):
        return _claim
    if begins[0] in "=~" and "->" in inside and "~" not in inside:
        return answers.match
    if begins[0] not in "=~":
        return answers.unsigned
    return answers.choice if "~" in inside else answers.short


def _essay(_inside: str, _markup: str) -> Item:
    return Item(type="short", stem="")


def _claim(inside: str, markup: str) -> Item:
    """{T#what is said to the wrong answer#what is said to the right one}."""
    said, *told = (part for part in inside.split("#"))
    wrong, right, *_more = [*(marked(part, markup)[0] for part in told), "", ""]
    claim = said.strip().lower().startswith("t")
    return Item(type="tf", stem="", claim=claim, feedback=weights.told([said_if(RIGHT, right), said_if(0, wrong)]))
