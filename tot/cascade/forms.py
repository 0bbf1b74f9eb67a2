"""What is said about a master trainer to be, and about the end of a licence."""

from collections.abc import Iterable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tot.accounts.models import Agency, Person, Place
from tot.courses.rules import Course
from tot.web.forms import CreatingForm, Form
from tot.web.languages import OWN_NAMES, say

SEX_NAMES = {"prefer not to say": _l("prefer not to say"), "female": _l("female"), "male": _l("male")}
NEW = "new"
_asked = InputRequired(_l("This is needed."))


def _short(most: int) -> Length:
    return Length(max=most, message=_l("At most %(max)d characters."))


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _places(places: list[Place]) -> list[SelectChoice]:
    """Places to choose from, each indented beneath the one that holds it."""
    top = min((place.path.count("/") for place in places), default=0)
    return [SelectChoice(place.id, "\u2003" * (place.path.count("/") - top) + say(place.names)) for place in places]


class InviteForm(CreatingForm):
    """A master trainer: who she is, for which course and where, and how she is let in."""

    name = StringField(
        _l("Full name"),
        description=_l("As in the identity document."),
        filters=[_stripped],
        validators=[_asked, _short(120)],
    )
    sex = SelectField(_l("Sex"), choices=[SelectChoice(sex, words) for sex, words in SEX_NAMES.items()])
    email = StringField(_l("E-mail"), filters=[_stripped], validators=[_short(200)])
    agency = SelectField(_l("Agency"), coerce=int)
    place = SelectField(_l("Place of work"), coerce=int)
    position = StringField(_l("Position"), filters=[_stripped], validators=[_short(120)])
    language = SelectField(_l("Language"), description=_l("In which she or he will see the platform first."))
    course = SelectField(_l("Course"), validators=[_asked])
    licence_place = SelectField(
        _l("Licensed for"), description=_l("Cohorts may be opened there and in every place beneath."), coerce=int
    )
    by = RadioField(_l("How the invitation reaches her or him"), default="letter")
    who = RadioField(_l("Is it one of these people?"), validators=[Optional()], validate_choice=False)

    def offer(
        self, places: list[Place], agencies: list[Agency], courses: Iterable[Course], languages: Iterable[str]
    ) -> None:
        """What can be chosen."""
        self._places = {place.id: place for place in places}
        self._agencies = {agency.id: agency for agency in agencies}
        self.place.choices = self.licence_place.choices = _places(places)
        self.agency.choices = [
            SelectChoice(0, _("not stated")),
            *(SelectChoice(agency.id, say(agency.names)) for agency in agencies),
        ]
        self.course.choices = [SelectChoice(course.id, say(course.title)) for course in courses]
        self.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in languages]
        self.by.choices = [
            SelectChoice("letter", _("By a letter to the e-mail address")),
            SelectChoice("slip", _("By a printed slip with a code")),
        ]
        self.who.choices = []

    def offer_people(self, people: Iterable[Person]) -> None:
        """Those who may be the one that was typed in."""
        self.who.choices = [SelectChoice(str(person.id), _described(person)) for person in people]
        if self.who.choices:
            self.who.choices.append(SelectChoice(NEW, _("None of these: a new person")))

    def chosen(self, people: Iterable[Person]) -> Person | None:
        """The one of these people who was chosen."""
        return next((person for person in people if str(person.id) == self.who.data), None)

    def validate_email(self, field: StringField) -> None:
        """An address, in small letters; needed for a letter."""
        if field.data:
            field.data = _address(field)
        elif self.by.data == "letter":
            field.errors = [*field.errors, _("A letter needs an address. Write it, or choose the printed slip below.")]

    def facts(self) -> dict[str, Any]:
        """The person as she was described."""
        said = {field: self[field].data for field in ("name", "sex", "language")}
        optional = {"email": self.email.data or None, "position": self.position.data or None}
        return {
            **said,
            **optional,
            "agency": self._agencies.get(self.agency.data),
            "place": self._places[self.place.data],
        }

    def where(self) -> Place:
        """The place of the licence."""
        return self._places[self.licence_place.data]


def _address(field: StringField) -> str:
    try:
        return validate_email(field.data, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        field.errors = [*field.errors, _("This is not an e-mail address. Mend it or leave the field empty.")]
        return str(field.data)


def _described(person: Person) -> str:
    about = [say(row.names) for row in (person.agency, person.place) if row is not None]
    return " · ".join([person.name, *about])


class ReasonForm(Form):
    """Why a licence ends."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("A few words that another coordinator will understand in a year. Nothing private."),
        validators=[_asked, _short(300)],
    )
