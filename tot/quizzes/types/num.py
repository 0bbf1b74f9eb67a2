"""A number, with a point or a comma, with or without its unit."""

from decimal import Decimal
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable
from tot.web.languages import format_number

SPACES = pattern(r"\s+")  # also the no-break spaces between thousands
DIVIDED = pattern(r"(?<=\d)[юб](?=\d)")  # the keys of point and comma on a Cyrillic keyboard
NUMBER = pattern(r"[+-]?(\d{1,15}([.,]\d{0,9})?|[.,]\d{1,9})")


class Number(QuestionType):
    """Right when no further from the key than the tolerance. Stored as a number: 18, 18.0 and 18,0 are the same."""

    name = "num"
    called = lazy_pgettext("a type of question", "number")
    paper = "number"

    def told(self, question: Question) -> Any:
        return _l("Write a number.")

    def earned(self, question: Question) -> Any:
        if question.tolerance:
            return _l(
                "All or nothing: a number no further than %(tolerance)s from the right one earns the points.",
                tolerance=format_number(question.tolerance),
            )
        return _l("All or nothing: only the right number earns points, however it is written.")

    def shape(self, question: Question, fields: Fields) -> Response:
        written = SPACES.sub("", fields.get("answer", "").lower()).replace("\u2212", "-")
        for unit in question.unit.values():
            written = written.removesuffix(SPACES.sub("", unit.lower()))
        if not NUMBER.fullmatch(written):
            raise Unreadable({"answer": _l("Write a number in digits, such as 12 or 1.5.")})
        number = Decimal(written.replace(",", "."))
        return int(number) if number == number.to_integral_value() else float(number)

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", f"{Decimal(str(response)):f}")]

    def mark(self, question: Question, response: Response) -> float:
        # By way of text, so that 0.3 is three tenths and a tolerance of 0.1 reaches exactly as far as it says.
        distance = abs(Decimal(str(response)) - Decimal(str(question.key)))
        return float(question.points) if distance <= Decimal(str(question.tolerance)) else 0.0

    def keys(self, question: Question) -> str:
        return "number"

    def keyed(self, question: Question, text: str) -> Keyed:
        return Keyed(self.shape(question, {"answer": DIVIDED.sub(".", text.lower())}))  # type: ignore[arg-type]  # one value

    def as_keyed(self, question: Question, said: Keyed) -> str:
        return self.typed(question, said.response)[0][1]
