"""What is sent in a quiz. The fields of an answer itself belong to its type, see quizzes/types."""

from collections.abc import Mapping
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


class AnswerForm(Form):
    """An answer: its own fields in the shape of its type, its key made with the page, the revision it would add."""

    client_key = HiddenField(default=new_key, validators=[InputRequired(), Length(max=64)])
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=10_000)])

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question
        self.response: Any = None
        self.answer_errors: Mapping[str, Any] = {}
        self.typed = request.form if request.method == "POST" else g.get("kept_fields") or MultiDict()

    def validate(self, extra_validators: Any = None) -> bool:
        """Gives the answer its shape, or says field by field what to do."""
        try:
            self.response = type_of(self.question).shape(self.question, self.typed)
        except Unreadable as trouble:
            self.answer_errors = trouble.errors
        return bool(super().validate(extra_validators)) and not self.answer_errors

    @property
    def errors(self) -> dict[str | None, Any]:
        """Those of the answer's own fields among them."""
        return {**super().errors, **{name: [error] for name, error in self.answer_errors.items()}}


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
