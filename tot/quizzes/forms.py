"""What is sent in a quiz. The fields of an answer itself belong to its type, see quizzes/types."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from re import compile as pattern
from typing import Any

from flask import g, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from tot.courses.rules import Criterion, Question
from tot.db import new_key
from tot.quizzes.queries import Given
from tot.quizzes.types import Unreadable, type_of
from tot.web.forms import Form
from tot.web.languages import say


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer on its way: its key, made with the page, the revision it would add, what was typed, and what is wrong.

    No WTForms here: these pages are asked for most, the fields belong to the types, CSRF is checked before any view.
    """

    client_key: str
    revision: str
    typed: MultiDict[str, str]
    errors: Mapping[str, Any] = field(default_factory=dict)  # field of the answer → sentence
    sentences: tuple[Any, ...] = ()  # what is wrong beside the fields
    response: Any = None  # the answer in the shape of its type
    status: int = 200  # of the page that shows it

    @property
    def is_bad(self) -> bool:
        """Whether something is wrong."""
        return bool(self.errors or self.sentences)


def blank(question: Question, given: Given | None) -> Draft:
    """A page to answer on: with the answer that stands, or with what was typed when the session ended."""
    kept = g.get("kept_fields")
    if kept is None:
        kept = MultiDict(type_of(question).typed(question, given.response) if given else [])
    revision = given.revision + 1 if given else 1
    return Draft(kept.get("client_key") or new_key(), kept.get("revision") or str(revision), kept)


def sent(question: Question) -> Draft:
    """What a page sent, in the shape of the question's type, or field by field what to do."""
    draft = Draft(request.form.get("client_key", ""), request.form.get("revision", ""), request.form)
    if not (0 < len(draft.client_key) <= 64 and REVISION.fullmatch(draft.revision)):
        draft = replace(draft, sentences=(INCOMPLETE,), status=422)
    try:
        return replace(draft, response=type_of(question).shape(question, draft.typed))
    except Unreadable as trouble:
        return replace(draft, errors=trouble.errors, status=422)


REVISION = pattern(r"[1-9][0-9]{0,3}")
INCOMPLETE = _l("This page was not complete. Load it again and send your answer once more.")


class TimeForm(Form):
    """More time for one person."""

    minutes = IntegerField(
        _l("Extra minutes"),
        validators=[
            InputRequired(_l("Write a number of minutes, such as 15.")),
            NumberRange(min=0, max=240, message=_l("Write a number of minutes from 0 to 240.")),
        ],
        description=_l("Added to the time of the test. What you write takes the place of what was given before."),
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[
            InputRequired(_l("Write in a few words why.")),
            Length(max=300, message=_l("Shorten the reason to 300 characters.")),
        ],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("It stays on record. Do not write about somebody's health; “by decision of …” is enough."),
    )


class MarkForm(Form):
    """A trainer's reading of an open answer; mark_form() adds a field for each criterion.

    No tick at all may be a judgement or a slip, so that it finds nothing is a tick too, and one of them must be set.
    """

    question: Question
    number = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=10_000)])
    remark = TextAreaField(
        _l("Your remark to the participant"),
        validators=[Length(max=1000, message=_l("Shorten your remark to 1000 characters."))],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("Optional. Say what was good and what to think about again."),
    )

    def of(self, criterion: Criterion) -> Any:
        """The field of this criterion."""
        return self[f"criteria-{criterion.id}"]

    @property
    def ticks(self) -> list[Criterion]:
        """The criteria that are met or not."""
        return [one for one in self.question.criteria if not one.levels]

    def validate_none_found(self, none_found: Any) -> None:
        """Either something was found, or whoever marks says that nothing was."""
        is_found = any(self.of(one).data for one in self.ticks)
        if not is_found and not none_found.data:
            raise ValidationError(_l("Tick what you find in the answer, or that it shows none of these."))
        if is_found and none_found.data:
            raise ValidationError(_l("You ticked something, and also that there is nothing. Take away what is wrong."))

    @property
    def marked(self) -> dict[str, int]:
        """Criterion → points."""
        return {one.id: int(self.of(one).data or 0) for one in self.question.criteria}


class DecideForm(MarkForm):
    """What a third marker decides where two differ."""

    reason = TextAreaField(
        _l("Why you decide so"),
        validators=[
            InputRequired(_l("Say in a sentence why: both markers learn from it.")),
            Length(max=1000, message=_l("Shorten the reason to 1000 characters.")),
        ],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("One sentence. It stays on record; the participant does not see it."),
    )


class MarkerForm(Form):
    """Who is asked to mark beside the trainer of a cohort."""

    person = RadioField(_l("Who"), coerce=int, validators=[InputRequired(_l("Choose somebody."))])


def mark_form(
    question: Question,
    language: str,
    said: Mapping[str, int] | None = None,
    base: type[MarkForm] = MarkForm,
    **values: Any,
) -> MarkForm:
    """The form for this question: a tick where a criterion is met or not, else a choice of its levels.

    `none_found` among the values: somebody has marked it before and found none of what is ticked.
    Without script and with the keyboard alone it is complete: ticks and radio buttons, in groups with a legend.
    """
    fields = {f"criteria-{one.id}": _field_of(one, language) for one in question.criteria}
    if any(not one.levels for one in question.criteria):
        fields["none_found"] = BooleanField(_l("What the answer shows"))
    kind = type(base.__name__, (base,), {"question": question, **fields})
    data = {f"criteria-{name}": points for name, points in (said or {}).items()}
    form: MarkForm = kind(data={**data, **values})
    return form


def _field_of(criterion: Criterion, language: str) -> Any:
    words = say(criterion.text, language)
    if not criterion.levels:
        return BooleanField(words)
    choices = [SelectChoice(str(level.points), say(level.text, language)) for level in criterion.levels]
    return RadioField(words, choices=choices, coerce=int, validators=[InputRequired(_l("Choose a level."))])


class GridFileForm(Form):
    """A grid that was filled in elsewhere."""

    file = FileField(
        _l("Filled-in file"),
        description=_l("The workbook from here, or the same as CSV."),
        validators=[FileRequired(_l("Choose a file first."))],
    )


class PaperForm(Form):
    """What belongs to all lines of the grid; the lines themselves are read by quizzes/grid."""

    day = DateField(
        _l("Day of the test"),
        validators=[InputRequired(_l("Write the day on which the test was taken."))],
        description=_l("Of the lines that are saved from now on; what was saved keeps its day."),
    )
    reason = StringField(
        _l("Why do saved lines change?"),
        validators=[Length(max=300, message=_l("Shorten the reason to 300 characters."))],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("Needed only where you change a line that was saved before. It stays on record."),
    )


class DayForm(Form):
    """The day on which people took a test on paper, where another one was saved."""

    people = SelectMultipleField(
        _l("Whose sheets"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Choose at least one person."))],
    )
    day = DateField(_l("Day of the test"), validators=[InputRequired(_l("Write the day on which the test was taken."))])
    reason = StringField(
        _l("Reason"),
        validators=[
            InputRequired(_l("Write in a few words why.")),
            Length(max=300, message=_l("Shorten the reason to 300 characters.")),
        ],
        filters=[lambda text: (text or "").replace("\x00", "").strip()],
        description=_l("It stays on record."),
    )
