"""What is sent in a quiz. The fields of an answer itself belong to its type, see quizzes/types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from tot.courses.rules import Question
from tot.db import new_key
from tot.quizzes.types import Unreadable, type_of
from tot.web.forms import Form


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page of a question holds: which answer it would send, what was typed, and what is wrong with it."""

    client_key: str
    revision: str
    typed: MultiDict[str, str]
    errors: Mapping[str, Any]  # field of the answer → sentence
    sentences: tuple[Any, ...] = ()  # what is wrong beside the fields

    @property
    def is_bad(self) -> bool:
        """Whether something is wrong."""
        return bool(self.errors or self.sentences)


def blank(revision: int) -> Draft:
    """A page to answer on, or with what was typed when the session ended. No form object: it is asked for most."""
    kept = g.get("kept_fields") or MultiDict()
    return Draft(kept.get("client_key") or new_key(), kept.get("revision") or str(revision), kept, {})


class AnswerForm(Form):
    """An answer: its own fields in the shape of its type, its key made with the page, the revision it would add."""

    client_key = HiddenField(validators=[InputRequired(), Length(max=64)])
    revision = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=10_000)])

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.response: Any = None
        self.answer_errors: Mapping[str, Any] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Gives the answer its shape, or says field by field what to do."""
        try:
            self.response = type_of(self.question).shape(self.question, request.form)
        except Unreadable as trouble:
            self.answer_errors = trouble.errors
        return bool(super().validate(extra_validators)) and not self.answer_errors

    def draft(self) -> Draft:
        """The page again as it was sent."""
        incomplete = self.client_key.errors or self.revision.errors
        again = (_l("This page was not complete. Load it again and send your answer once more."),) if incomplete else ()
        sent = (request.form.get("client_key", ""), request.form.get("revision", ""))
        return Draft(*sent, request.form, self.answer_errors, (*self.form_errors, *again))


class MarkForm(Form):
    """A trainer's reading of an open answer."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=10_000)])
    criteria = SelectMultipleField(
        _l("What the answer shows"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Tick what you find in the answer, in whatever words. Each earns one point."),
    )
    remark = TextAreaField(
        _l("Your remark to the participant"),
        validators=[Length(max=1000, message=_l("Shorten your remark to 1000 characters."))],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("Optional. Say what was good and what to think about again."),
    )
