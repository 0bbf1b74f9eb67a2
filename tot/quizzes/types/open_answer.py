"""What types have in common that are answered in own words, also on a sheet of paper.

There nobody types the answer: in a cell of one line nobody wants to write sentences, and what is typed from handwriting
is not what was written. The words stay on the sheet, and the cell says either which criteria they meet, or that
somebody is to read them later.
"""

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.formats.item import Item
from tot.quizzes.formats.sentences import Said
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable, own_words
from tot.quizzes.types.lettering import plain

ON_PAPER = ""
"""The response to an open question whose words stand on a sheet: no other response is empty."""
LATER = "?"


class OpenAnswer(QuestionType):
    """What somebody writes in her own words; it is marked criterion by criterion."""

    longest: int  # characters

    def shape(self, question: Question, fields: Fields) -> Response:
        return own_words(fields, self.longest)

    def typed(self, question: Question, response: Response) -> list[tuple[str, str]]:
        return [("answer", response)]

    def keys(self, question: Question) -> str:
        """How many criteria there are, or the points that each has at most."""
        if _has_levels(question):
            return f"rubric {''.join(str(one.top) for one in question.criteria)}"
        return f"open {len(question.criteria)}"

    def keyed(self, question: Question, text: str) -> Keyed:
        """The numbers of the criteria that are met (13, or 0 for none); ? where it is marked later.

        Where criteria have levels, one digit for each criterion in its order: its points (201).
        """
        typed = plain(text)
        if typed == LATER:
            return Keyed(ON_PAPER)
        return Keyed(ON_PAPER, _points(question, typed) if _has_levels(question) else _met(question, typed))

    def as_keyed(self, question: Question, said: Keyed) -> str:
        """The shortest typing; what was written online, in words, is shown as it is."""
        if said.response != ON_PAPER:
            return str(said.response)
        if said.criteria is None:
            return LATER
        points = [said.criteria.get(one.id, 0) for one in question.criteria]
        if _has_levels(question):
            return "".join(map(str, points))
        return "".join(str(at) for at, met in enumerate(points, 1) if met) or "0"

    def right(self, item: Item, said: Said) -> str:
        return item.model or said.model


def _has_levels(question: Question) -> bool:
    return any(one.levels for one in question.criteria)


def _met(question: Question, typed: str) -> dict[str, int]:
    count = len(question.criteria)
    if typed != "0" and not (typed and set(typed) <= set("123456789"[:count]) and len(set(typed)) == len(typed)):
        sentence = _l(
            "Type the numbers of the criteria that are met, from 1 to %(count)s; 0 for none; ? to mark it later.",
            count=count,
        )
        raise Unreadable({"answer": sentence})
    return {one.id: int(str(at) in typed) for at, one in enumerate(question.criteria, 1)}


def _points(question: Question, typed: str) -> dict[str, int]:
    count = len(question.criteria)
    given = [int(digit) for digit in typed] if typed.isascii() and typed.isdigit() else []
    if len(given) != count or any(
        one.reached(points) != points for one, points in zip(question.criteria, given, strict=True)
    ):
        sentence = _l(
            "Type the points of each criterion, %(count)s digits in their order; ? to mark it later.", count=count
        )
        raise Unreadable({"answer": sentence})
    return {one.id: points for one, points in zip(question.criteria, given, strict=True)}
