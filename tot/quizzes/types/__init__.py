"""The types of question. A new type is one module here with its templates, and its line in TYPES."""

from tot.courses.rules import Question
from tot.quizzes.types.branch import Branch
from tot.quizzes.types.case import Case
from tot.quizzes.types.interface import Fields, Keyed, QuestionType, Response, Unreadable
from tot.quizzes.types.lettering import BLANKS, LETTERS, READINGS
from tot.quizzes.types.match import Match
from tot.quizzes.types.multi import Multi
from tot.quizzes.types.num import Number
from tot.quizzes.types.open_answer import ON_PAPER
from tot.quizzes.types.order import Order
from tot.quizzes.types.short import Short, recognised
from tot.quizzes.types.single import Single
from tot.quizzes.types.tf import FALSE, TRUE, TrueFalse

__all__ = [
    "BLANKS",
    "FALSE",
    "LETTERS",
    "ON_PAPER",
    "READINGS",
    "TRUE",
    "TYPES",
    "Fields",
    "Keyed",
    "QuestionType",
    "Response",
    "Unreadable",
    "lettered",
    "recognised",
    "type_of",
]

TYPES: dict[str, QuestionType] = {
    kind.name: kind for kind in (Single(), Multi(), TrueFalse(), Match(), Order(), Number(), Short(), Branch(), Case())
}


def type_of(question: Question) -> QuestionType:
    """How this question is asked and marked."""
    return TYPES[question.type]


def lettered(question: Question) -> dict[str, str]:
    """Entry → its letter, in the order in which paper shows the entries that are lettered.

    Options stand as the author wrote them. Steps to be put in order and partners to be matched are shuffled, the same
    way for ever, and never stand in the right order.
    """
    return dict(zip(type_of(question).lettered(question), LETTERS, strict=False))
