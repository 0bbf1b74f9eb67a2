"""A case to be worked through in a longer text: always read by a person, who marks it by a rubric."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.reader.criteria import with_levels
from tot.courses.reader.types import Written
from tot.courses.rules import Criterion, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.item import Item, Need
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Response, spoken
from tot.quizzes.types.open_answer import OpenAnswer
from tot.refusals import Sentence


def _need(criterion: Criterion, language: str) -> Need:
    levels = tuple((level.points, level.text.get(language, "")) for level in criterion.levels)
    return Need(criterion.text.get(language, ""), levels=levels)


def _gift(item: Item) -> gift.Answers:
    return gift.Answers("", "criteria" if item.needs else "")


class Case(OpenAnswer):
    """Each criterion of the rubric earns the points of the level that the marker finds."""

    name = "case"
    called = _l("case with rubric")
    written = Written(("tasks",), criteria=with_levels)
    exports = {"gift": _gift, "moodle_xml": moodle_xml.essay, "qti": qti.open_text}
    script = "js/length.js"
    has_scene = True
    paper = "case"
    longest = 6000  # two pages

    def told(self, question: Question) -> Sentence:
        return _l(
            "Answer in your own words, in up to %(most)s characters. A person reads your answer and marks it.",
            most=self.longest,
        )

    def earned(self, question: Question) -> Sentence:
        return _l(
            "A person reads the answer. Each criterion earns the points of the level that was reached; the question "
            "counts as right with all of its points."
        )

    def mark(self, question: Question, response: Response) -> None:
        return None

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        return {
            "tasks": spoken(question, question.tasks, language),
            "needs": tuple(_need(one, language) for one in question.criteria),
            "model": question.model.get(language, ""),
        }

    def laid(self, item: Item, said: Said) -> Laid:
        tasks = {f"t{place}": task for place, task in enumerate(item.tasks, 1)}
        needs = {f"c{place}": need for place, need in enumerate(item.needs, 1)}
        steps = {name: tuple(points for points, _text in need.levels) for name, need in needs.items()}
        criteria = {name: {"text": need.text, "levels": dict(need.levels)} for name, need in needs.items()}
        also = {"tasks": tasks} if tasks else {}
        structure = {**({"tasks": tuple(tasks)} if tasks else {}), "criteria": steps}
        return Laid(structure, {**also, "model": item.model, "criteria": criteria})
