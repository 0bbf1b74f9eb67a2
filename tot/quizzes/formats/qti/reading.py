"""Reads items of QTI 2.1 to 3.0, each by itself or all those of a package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats import weights
from tot.quizzes.formats.decoding import text_of
from tot.quizzes.formats.item import MOST_ENTRIES, Item, NotCarried, Reading, Skipped, Unreadable, check_count, skipped
from tot.quizzes.formats.qti.answers import declared
from tot.quizzes.formats.qti.bodies import HIDDEN, stem_of, told_in
from tot.quizzes.formats.qti.interactions import KINDS, Question, inline_choices
from tot.quizzes.formats.qti.names import find_all, renamed
from tot.quizzes.formats.qti.package import parts_of
from tot.quizzes.formats.xml_tree import Malformed, Node, parse, repaired

ZIP = b"PK\x03\x04"
PICTURES = frozenset({"img", "object", "audio", "video", "assessmentstimulusref"})
ASIDE = frozenset({"endattemptinteraction", "mediainteraction"})  # a button for hints, something to be looked at
MOST_SIGNS, MOST_SIGNS_IN_ALL = 200_000, 4_000_000  # of <, which counts the elements before they are built
DRAWN = frozenset({"templatedeclaration", "templateprocessing", "printedvariable"})


def read(content: bytes) -> Reading:
    """All items. Raises Unreadable where there is none."""
    desk = _Desk()
    if not content.startswith(ZIP):
        text = text_of(content)
        try:
            root = _tree(text)
        except Malformed as broken:
            raise Unreadable(broken.reason) from broken
        desk.take(root, "", ())
        if not desk.items and not desk.left:
            raise Unreadable(_l("The file holds no item. Of a package, choose the ZIP file."))
        return desk.reading()
    for part in parts_of(content):
        if part.trouble is not None:
            desk.left.append(skipped(part.line, part.path, part.trouble))
            continue
        try:
            text = text_of(part.content)
        except Unreadable as refusal:
            desk.left.append(skipped(1, part.path, refusal.sentence))
            continue
        desk.weigh(text)
        try:
            root = _tree(text)
            _add_passages(root, part.beside)
            desk.take(root, part.path, part.tags)
        except Malformed as broken:
            desk.left.append(skipped(broken.line, part.path, broken.reason))
    return desk.reading()


def _tree(text: str) -> Node:
    if text.count("<") > MOST_SIGNS:
        raise Malformed(1, _l("The item is too large."))
    try:
        return renamed(parse(text))
    except Malformed:
        return renamed(parse(repaired(text)))


def _add_passages(root: Node, beside: Callable[[str], bytes]) -> None:
    """What several items of a package ask about stands in a file of its own; here each question shows it."""
    for node in find_all(root, "assessmentitem"):
        body = node.child("itembody")
        for reference in list(node.all("assessmentstimulusref")) if body is not None else ():
            content = beside(reference.attributes.get("href", ""))
            try:
                passage = find_all(_tree(text_of(content)), "stimulusbody") if content else []
            except (Malformed, Unreadable):
                passage = []
            if passage and body is not None:
                body.children[:0] = passage[0].children
                node.children.remove(reference)


class _Desk:
    """What was read so far."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.left: list[Skipped] = []
        self.notes: list[tuple[int, Any]] = []
        self.signs = 0  # < in all

    def weigh(self, text: str) -> None:
        """Adds a file to what was read. Raises Unreadable where it is more than a package can honestly hold."""
        self.signs += text.count("<")
        check_count(len(self.items) + len(self.left))
        if self.signs > MOST_SIGNS_IN_ALL:
            raise Unreadable(_l("The package holds too many elements. Divide it."))

    def reading(self) -> Reading:
        """All of it."""
        return Reading(tuple(self.items), tuple(self.left), tuple(self.notes))

    def take(self, root: Node, path: str, tags: tuple[str, ...]) -> None:
        """The items of one file."""
        for node in find_all(root, "assessmentitem"):
            title = node.attributes.get("title", "") or node.attributes.get("identifier", "")
            try:
                item = _item(node)
            except NotCarried as refusal:
                name = f"{path}: {title}" if path else title
                self.left.append(skipped(node.line, name, refusal.reason))
                continue
            self.items.append(replace(item, tags=tags, name=" ".join(title.split())))
            if pictures := [one for one in node.walk() if one.tag in PICTURES]:
                files = ", ".join(dict.fromkeys(_address(one) for one in pictures))[:200]
                self.notes.append(
                    (node.line, _l("%(name)s: files are not carried: %(files)s", name=title, files=files))
                )


def _item(node: Node) -> Item:
    body = node.child("itembody")
    if body is None:
        raise NotCarried(_l("The item has no body."))
    if any(one.tag in DRAWN for one in node.walk()):
        raise NotCarried(_l("Its numbers or words are drawn anew for everybody, which is not carried."))
    asked = [one for one in _asking(body) if one.tag.endswith("interaction") and one.tag not in ASIDE]
    if not asked:
        raise NotCarried(_l("This is a text without a question."))
    item = _asked(node, body, asked)
    tries = (_l("It allowed several tries; here one answer is given."),)
    return replace(
        item,
        line=node.line,
        id=node.attributes.get("identifier", ""),
        points=_points(node) if item.type != "short" else 1,
        stem=stem_of(body, asked[0]),
        feedback=weights.told([*told_in(node), item.feedback]),
        notes=(*item.notes, *(tries if node.attributes.get("adaptive", "") == "true" else ())),
    )


def _asked(node: Node, body: Node, asked: list[Node]) -> Item:
    """What is asked, without the text around it."""
    if len(asked) > MOST_ENTRIES:
        raise NotCarried(_l("There are more than %(most)s answers.", most=MOST_ENTRIES))
    if len(asked) > 1 and any(one.tag != "inlinechoiceinteraction" for one in asked):
        raise NotCarried(_l("It asks %(count)s times in one item; make each a question.", count=len(asked)))
    questions = [
        Question(node, body, one, declared(node, one.attributes.get("responseidentifier", ""))) for one in asked
    ]
    if len(asked) > 1:
        return inline_choices(questions)
    kind = asked[0].tag
    if kind not in KINDS:
        name = kind.removesuffix("interaction")
        raise NotCarried(_l("There is no type here for an interaction of the kind %(kind)s.", kind=name[:40]))
    return KINDS[kind](questions[0])


def _address(picture: Node) -> str:
    """Of a file that is shown."""
    named = (picture.attributes.get(name, "") for name in ("src", "data", "href"))
    inner = (one.attributes.get("src", "") for one in picture.elements if one.tag == "source")
    return next((one[:80] for one in (*named, *inner) if one), "?")


def _asking(body: Node) -> list[Node]:
    """The elements of the body that a participant sees."""
    found: list[Node] = []
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if one.tag in HIDDEN:
            continue
        found.append(one)
        waiting.extend(reversed(list(one.elements)))
    return found


def _points(node: Node) -> int:
    for outcome in node.all("outcomedeclaration"):
        name = outcome.attributes.get("identifier", "").upper()
        if name in ("SCORE", "MAXSCORE"):
            default = outcome.child("defaultvalue")
            written = default.text.strip() if default is not None and name == "MAXSCORE" else ""
            try:
                points = float(written or outcome.attributes.get("normalmaximum", ""))
            except ValueError:
                continue
            if 1 <= points <= 20 and points == int(points):
                return int(points)
    return 1
