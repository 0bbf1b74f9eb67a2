"""What reviewers say: that they vouch for a text, why no longer, what is wrong, what became of it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from tot.courses.signing import ROLE_NAMES
from tot.web.forms import CreatingForm, Form, at_most, needed, prose

_words_needed = DataRequired(_l("This is needed."))  # spaces are no words


class SignOffForm(CreatingForm):
    """A signature under a version."""

    version_id = IntegerField(widget=HiddenInput(), validators=[needed])
    role = RadioField(
        _l("I have read it as"),
        choices=[SelectChoice(role, name) for role, name in ROLE_NAMES.items()],
        validators=[InputRequired(_l("Choose the role in which you have read it."))],
    )
    note = TextAreaField(
        _l("Note"),
        description=_l("May stay empty. For example: compared with the official text of 2020."),
        filters=[prose],
        validators=[at_most(1000)],
    )
    has_read = BooleanField(
        _l("I have read all of it, and I vouch for it in this role."),
        validators=[InputRequired(_l("Tick this when you have read all of it."))],
    )


class WithdrawForm(Form):
    """Why a signature no longer holds."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("It stays beside the sign-off for everybody who reviews."),
        filters=[prose],
        validators=[_words_needed, at_most(500)],
    )


class RemarkForm(CreatingForm):
    """A remark on one piece."""

    language = SelectField(_l("In which text"), validators=[needed])
    wrong = TextAreaField(
        _l("What is wrong"),
        description=_l("Quote the words, and say why they are wrong."),
        filters=[prose],
        validators=[_words_needed, at_most(2000)],
    )
    right = TextAreaField(
        _l("What would be right"), description=_l("May stay empty."), filters=[prose], validators=[at_most(2000)]
    )


class StepForm(Form):
    """What became of a remark."""

    is_open = HiddenField()
    note = TextAreaField(_l("Note"), filters=[prose], validators=[at_most(500)])
