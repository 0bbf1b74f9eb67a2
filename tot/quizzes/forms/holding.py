"""What is sent where a test is held for a cohort."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from tot.web.forms import Form, prose


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
        filters=[prose],
        description=_l("It stays on record. Do not write about somebody's health; “by decision of …” is enough."),
    )
