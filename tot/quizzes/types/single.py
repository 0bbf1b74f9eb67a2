"""One right answer among several."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Response, one_of


class Single:
    name = "single"

    def told(self, question: Question) -> Any:
        return _l("Choose one answer.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(question.options, fields.get("answer", ""), _l("Choose one of the answers."))

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", response)]

    def mark(self, question: Question, response: Response) -> float:
        return float(question.points) if response == question.key else 0.0
