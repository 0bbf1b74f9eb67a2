"""A claim that is true or false."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.types import Written
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.item import RIGHT, Item
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, one_of
from tot.quizzes.types.lettering import plain
from tot.refusals import Sentence

# As it is said and shortened in English, Russian and Uzbek, and where the keys t and f are on a Cyrillic keyboard. A y
# alone is no answer: it is yes in one language and no in another.
TRUE = "t true yes 1 в верно и истина п правда д да т тўғри рост ҳа togri rost ha h е"
FALSE = "f false no n 0 н неверно нет л ложь нотўғри ёлғон йўқ notogri yolgon yoq а"
APOSTROPHES = str.maketrans(dict.fromkeys("'\u02bb\u02bc\u2018\u2019\u0060\u00b4", ""))


def _claim(fields: CourseFields, *_: object) -> Key:
    return fields.claim("key")


def _gift(item: Item) -> gift.Answers:
    return gift.Answers("TRUE" if item.claim else "FALSE")


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    answers = [
        moodle_xml.answer(text, RIGHT if (text == "true") == item.claim else 0, markup="moodle_auto_format")
        for text in ("true", "false")
    ]
    return moodle_xml.Asked("truefalse", answers)


def _qti(item: Item) -> qti.Asked:
    inner = "".join(
        f'<qti-simple-choice identifier="{name}">{name.capitalize()}</qti-simple-choice>' for name in ("true", "false")
    )
    body = qti.interaction("choice", inner, ' shuffle="false" max-choices="1"')
    right = "true" if item.claim else "false"
    return qti.Asked(qti.declared("single", "identifier", [right]), body, qti.CORRECT)


class TrueFalse(QuestionType):
    name = "tf"
    called = _l("true or false")
    written = Written(key=_claim)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}
    paper = "claim"

    def told(self, question: Question) -> Sentence:
        return _l("Say whether this is true or false.")

    def earned(self, question: Question) -> Sentence:
        return _l("All or nothing: only the right answer earns points.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(("true", "false"), fields.get("answer", ""), _l("Choose true or false.")) == "true"

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", "true" if response else "false")]

    def mark(self, question: Question, response: Response) -> float:
        return float(question.points) if response is question.key else 0.0

    def keys(self, question: Question) -> str:
        return "claim"

    def keyed(self, question: Question, text: str) -> Keyed:
        typed = plain(text).translate(APOSTROPHES)
        if typed not in TRUE.split() and typed not in FALSE.split():
            raise Unreadable({"answer": _l("Type t for true or f for false.")})
        return Keyed(typed in TRUE.split())

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return "t" if said.response else "f"

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        return {"claim": question.key is True}

    def laid(self, item: Item, said: Said) -> Laid:
        return Laid({"key": item.claim})

    def right(self, item: Item, said: Said) -> str:
        return said.true if item.claim else said.false
