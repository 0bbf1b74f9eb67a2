"""One right answer among several."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, one_of
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of


class Single(QuestionType):
    name = "single"
    called = _l("one right answer")
    paper = "choice"

    def told(self, question: Question) -> Any:
        return _l("Choose one answer.")

    def earned(self, question: Question) -> Any:
        return _l("All or nothing: only the right answer earns points.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(question.options, fields.get("answer", ""), _l("Choose one of the answers."))

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", response)]

    def mark(self, question: Question, response: Response) -> float:
        return float(question.points) if response == question.key else 0.0

    def lettered(self, question: Question) -> tuple[str, ...]:
        return question.options

    def keys(self, question: Question) -> str:
        return f"one {LETTERS[: len(question.options)].lower()}"

    def keyed(self, question: Question, text: str) -> Keyed:
        chosen = entries_of(text, question.options)
        if len(chosen) > 1:
            raise Unreadable({"answer": _l("Type one letter. If two boxes are crossed, type -")})
        return Keyed(chosen[0])

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of([said.response], question.options)
