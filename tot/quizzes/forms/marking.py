"""What is sent by those who read answers, and about who does."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from tot.courses.rules import Criterion, Question
from tot.quizzes.queries import Candidate
from tot.quizzes.words import WHY_WORDS
from tot.web.forms import Form, prose
from tot.web.languages import say


class MarkForm(Form):
    """A trainer's reading of an open answer; mark_form() adds a field for each criterion.

    No tick at all may be a judgement or a slip, so that it finds nothing is a tick too, and one of them must be set.
    """

    question: Question
    number = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=10_000)])
    remark = TextAreaField(
        _l("Your remark to the participant"),
        validators=[Length(max=1000, message=_l("Shorten your remark to 1000 characters."))],
        filters=[prose],
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
        filters=[prose],
        description=_l("One sentence. It stays on record; the participant does not see it."),
    )


class MarkerForm(Form):
    """Who is asked to mark beside the trainer of a cohort."""

    person = RadioField(_l("Who"), coerce=int, validators=[InputRequired(_l("Choose somebody."))])

    @classmethod
    def among(cls, people: Iterable[Candidate], present: int | None) -> Self:
        """The form that offers these people; `present` is who was asked before."""
        form = cls(data={"person": present})
        form.person.choices = [
            SelectChoice(one.person_id, f"{one.name}, {say(one.place)} ({WHY_WORDS[one.why]})") for one in people
        ]
        return form


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
