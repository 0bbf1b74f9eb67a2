"""A number, with a point or a comma, with or without its unit."""

from decimal import Decimal
from re import compile as pattern
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tot.courses.reader.fields import Fields as CourseFields
from tot.courses.reader.types import Written
from tot.courses.rules import Key, Question
from tot.quizzes.formats import gift, moodle_xml, qti
from tot.quizzes.formats.item import RIGHT, Item, NotCarried
from tot.quizzes.formats.laid import Laid
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable
from tot.refusals import Sentence
from tot.web.languages import format_number

SPACES = pattern(r"\s+")  # also the no-break spaces between thousands
DIVIDED = pattern(r"(?<=\d)[юб](?=\d)")  # the keys of point and comma on a Cyrillic keyboard
NUMBER = pattern(r"[+-]?(\d{1,15}([.,]\d{0,9})?|[.,]\d{1,9})")
LARGEST, MOST_PLACES, MOST_DIGITS = 1_000_000_000, 30, 15  # of a key


def _number(fields: CourseFields, *_: object) -> Key:
    return fields.number("key", -LARGEST, LARGEST)


def _gift(item: Item) -> gift.Answers:
    return gift.Answers(f"#{item.number:f}" + (f":{item.tolerance:f}" if item.tolerance else ""))


def _moodle_xml(item: Item) -> moodle_xml.Asked:
    more = f"<tolerance>{item.tolerance:f}</tolerance>"
    lines = [moodle_xml.answer(f"{item.number:f}", RIGHT, markup="moodle_auto_format", more=more)]
    if item.unit:
        unit = f"<multiplier>1</multiplier><unit_name>{moodle_xml.escaped(item.unit)}</unit_name>"
        lines += [
            f"<units><unit>{unit}</unit></units>",
            "<unitgradingtype>0</unitgradingtype>",
            "<showunits>3</showunits>",
        ]
    return moodle_xml.Asked("numerical", lines)


def _qti(item: Item) -> qti.Asked:
    tolerant = qti.TOLERANT.format(reach=f"{item.tolerance:f}", points=item.points)
    declaration = qti.declared("single", "float", [f"{item.number:f}"])
    return qti.Asked(declaration, qti.GAP, tolerant if item.tolerance else qti.CORRECT)


class Number(QuestionType):
    """Right when no further from the key than the tolerance. Stored as a number: 18, 18.0 and 18,0 are the same."""

    name = "num"
    called = lazy_pgettext("a type of question", "number")
    written = Written(key=_number, is_number=True)
    exports = {"gift": _gift, "moodle_xml": _moodle_xml, "qti": _qti}
    paper = "number"

    def told(self, question: Question) -> Sentence:
        return _l("Write a number.")

    def earned(self, question: Question) -> Sentence:
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

    def taken(self, question: Question, language: str) -> dict[str, Any]:
        number, tolerance = (Decimal(str(one)) for one in (question.key, question.tolerance))
        return {"number": number, "tolerance": tolerance, "unit": question.unit.get(language, "")}

    def fitting(self, item: Item) -> Item:
        digits = [one.normalize().as_tuple() for one in (item.number, item.tolerance)]
        places = max(-int(one.exponent) for one in digits)
        is_large = abs(item.number) > LARGEST or not 0 <= item.tolerance <= LARGEST
        if is_large or places > MOST_PLACES or max(len(one.digits) for one in digits) > MOST_DIGITS:
            raise NotCarried(
                _l("The number is too large or too exact: here are up to 10 digits before the point, 15 in all.")
            )
        return item

    def laid(self, item: Item, said: Said) -> Laid:
        tolerance = {"tolerance": item.tolerance} if item.tolerance else {}
        return Laid({"key": item.number, **tolerance}, {"unit": item.unit} if item.unit else {})

    def right(self, item: Item, said: Said) -> str:
        if not item.is_span:
            return f"{item.number:f} {item.unit}".strip()
        lowest, highest = (_plain(edge) for edge in (item.number - item.tolerance, item.number + item.tolerance))
        return said.span % (lowest, f"{highest} {item.unit}".strip())


def _plain(number: Decimal) -> str:
    """Without the zeros that halving and adding leave at the end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
