"""What types have in common in which options are chosen from a list."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.formats.entries import check_entries
from tot.quizzes.formats.item import RIGHT, Item, NotCarried, Option
from tot.quizzes.formats.laid import Laid, named
from tot.quizzes.formats.sentences import Said
from tot.quizzes.formats.texts import one_line
from tot.quizzes.formats.weights import NO_RIGHT_ANSWER
from tot.quizzes.types.interface import QuestionType, spoken


class Choice(QuestionType):
    """Options, of which one or several are right."""

    paper = "choice"

    def lettered(self, question: Question) -> tuple[str, ...]:
        return question.options

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        right = question.key if isinstance(question.key, tuple) else (question.key,)
        texts = zip(question.options, spoken(question, question.options, language), strict=True)
        return {"options": tuple(Option(text, RIGHT if name in right else 0.0) for name, text in texts)}

    def fitting(self, item: Item) -> Item:
        options = tuple(replace(option, text=one_line(option.text)) for option in item.options)
        if len(options) < 2:
            raise NotCarried(_l("There are fewer than two answers to choose from."))
        check_entries([option.text for option in options])
        if not any(option.percent > 0 for option in options):
            raise NotCarried(NO_RIGHT_ANSWER)
        return replace(item, options=options)

    def laid(self, item: Item, said: Said) -> Laid:
        options = named([option.text for option in item.options])
        right = tuple(name for name, option in zip(options, item.options, strict=True) if option.percent > 0)
        return Laid({"options": tuple(options), "key": self.laid_key(right)}, {"options": options})

    def laid_key(self, right: tuple[str, ...]) -> Any:
        """The key, of the options that are right."""
        return right

    def right(self, item: Item, said: Said) -> str:
        return "; ".join(option.text for option in item.options if option.percent > 0)
