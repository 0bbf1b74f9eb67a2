"""Several right answers among several."""

from flask_babel import lazy_gettext as _l

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.types import Entries, Written, refuse_strangers
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.item import RIGHT, Item, Option
from tot.quizzes.types.choices import Choice
from tot.quizzes.types.interface import Fields, Keyed, Response, Unreadable, share
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of, refuse_twice
from tot.refusals import Sentence


def _some(fields: CourseFields, options: Entries, *_: object) -> Key:
    chosen = fields.texts("key")
    refuse_strangers(fields, chosen, options)
    return tuple(option for option in options if option in chosen)


def _worth(item: Item, whole: float) -> list[tuple[Option, float]]:
    """In other systems: right answers share the points; a wrong one takes as much as a right one gives."""
    part = whole / sum(one.percent > 0 for one in item.options)
    return [(one, part if one.percent > 0 else -part) for one in item.options]


def _gift(item: Item) -> gift.Answers:
    return gift.Answers(
        gift.lines(
            f"~%{f'{percent:.5f}'.rstrip('0').rstrip('.')}%{gift.option(one)}" for one, percent in _worth(item, RIGHT)
        )
    )


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    answers = [moodle_xml.answer(one.text, percent, one.feedback) for one, percent in _worth(item, RIGHT)]
    return moodle_xml.Asked("multichoice", ["<single>false</single>", moodle_xml.SHUFFLED, *answers])


def _qti(item: Item) -> qti.Asked:
    worth = [(f"a{place}", points) for place, (_one, points) in enumerate(_worth(item, item.points), 1)]
    right = [name for name, points in worth if points > 0]
    body = qti.interaction("choice", qti.options(item), ' shuffle="true" max-choices="0"')
    return qti.Asked(qti.declared("multiple", "identifier", right, worth), body, qti.MAPPED, is_multiple=True)


class Multi(Choice):
    """Each right choice earns an equal part of the points, each wrong choice takes one away, never below zero."""

    name = "multi"
    called = _l("several right answers")
    written = Written(("options",), _some, in_any_order=True)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}

    def told(self, question: Question) -> Sentence:
        return _l(
            "Choose all that are right. Each right choice earns a part of the points and each wrong choice takes "
            "one away. The question counts as right when you choose exactly the right ones."
        )

    def earned(self, question: Question) -> Sentence:
        return _l(
            "Each right choice earns an equal part of the points and each wrong choice takes such a part away, never "
            "below zero. The question counts as right with all of its points."
        )

    def shape(self, question: Question, fields: Fields) -> Response:
        chosen = fields.getlist("answer")
        if not chosen or not set(chosen) <= set(question.options):
            raise Unreadable({"answer": _l("Choose at least one answer.")})
        return [option for option in question.options if option in chosen]

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", option) for option in response]

    def mark(self, question: Question, response: Response) -> float:
        right = set(question.listed)
        chosen = set(response)
        return share(question, len(chosen & right) - len(chosen - right), len(right))

    def keys(self, question: Question) -> str:
        return f"some {LETTERS[: len(question.options)].lower()}"

    def keyed(self, question: Question, text: str) -> Keyed:
        chosen = entries_of(text, question.options)
        refuse_twice(chosen, question.options)
        return Keyed([option for option in question.options if option in chosen])

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of(said.response, question.options)
