"""A sentence in one's own words: marked by the patterns of the course where they recognise all, else by the trainer."""

from collections.abc import Sequence
from functools import lru_cache
from re import compile as pattern
from typing import Any
from unicodedata import normalize

from flask_babel import lazy_gettext as _l

from tot.courses.reader.criteria import with_patterns
from tot.courses.reader.types import Written
from tot.courses.rules import Criterion, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.essays import is_recognised
from tot.quizzes.formats.item import RIGHT, Item, Need
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Response
from tot.quizzes.types.open_answer import ON_PAPER, OpenAnswer
from tot.refusals import Sentence

APOSTROPHES = str.maketrans(dict.fromkeys("\u02bb\u02bc\u2018\u2019\u0060\u00b4\u2032", "'") | {"ё": "е"})
BETWEEN_WORDS = pattern(r"[^\w'*]+")


def _gift(item: Item) -> gift.Answers:
    if is_recognised(item):
        return gift.Answers(gift.lines(f"={gift.escaped(pattern)}" for pattern in item.needs[0].patterns), "model")
    return gift.Answers("", "criteria" if item.needs else "")


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    if not is_recognised(item):
        return moodle_xml.essay(item)
    patterns = [moodle_xml.answer(one, RIGHT, markup="moodle_auto_format") for one in item.needs[0].patterns]
    return moodle_xml.Asked("shortanswer", ["<usecase>0</usecase>", *patterns], "model")


def _qti(item: Item) -> qti.Asked:
    if not is_recognised(item):
        return qti.open_text(item)
    patterns = item.needs[0].patterns
    declaration = qti.declared("single", "string", patterns[:1], [(one, 1.0) for one in patterns])
    loss = "wildcards" if any("*" in one for one in patterns) else "model"
    return qti.Asked(declaration, qti.GAP, qti.MAPPED, loss=loss)


class Short(OpenAnswer):
    """Each criterion earns one point. Patterns only ever give points: what they do not recognise, a person reads."""

    name = "short"
    called = _l("own words")
    written = Written(criteria=with_patterns)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}
    paper = "words"
    longest = 2000  # a page of text is no short answer

    def told(self, question: Question) -> Sentence:
        return _l(
            "Answer in one or two sentences. If the platform does not recognise everything that is asked, "
            "your trainer reads your answer."
        )

    def earned(self, question: Question) -> Sentence:
        return _l(
            "Each thing that is asked earns its points. The platform looks for words that show it; what it does not "
            "recognise, a person reads and marks."
        )

    def mark(self, question: Question, response: Response) -> float | None:
        return float(question.points) if len(recognised(question, response)) == len(question.criteria) else None

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        needs = tuple(Need(one.text.get(language, ""), one.patterns.get(language, ())) for one in question.criteria)
        return {"points": 1, "needs": needs, "model": question.model.get(language, "")}

    def laid(self, item: Item, said: Said) -> Laid:
        needs = item.needs or (Need(said.read),)
        criteria = {f"c{place}": {"text": one.text, "patterns": one.patterns} for place, one in enumerate(needs, 1)}
        structure = {"points": len(needs), "criteria": tuple(criteria)}
        return Laid(structure, {"model": item.model or said.model, "criteria": criteria})


def recognised(question: Question, text: str) -> tuple[str, ...]:
    """The ids of the criteria that some pattern finds in the text, in whichever language it was written."""
    return tuple(recognised_by(question, text))


def recognised_by(question: Question, text: str) -> dict[str, str]:
    """Criterion → the first of its patterns that finds it in the text."""
    if text == ON_PAPER:
        return {}
    words = _plain(text)
    found = ((criterion.id, _met(criterion, words)) for criterion in question.criteria)
    return {criterion: pattern for criterion, pattern in found if pattern is not None}


def _met(criterion: Criterion, words: str) -> str | None:
    patterns = (one for patterns in criterion.patterns.values() for one in patterns)
    return next((one for one in patterns if _fits(_pieces(one), words)), None)


@lru_cache(maxsize=20_000)
def _pieces(pattern: str) -> tuple[str, ...]:
    return tuple(_plain(pattern).split("*"))


def _plain(text: str) -> str:
    """Small letters, one kind of apostrophe, one space between words and no other marks."""
    return BETWEEN_WORDS.sub(" ", normalize("NFC", text).lower().translate(APOSTROPHES)).strip()


def _fits(pieces: Sequence[str], words: str) -> bool:
    """Whether the pieces stand in the words in this order: the first at the beginning, the last at the end.

    Taking each piece at its earliest place is enough, so the time grows with the text and never explodes.
    """
    if len(pieces) == 1:
        return words == pieces[0]
    first, *middle, last = pieces
    if not words.startswith(first) or not words.endswith(last):
        return False
    at, end = len(first), len(words) - len(last)
    for piece in middle:
        found = words.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end
