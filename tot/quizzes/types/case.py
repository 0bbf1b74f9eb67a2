"""A case to be worked through in a longer text: always read by a person, who marks it by a rubric."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, own_words
from tot.quizzes.types.on_paper import as_keyed_open, keyed_open, open_keys


class Case(QuestionType):
    """Each criterion of the rubric earns the points of the level that the marker finds."""

    name = "case"
    called = _l("case with rubric")
    script = "js/length.js"
    has_scene = True
    paper = "case"
    longest = 6000  # characters: two pages

    def told(self, question: Question) -> Any:
        return _l(
            "Answer in your own words, in up to %(most)s characters. A person reads your answer and marks it.",
            most=self.longest,
        )

    def earned(self, question: Question) -> Any:
        return _l(
            "A person reads the answer. Each criterion earns the points of the level that was reached; the question "
            "counts as right with all of its points."
        )

    def shape(self, question: Question, fields: Fields) -> Response:
        return own_words(fields, self.longest)

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", response)]

    def mark(self, question: Question, response: Response) -> None:
        return None

    def keys(self, question: Question) -> str:
        return open_keys(question)

    def keyed(self, question: Question, text: str) -> Keyed:
        return keyed_open(question, text)

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return as_keyed_open(question, said)
