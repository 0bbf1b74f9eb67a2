"""Steps to be put in order: every step gets a place."""

from collections import Counter
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.types import Entries, Written, refuse_strangers
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.entries import check_entries
from tot.quizzes.formats.item import Item, NotCarried
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.laid import shuffled as laid_shuffled
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, share, spoken
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of, refuse_twice, shuffled
from tot.refusals import Sentence


def _permutation(fields: CourseFields, options: Entries, *_: object) -> Key:
    order = fields.texts("key")
    if options and order and not refuse_strangers(fields, order, options) and len(order) < len(options):
        left_out = ", ".join(option for option in options if option not in order)
        fields.error(f"leaves out {left_out}; the key puts every option in order", "key")
    return order


def _gift(item: Item) -> gift.Answers:
    """As the plug-in reads it that lets Moodle ask for an order."""
    return gift.Answers(f">{len(item.steps)}\n{gift.lines(gift.escaped(step) for step in item.steps).lstrip()}")


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    head = [
        "<layouttype>VERTICAL</layouttype>",
        "<selecttype>ALL</selecttype>",
        "<gradingtype>ABSOLUTE_POSITION</gradingtype>",
    ]
    steps = [moodle_xml.answer(step, place) for place, step in enumerate(item.steps, 1)]
    return moodle_xml.Asked("ordering", [*head, *steps])


def _qti(item: Item) -> qti.Asked:
    right = [f"a{place}" for place in range(1, len(item.steps) + 1)]
    body = qti.interaction("order", qti.choices(item.steps), ' shuffle="true"')
    return qti.Asked(qti.declared("ordered", "identifier", right), body, qti.CORRECT)


class Order(QuestionType):
    """Each step that stands at its place earns an equal part of the points."""

    name = "order"
    called = _l("ordering")
    written = Written(("options",), _permutation)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}
    script = "js/order.js"
    paper = "steps"

    def told(self, question: Question) -> Sentence:
        return _l(
            "Give each step its place. Each step at its right place earns a part of the points; "
            "all together count as right."
        )

    def earned(self, question: Question) -> Sentence:
        return _l(
            "Each step at its right place earns an equal part of the points. The question counts as right with all of "
            "its points."
        )

    def shape(self, question: Question, fields: Fields) -> Response:
        known = {str(number): number for number in range(1, len(question.options) + 1)}
        places = {option: known.get(fields.get(f"answer-{option}", "")) for option in question.options}
        taken = Counter(places.values())
        errors = {
            f"answer-{option}": _l("Choose a place.")
            if place is None
            else _l("Place %(number)s is given to more than one step.", number=place)
            for option, place in places.items()
            if place is None or taken[place] > 1
        }
        if errors:
            raise Unreadable(errors)
        return sorted(places, key=lambda option: places[option] or 0)

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [(f"answer-{option}", str(place)) for place, option in enumerate(response, 1)]

    def mark(self, question: Question, response: Response) -> float:
        key = question.listed
        return share(question, sum(said == right for said, right in zip(response, key, strict=True)), len(key))

    def lettered(self, question: Question) -> tuple[str, ...]:
        return shuffled(question, question.options, question.listed)

    def keys(self, question: Question) -> str:
        return f"order {LETTERS[: len(question.options)].lower()}"

    def keyed(self, question: Question, text: str) -> Keyed:
        """The letters in their order. A place that was left out, or bears two letters, is empty and earns nothing."""
        said = entries_of(text, self.lettered(question), with_blanks=True)
        refuse_twice(said, self.lettered(question))
        if len(said) != len(question.options):
            count = len(question.options)
            sentence = _l("Type %(count)s letters, one for each place, and - where there is none.", count=count)
            raise Unreadable({"answer": sentence})
        return Keyed(said)

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of(said.response, self.lettered(question))

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        return {"steps": spoken(question, question.listed, language)}

    def fitting(self, item: Item) -> Item:
        check_entries(item.steps)
        if len(item.steps) < 2:
            raise NotCarried(_l("There are fewer than two steps."))
        return item

    def laid(self, item: Item, said: Said) -> Laid:
        order, options = laid_shuffled(item.steps)
        return Laid({"options": tuple(options), "key": tuple(order)}, {"options": options})

    def right(self, item: Item, said: Said) -> str:
        return "; ".join(item.steps)
