"""A situation, and what one would do in it: answered and marked like one choice among several."""

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Question
from tot.quizzes.types.interface import Fields, Response, one_of
from tot.quizzes.types.single import Single
from tot.refusals import Sentence


class Branch(Single):
    name = "branch"
    called = _l("decision")
    has_scene = True

    def told(self, question: Question) -> Sentence:
        return _l("Read the situation and choose what you would do.")

    def shape(self, question: Question, fields: Fields) -> Response:
        return one_of(question.options, fields.get("answer", ""), _l("Choose what you would do."))
