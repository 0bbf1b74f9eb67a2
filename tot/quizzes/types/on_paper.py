"""Open answers that stand on a sheet of paper: nobody types them, but whoever reads them may type what they show.

In a cell of one line nobody wants to type sentences, and what is typed from handwriting is not what was written. So
the words stay on the sheet, and the cell says either which criteria they meet, or that somebody is to read them later.
"""

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Keyed, Unreadable
from tot.quizzes.types.lettering import plain

ON_PAPER = ""
"""The response to an open question whose words stand on a sheet: no other response is empty."""
LATER = "?"


def open_keys(question: Question) -> str:
    """As keys() of a type says it: how many criteria there are, or the points that each has at most."""
    if _has_levels(question):
        return f"rubric {''.join(str(one.top) for one in question.criteria)}"
    return f"open {len(question.criteria)}"


def keyed_open(question: Question, text: str) -> Keyed:
    """The numbers of the criteria that are met (13, or 0 for none); ? where it is marked later.

    Where criteria have levels, one digit for each criterion in its order: its points (201).
    """
    typed = plain(text)
    if typed == LATER:
        return Keyed(ON_PAPER)
    return Keyed(ON_PAPER, _points(question, typed) if _has_levels(question) else _met(question, typed))


def as_keyed_open(question: Question, said: Keyed) -> str:
    """The shortest typing; what was written online, in words, is shown as it is."""
    if said.response != ON_PAPER:
        return str(said.response)
    if said.criteria is None:
        return LATER
    points = [said.criteria.get(one.id, 0) for one in question.criteria]
    if _has_levels(question):
        return "".join(map(str, points))
    return "".join(str(at) for at, met in enumerate(points, 1) if met) or "0"


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
