"""What forms of every slice ask about somebody new, and the languages, places and agencies they offer."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Email

from tot.accounts import wording
from tot.accounts.models import SEXES, Agency, Place
from tot.web.collation import sort_key
from tot.web.forms import CreatingForm, at_most, folded, needed
from tot.web.languages import OWN_NAMES, current_language, say


def languages() -> list[SelectChoice]:
    """The languages that this installation offers, in their own words."""
    return [SelectChoice(code, OWN_NAMES[code]) for code in current_app.config["TOT"].languages]


def agency_choices(first: Any, agencies: Iterable[Agency]) -> list[SelectChoice]:
    """Agencies by their names in this language, behind the words for none."""
    language = current_language()
    by_name = sorted(agencies, key=lambda agency: sort_key(say(agency.names), language))
    return [SelectChoice(0, first), *(SelectChoice(agency.id, say(agency.names)) for agency in by_name)]


def place_choices(places: Iterable[Place]) -> list[SelectChoice]:
    """Places as choices, each beneath its parent and set in by its depth, sorted by their names in this language."""
    known, language = list(places), current_language()
    titles = {place.path: say(place.names) for place in known}
    least = min((place.path.count("/") for place in known), default=0)
    return [
        SelectChoice(place.id, "\u2003" * (place.path.count("/") - least) + titles[place.path])
        for place in sorted(known, key=lambda place: _way(place.path, titles, language))
    ]


def _way(path: str, titles: Mapping[str, str], language: str) -> list[tuple[int, ...]]:
    """The titles from the country down: sorting by them keeps what is beneath a place behind it."""
    parts = path.strip("/").split("/")
    steps = ("/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts)))
    return [sort_key(titles.get(step, ""), language) for step in steps]


_is_address = Email(_l("This is not an e-mail address. Mend it or leave the field empty."))


POSITIONS = [SelectChoice("", _l("Not said")), *(SelectChoice(code, word) for code, word in wording.POSITION.items())]


class NewcomerForm(CreatingForm):
    """Somebody new, described by whoever brings her in: a trainer her participant, a coordinator her trainer."""

    name = StringField(
        _l("Full name"),
        description=_l("As in the identity document. It stands on the certificate."),
        filters=[folded],
        validators=[needed, at_most(120)],
    )
    sex = SelectField(_l("Sex"), choices=[SelectChoice(sex, wording.SEX[sex]) for sex in reversed(SEXES)])
    email = StringField(
        _l("E-mail address"),
        description=_l("May stay empty: people without an address get a printed slip to sign in with."),
        filters=[folded],
        validators=[at_most(200)],
    )
    agency = SelectField(_l("Agency"), coerce=int)
    place = SelectField(_l("Place of work"), coerce=int)
    position = SelectField(_l("Position"), choices=POSITIONS, default="")
    language = SelectField(_l("Language"), description=_l("In which she or he will see the platform first."))

    def offer(self, places: Iterable[Place], agencies: Iterable[Agency]) -> None:
        """What can be chosen about her."""
        self._places = {place.id: place for place in places}
        self._agencies = {agency.id: agency for agency in agencies}
        self.place.choices = place_choices(self._places.values())
        self.agency.choices = agency_choices(_l("Not said"), self._agencies.values())
        self.language.choices = languages()

    def validate_email(self, field: StringField) -> None:
        """An address, which is kept in small letters, or nothing."""
        if field.data:
            _is_address(self, field)
            field.data = field.data.lower()

    def facts(self) -> dict[str, Any]:
        """What was said about her, for accounts.actions.add_person."""
        return {
            **{field: self[field].data for field in ("name", "sex", "language")},
            "email": self.email.data or None,
            "position": self.position.data or None,
            "agency": self._agencies.get(self.agency.data),
            "place": self._places[self.place.data],
        }
