"""What is said about a master trainer to be, and about the end of a licence."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from tot.accounts.asking import NewcomerForm, place_choices
from tot.accounts.models import Person, Place
from tot.courses.rules import Course
from tot.web.forms import Form, at_most, needed
from tot.web.languages import say

NEW = "new"


class InviteForm(NewcomerForm):
    """A master trainer: who she is, for which course and where, and how she is let in."""

    course = SelectField(_l("Course"), validators=[needed])
    licence_place = SelectField(
        _l("Licensed for"), description=_l("Cohorts may be opened there and in every place beneath."), coerce=int
    )
    by = RadioField(_l("How the invitation reaches her or him"), default="letter")
    who = RadioField(_l("Is it one of these people?"), validators=[Optional()], validate_choice=False)

    def offer_licence(self, places: Iterable[Place], courses: Iterable[Course]) -> None:
        """What the licence can be for, and how she can be let in."""
        self._licence_places = {place.id: place for place in places}
        self.licence_place.choices = place_choices(self._licence_places.values())
        self.course.choices = [SelectChoice(course.id, say(course.title)) for course in courses]
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
        """An address; needed for a letter."""
        super().validate_email(field)
        if not field.data and self.by.data == "letter":
            raise ValidationError(_("A letter needs an address. Write it, or choose the printed slip below."))

    def where(self) -> Place:
        """The place of the licence."""
        return self._licence_places[self.licence_place.data]


def _described(person: Person) -> str:
    about = [say(row.names) for row in (person.agency, person.place) if row is not None]
    return " · ".join([person.name, *about])


class ReasonForm(Form):
    """Why a licence ends."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("A few words that another coordinator will understand in a year. Nothing private."),
        validators=[needed, at_most(300)],
    )
