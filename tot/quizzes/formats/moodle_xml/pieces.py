"""Finds the questions in Moodle XML. Where the file as a whole is broken, each question is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from re import Match
from re import compile as pattern

from tot.quizzes.formats.item import Skipped, Unreadable, skipped
from tot.quizzes.formats.xml_tree import CLOSES, OPENS, Malformed, Node, parse, repaired

# A plug-in writes the number of its question in an element of the same name, which begins no other.
QUESTION = pattern(r"<question(?=[\s>])(?!>\s*\d{0,12}\s*</question>)")
COMMENT = pattern(r"<!--(?:(?!-->).)*+-->", 16)
NAME = pattern(r"<name>\s*(?:<text>)?\s*(?:<!\[CDATA\[)?([^<\]]{1,200})")
TYPE = pattern(r"""\btype\s*=\s*["'](\w{1,40})""")
END = "</question>"


def questions_of(text: str) -> Iterator[Node | Skipped]:
    """Every question of the file, with the categories between them. Raises Unreadable where there is none."""
    try:
        root = parse(text)
    except Malformed as broken:
        if "<!DOCTYPE" in text[:100_000].upper():
            raise Unreadable(broken.reason) from broken
        pieces = list(_one_by_one(text))
        if not pieces:
            raise Unreadable(broken.reason) from broken
        yield from pieces
        return
    waiting = [root]
    while waiting:  # a plug-in may write elements of this name inside its questions
        node = waiting.pop()
        if node.tag == "question":
            yield node
        else:
            waiting.extend(reversed(list(node.elements)))


def _one_by_one(text: str) -> Iterator[Node | Skipped]:
    """Each question from its tag to the next one's: what is broken in one does not reach the others."""
    text = COMMENT.sub(_without_questions, text)
    starts = [found.start() for found in QUESTION.finditer(text)]
    line, counted, reached = 1, 0, 0
    for start, following in zip(starts, [*starts[1:], len(text)], strict=False):
        if start < reached:  # it is only spoken of, within the text of another
            continue
        line, counted = line + text.count("\n", counted, start), start
        piece = text[start:following]
        if piece.rfind(OPENS) > piece.rfind(CLOSES) and END not in piece:
            reached = text.find(END, max(text.find(CLOSES, following), following)) + len(END)
            piece = text[start : max(reached, following)]
        end = piece.rfind(END)
        piece = piece[: end + len(END)] if end >= 0 else piece
        try:
            yield parse(repaired(piece), line)
        except Malformed as broken:
            named = NAME.search(piece) or TYPE.search(piece)
            yield skipped(line, named[1].strip() if named else "", broken.reason)


def _without_questions(comment: Match[str]) -> str:
    """What was put aside as a comment is no question; its lines still count."""
    is_whole = comment[0].count(OPENS) == comment[0].count(CLOSES)
    return "\n" * comment[0].count("\n") if is_whole and "<question" in comment[0] else comment[0]
