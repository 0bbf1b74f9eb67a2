"""One right answer among several."""

from flask_babel import lazy_gettext as _l

from tot.courses.reader.types import Written, one_of_options
from tot.courses.rules import Question
from tot.quizzes.formats import aiken, gift, moodle_xml, qti
from tot.quizzes.formats.item import RIGHT, Item, NotCarried
from tot.quizzes.types.choices import Choice
from tot.quizzes.types.interface import Fields, Keyed, Response, Unreadable, one_of
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of
from tot.refusals import Sentence


def _gift(item: Item) -> gift.Answers:
    return gift.Answers(gift.lines(f"{'=' if one.percent else '~'}{gift.option(one)}" for one in item.options))


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    answers = [moodle_xml.answer(one.text, RIGHT if one.percent > 0 else 0, one.feedback) for one in item.options]
    return moodle_xml.Asked("multichoice", ["<single>true</single>", moodle_xml.SHUFFLED, *answers])


def _qti(item: Item) -> qti.Asked:
    right = next(place for place, one in enumerate(item.options, 1) if one.percent > 0)
    body = qti.interaction("choice", qti.options(item), ' shuffle="true" max-choices="1"')
    return qti.Asked(qti.declared("single", "identifier", [f"a{right}"]), body, qti.CORRECT)


class Single(Choice):
    name = "single"
    called = _l("one right answer")
    written = Written(("options",), one_of_options)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti, "aiken": aiken.question}

    def told(self, question: Question) -> Sentence:
        return _l("Choose one answer.")

    def earned(self, question: Question) -> Sentence:
        return _l("All or nothing: only the right answer earns points.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(question.options, fields.get("answer", ""), _l("Choose one of the answers."))

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", response)]

    def mark(self, question: Question, response: Response) -> float:
        return float(question.points) if response == question.key else 0.0

    def keys(self, question: Question) -> str:
        return f"one {LETTERS[: len(question.options)].lower()}"

    def keyed(self, question: Question, text: str) -> Keyed:
        chosen = entries_of(text, question.options)
        if len(chosen) > 1:
            raise Unreadable({"answer": _l("Type one letter. If two boxes are crossed, type -")})
        return Keyed(chosen[0])

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of([said.response], question.options)

    def fitting(self, item: Item) -> Item:
        fit = super().fitting(item)
        if sum(option.percent > 0 for option in fit.options) > 1:
            raise NotCarried(_l("Several answers are right, and only one can be chosen."))
        return fit

    def laid_key(self, right: tuple[str, ...]) -> str:
        return right[0]
