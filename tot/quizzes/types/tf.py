"""A claim that is true or false."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Response, one_of


class TrueFalse:
    name = "tf"

    def told(self, question: Question) -> Any:
        return _l("Say whether this is true or false.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(("true", "false"), fields.get("answer", ""), _l("Choose true or false.")) == "true"

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", "true" if response else "false")]

    def mark(self, question: Question, response: Response) -> float:
        return float(question.points) if response is question.key else 0.0
