"""What whoever marks again says: why, and which preview she has read."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tot.web.forms import CreatingForm, prose


class RegradeForm(CreatingForm):
    """`state` is that of the preview on the page."""

    state = HiddenField(validators=[InputRequired(), Length(max=64)])
    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Write why.")),
            Length(max=500, message=_l("Shorten the reason to 500 characters.")),
        ],
        filters=[prose],
        description=_l(
            "Everybody whose points change reads it, in your words, so say what was wrong with the key. Name nobody."
        ),
    )
