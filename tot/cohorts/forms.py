"""What is said about cohorts, participants and files."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from tot.accounts.asking import NewcomerForm, place_choices
from tot.accounts.models import Place
from tot.cohorts.models import MODES, Cohort
from tot.cohorts.rules import MODE_NAMES
from tot.web.forms import CreatingForm, Form, at_most, folded, needed
from tot.web.languages import OWN_NAMES


class CohortForm(CreatingForm):
    """The facts of a cohort, without its course, which never changes."""

    name = StringField(
        _l("Name of the cohort"),
        description=_l("As you and the participants call it, for example: Kumtepa, spring 2027."),
        filters=[folded],
        validators=[needed, at_most(120)],
    )
    language = SelectField(_l("Language of the training"), validators=[needed])
    mode = SelectField(_l("How it is held"), validators=[needed])
    place = SelectField(_l("Place"), coerce=int, validators=[needed])
    venue = StringField(
        _l("Venue"),
        description=_l("The house and the room, or the name of the online meeting."),
        filters=[folded],
        validators=[needed, at_most(200)],
    )
    starts_on = DateField(_l("First day"), validators=[needed])
    ends_on = DateField(_l("Last day"), validators=[needed])

    def offer(self, places: list[Place], languages: Iterable[str]) -> None:
        """What can be chosen."""
        self._places = {place.id: place for place in places}
        self.place.choices = place_choices(places)
        self.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in languages]
        self.mode.choices = [SelectChoice(mode, MODE_NAMES[mode]) for mode in MODES]

    def facts(self) -> dict[str, Any]:
        """What was said, for the action."""
        kept = ("name", "language", "mode", "venue", "starts_on", "ends_on")
        return {**{field: self[field].data for field in kept}, "place": self._places[self.place.data]}


class OpenForm(CohortForm):
    """A cohort that is opened: with its course."""

    course = SelectField(_l("Course"), validators=[needed])


class ReasonForm(Form):
    """Why something ends."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("A few words that the coordinator will understand in a year. Nothing private."),
        validators=[needed, at_most(300)],
    )


class TrainerForm(Form):
    """Where the new trainer may train."""

    place = SelectField(
        _l("Place"), description=_l("She or he may open cohorts there and in every place beneath."), coerce=int
    )


class ParticipantForm(NewcomerForm):
    """Somebody new in a cohort."""

    is_new = BooleanField(_l("None of these: add a new person"))


class SlipsForm(CreatingForm):
    """For whom slips are printed."""

    people = SelectMultipleField(
        _l("Print slips for"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class FileForm(Form):
    """A file of participants."""

    file = FileField(
        _l("File with the list"),
        description=_l("An Excel workbook (.xlsx) or CSV, up to 2 MB and 1,000 people."),
        validators=[FileRequired(_l("Choose a file first."))],
    )


def said_of(cohort: Cohort) -> dict[str, Any]:
    """The facts of a cohort as its form shows them first."""
    kept = ("name", "language", "mode", "venue", "starts_on", "ends_on")
    return {**{field: getattr(cohort, field) for field in kept}, "place": cohort.place_id}


def choices_in(fields: Mapping[str, str]) -> dict[int, str]:
    """Line of the file → what was chosen for it."""
    rows = ((name.removeprefix("row-"), value) for name, value in fields.items() if name.startswith("row-"))
    return {int(line): value for line, value in rows if line.isdigit() and len(line) < 8}
