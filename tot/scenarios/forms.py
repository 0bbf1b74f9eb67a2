"""What is sent in a scenario."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from tot.web.forms import Form


class ChoiceForm(Form):
    """One choice, and the position it was offered at: a page that has grown old is known by it."""

    position = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=0, max=10_000)])
    choice = RadioField(
        _l("What do you do?"),
        validate_choice=False,
        validators=[InputRequired(message=_l("Choose one of the answers."))],
    )
