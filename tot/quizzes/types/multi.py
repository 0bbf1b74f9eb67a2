"""Several right answers among several."""

from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, share
from tot.quizzes.types.lettering import LETTERS, entries_of, letters_of, refuse_twice


class Multi(QuestionType):
    """Each right choice earns an equal part of the points, each wrong choice takes one away, never below zero."""

    name = "multi"
    called = _l("several right answers")
    paper = "choice"

    def told(self, question: Question) -> Any:
        return _l(
            "Choose all that are right. Each right choice earns a part of the points and each wrong choice takes "
            "one away. The question counts as right when you choose exactly the right ones."
        )

    def earned(self, question: Question) -> Any:
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
        right = set(_options(question.key))
        chosen = set(response)
        return share(question, len(chosen & right) - len(chosen - right), len(right))

    def lettered(self, question: Question) -> tuple[str, ...]:
        return question.options

    def keys(self, question: Question) -> str:
        return f"some {LETTERS[: len(question.options)].lower()}"

    def keyed(self, question: Question, text: str) -> Keyed:
        chosen = entries_of(text, question.options)
        refuse_twice(chosen, question.options)
        return Keyed([option for option in question.options if option in chosen])

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return letters_of(said.response, question.options)


def _options(key: object) -> tuple[str, ...]:
    assert isinstance(key, (list, tuple))  # noqa: S101 the reader of courses lets nothing else pass
    return tuple(key)
