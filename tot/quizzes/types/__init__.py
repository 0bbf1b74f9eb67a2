"""The types of question. A new type is one module here with its template, and its line in TYPES."""

from tot.courses.rules import Question
from tot.quizzes.types.branch import Branch
from tot.quizzes.types.interface import Fields, QuestionType, Response, Unreadable
from tot.quizzes.types.match import Match
from tot.quizzes.types.multi import Multi
from tot.quizzes.types.num import Number
from tot.quizzes.types.order import Order
from tot.quizzes.types.short import Short, recognised
from tot.quizzes.types.single import Single
from tot.quizzes.types.tf import TrueFalse

__all__ = ["TYPES", "Fields", "QuestionType", "Response", "Unreadable", "recognised", "type_of"]

_ALL: tuple[QuestionType, ...] = (
    Single(),
    Multi(),
    TrueFalse(),
    Match(),
    Order(),
    Number(),
    Short(),
    Branch(),
)
TYPES = {each.name: each for each in _ALL}


def type_of(question: Question) -> QuestionType:
    """How this question is asked and marked."""
    return TYPES[question.type]
