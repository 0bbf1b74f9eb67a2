"""What is said at the door, on the own page, about people, and about places and agencies."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional

from tot.accounts import wording
from tot.accounts.asking import agency_choices, languages, place_choices
from tot.accounts.models import ROLE_KINDS, Agency, Place
from tot.web.forms import CreatingForm, Form, at_most


def told(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Codes and their words as choices."""
    return [SelectChoice(code, label) for code, label in words.items()]


# ---------------------------------------------------------------------------------------------------------- the door


class SignInForm(Form):
    """Who, and the password."""

    name = StringField(
        _l("E-mail or sign-in name"),
        [InputRequired(_l("Write your e-mail address or sign-in name.")), at_most(254)],
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])


class CodeForm(Form):
    """The code on a slip."""

    code = StringField(
        _l("Code on your slip"),
        [InputRequired(_l("Type the code that is printed on your slip.")), Length(max=40)],
        description=_l("Ten letters and figures. Capital letters, spaces and the dash do not matter."),
    )


class NewPasswordFields(Form):
    """A password, twice: nobody should be locked out by a slip of the finger on a small screen."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l("At least 10 characters. Three or four words that do not belong together are good."),
    )
    password_again = PasswordField(
        _l("The same password again"),
        [EqualTo("password", _l("The two passwords are not the same. Type both once more."))],
    )


class JoinForm(NewPasswordFields):
    """What somebody chooses who comes with a code."""

    language = RadioField(_l("Your language"), [InputRequired(_l("Choose a language."))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = languages()


class ForgotForm(Form):
    """Whose password was forgotten."""

    name = StringField(
        _l("E-mail or sign-in name"),
        [InputRequired(_l("Write your e-mail address or sign-in name.")), at_most(254)],
    )


# ------------------------------------------------------------------------------------------------------- the own page


class LanguageForm(Form):
    """The language of pages, letters and papers."""

    language = RadioField(_l("Language of pages and letters"), [InputRequired(_l("Choose a language."))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = languages()


class PasswordForm(NewPasswordFields):
    """The password of now, and the new one."""

    password_now = PasswordField(_l("Your password now"), [InputRequired(_l("Write the password you use now."))])


class AddressForm(Form):
    """Where letters go; it may be empty."""

    email = StringField(
        _l("E-mail address"),
        [Optional(), Length(max=254), Email(_l("This is not an e-mail address. It looks like name@example.org."))],
        description=_l("Letters and links for a new password go there. Leave it empty if you have none."),
    )
    password_now = PasswordField(_l("Your password now"), [InputRequired(_l("Write the password you use now."))])


# ------------------------------------------------------------------------------------------------------------- people


OFFICES = {kind: wording.OFFICE[kind] for kind in ROLE_KINDS}


class PersonForm(Form):
    """What is known about a person. The places are those that the person asking looks after."""

    name = StringField(
        _l("Full name"),
        [InputRequired(_l("Write the whole name, as in the identity document.")), Length(max=200)],
        description=_l("As in the identity document: certificates show it so."),
    )
    email = StringField(
        _l("E-mail address"),
        [Optional(), Length(max=254), Email(_l("This is not an e-mail address. It looks like name@example.org."))],
        description=_l("May stay empty: then print a slip."),
    )
    language = RadioField(_l("Language"), [InputRequired(_l("Choose a language."))])
    sex = RadioField(_l("Sex"), choices=told(wording.SEX), default="prefer not to say")
    place = SelectField(_l("Place"), coerce=int)
    agency = SelectField(_l("Agency"), coerce=int)
    position = SelectField(_l("Position"))

    def __init__(self, places: Iterable[Place], agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = languages()
        nowhere = self.place.object_data == 0  # somebody who was added without a place
        self.place.choices = [SelectChoice(0, _l("Not said"))] * nowhere + place_choices(places)
        self.agency.choices = agency_choices(_l("Not said"), agencies)
        position = self.position.object_data or ""
        others = {position: position} if position and position not in wording.POSITION else {}
        self.position.choices = told({"": _l("Not said"), **wording.POSITION, **others})


class NewPersonForm(CreatingForm, PersonForm):
    """A new person: what she will be, and how she gets in."""

    office = SelectField(
        _l("What this person will do"),
        choices=told({"": _l("Take part, or be licensed as a trainer"), **OFFICES}),
        description=_l("An office is held for the place chosen above and everything beneath it."),
    )
    send_letter = BooleanField(_l("Send the invitation by e-mail now"), default=True)
    is_another = BooleanField(_l("None of these: add this person"))


class OfficeForm(Form):
    """An office for a place."""

    kind = SelectField(_l("Office"), choices=told(OFFICES))
    place = SelectField(_l("For which place"), coerce=int)

    def __init__(self, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place.choices = place_choices(places)


STATES = {
    "": _l("All"),
    "joined": _l("Has a password"),
    "waiting": _l("Has no password yet"),
    "closed": _l("Account closed"),
}


class FilterForm(Form):
    """Which people to list."""

    class Meta:
        csrf = False

    q = StringField(_l("Name, e-mail or sign-in name"))
    place = SelectField(_l("Place"), coerce=int, default=0)
    agency = SelectField(_l("Agency"), coerce=int, default=0)
    state = SelectField(_l("Sign-in"), default="")

    def __init__(self, places: Iterable[Place], agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place.choices = [SelectChoice(0, _l("All places")), *place_choices(places)]
        self.agency.choices = agency_choices(_l("All agencies"), agencies)
        self.state.choices = told(STATES)


# ------------------------------------------------------------------------------------------------ places and agencies


class NamesForm(Form):
    """A name in each language; one is enough."""

    name_en = StringField(_l("Name in English"), [Length(max=120)])
    name_ru = StringField(_l("Name in Russian"), [Length(max=120)])
    name_uz = StringField(_l("Name in Uzbek"), [Length(max=120)])

    @property
    def names(self) -> dict[str, str]:
        """Language → name, as typed."""
        return {language: self[f"name_{language}"].data or "" for language in ("en", "ru", "uz")}


class AgencyForm(NamesForm):
    """A body that people work for."""

    kind = SelectField(_l("Kind of agency"))
