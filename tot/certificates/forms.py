"""What is said when certificates are issued, replaced, revoked or looked up."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired

from tot.certificates.models import REVOKED_FOR
from tot.certificates.rules import KINDS
from tot.certificates.words import KIND_WORDS, REVOKED_WORDS
from tot.web.forms import CreatingForm, Form, at_most


def people_in(fields: Any) -> set[int]:
    """The enrolments that were ticked; anything else that was sent is not one."""
    return {int(text) for text in fields.getlist("person") if text.isascii() and text.isdigit() and len(text) < 10}


class IssueForm(CreatingForm):
    """The batch that was previewed: its people are read by `people_in`."""

    kind = SelectField(choices=[SelectChoice(kind, KIND_WORDS[kind]) for kind in KINDS])


class ReissueForm(CreatingForm):
    """That the new name was seen."""


class RevokeForm(Form):
    """Why a certificate is taken back."""

    category = RadioField(
        _l("Why"),
        description=_l("Whoever verifies the certificate is shown this sentence."),
        choices=[SelectChoice(reason, REVOKED_WORDS[reason]) for reason in REVOKED_FOR],
        validators=[InputRequired(_l("Choose a reason."))],
    )
    reason = TextAreaField(
        _l("Note"),
        description=_l("For the owner, who gets a letter, and for the programme. Nobody else is shown this."),
        validators=[InputRequired(_l("Write one sentence.")), at_most(1000)],
    )
