"""A year: right when exactly met, half right when nearly."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.types import Written
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift
from tot.quizzes.formats.item import Item, NotCarried
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, share

EARLIEST, LATEST = 1800, 2100


def _year(fields: CourseFields, *_: object) -> Key:
    return fields.whole("key", EARLIEST, LATEST)


def _gift(item: Item) -> gift.Answers:
    return gift.Answers(f"#{item.number}:{item.tolerance}")


class Year(QuestionType):
    name = "year"
    called = "year"
    paper = "year"
    written = Written(key=_year, is_number=True)
    exports: Mapping[str, Callable[[Item], Any]] = {"gift": _gift}

    def told(self, question: Question) -> str:
        return "Write a year in four digits."

    def earned(self, question: Question) -> str:
        return "The year itself earns all points, one nearby half of them."

    def shape(self, question: Question, fields: Fields) -> Response:
        written = fields.get("answer", "").strip()
        if not (written.isascii() and written.isdigit() and len(written) == 4):
            raise Unreadable({"answer": "This is no year. Write four digits."})
        return int(written)

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", str(response))]

    def mark(self, question: Question, response: Response) -> float:
        off = abs(response - question.key)  # type: ignore[operator]  # a year
        return share(question, 2 if not off else int(off <= question.tolerance), 2)

    def keys(self, question: Question) -> str:
        return "number"

    def keyed(self, question: Question, text: str) -> Keyed:
        return Keyed(self.shape(question, {"answer": text}))  # type: ignore[arg-type]  # one value

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return str(said.response)

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        return {"number": Decimal(str(question.key)), "tolerance": Decimal(question.tolerance)}

    def fitting(self, item: Item) -> Item:
        if not EARLIEST <= item.number <= LATEST:
            raise NotCarried("This is no year.")
        return item

    def laid(self, item: Item, said: Said) -> Laid:
        return Laid({"key": item.number, "tolerance": item.tolerance})

    def right(self, item: Item, said: Said) -> str:
        return str(item.number)
