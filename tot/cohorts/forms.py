"""What is said about cohorts, participants and files."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tot.accounts.models import SEXES, Agency, Place
from tot.cohorts.models import MODES, Cohort
from tot.cohorts.rules import MODE_NAMES
from tot.cohorts.sheet.words import email_of
from tot.web.forms import CreatingForm, Form
from tot.web.languages import OWN_NAMES, say

SEX_NAMES = {"female": _l("female"), "male": _l("male"), "prefer not to say": _l("prefer not to say")}
_asked = InputRequired(_l("This is needed."))


def _short(most: int) -> Length:
    return Length(max=most, message=_l("At most %(max)d characters."))


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def place_choices(places: Iterable[Place]) -> list[SelectChoice]:
    """Places as a list to choose from, each indented beneath the one that holds it."""
    offered = list(places)
    top = min((place.path.count("/") for place in offered), default=0)
    return [SelectChoice(place.id, "\u2003" * (place.path.count("/") - top) + say(place.names)) for place in offered]


class CohortForm(CreatingForm):
    """The facts of a cohort, without its course, which never changes."""

    name = StringField(
        _l("Name of the cohort"),
        description=_l("As you and the participants call it, for example: Kumtepa, spring 2027."),
        filters=[_stripped],
        validators=[_asked, _short(120)],
    )
    language = SelectField(_l("Language of the training"), validators=[_asked])
    mode = SelectField(_l("How it is held"), validators=[_asked])
    place = SelectField(_l("Place"), coerce=int, validators=[_asked])
    venue = StringField(
        _l("Venue"),
        description=_l("The house and the room, or the name of the online meeting."),
        filters=[_stripped],
        validators=[_asked, _short(200)],
    )
    starts_on = DateField(_l("First day"), validators=[_asked])
    ends_on = DateField(_l("Last day"), validators=[_asked])

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

    course = SelectField(_l("Course"), validators=[_asked])


class ReasonForm(Form):
    """Why something ends."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("A few words that the coordinator will understand in a year. Nothing private."),
        validators=[_asked, _short(300)],
    )


class TrainerForm(Form):
    """Where the new trainer may train."""

    place = SelectField(
        _l("Place"), description=_l("She or he may open cohorts there and in every place beneath."), coerce=int
    )


class ParticipantForm(CreatingForm):
    """Somebody new."""

    name = StringField(
        _l("Full name"),
        description=_l("As in the identity document. It stands on the certificate."),
        filters=[_stripped],
        validators=[_asked, _short(120)],
    )
    sex = SelectField(_l("Sex"), choices=[SelectChoice(sex, SEX_NAMES[sex]) for sex in reversed(SEXES)])
    email = StringField(
        _l("E-mail"),
        description=_l("May stay empty: people without an address get a printed slip to sign in with."),
        filters=[_stripped],
        validators=[_short(200)],
    )
    agency = SelectField(_l("Agency"), coerce=int)
    place = SelectField(_l("Place of work"), coerce=int)
    position = StringField(_l("Position"), filters=[_stripped], validators=[_short(120)])
    language = SelectField(_l("Language"), description=_l("In which she or he will see the platform first."))
    is_new = BooleanField(_l("None of these: add a new person"))

    def offer(self, places: list[Place], agencies: list[Agency], languages: Iterable[str]) -> None:
        """What can be chosen."""
        self._places = {place.id: place for place in places}
        self._agencies = {agency.id: agency for agency in agencies}
        self.place.choices = place_choices(places)
        self.agency.choices = [
            SelectChoice(0, _("not stated")),
            *(SelectChoice(agency.id, say(agency.names)) for agency in agencies),
        ]
        self.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in languages]

    def validate_email(self, field: StringField) -> None:
        """An address, in small letters, or nothing."""
        if field.data and (address := email_of(field.data)) is None:
            field.errors = [*field.errors, _("This is not an e-mail address. Mend it or leave the field empty.")]
        elif field.data:
            field.data = address

    def facts(self) -> dict[str, Any]:
        """What was said, for the action."""
        said = {field: self[field].data for field in ("name", "sex", "language")}
        optional = {"email": self.email.data or None, "position": self.position.data or None}
        return {
            **said,
            **optional,
            "agency": self._agencies.get(self.agency.data),
            "place": self._places[self.place.data],
        }


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
