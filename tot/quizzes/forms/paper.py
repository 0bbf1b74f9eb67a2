"""What is sent where tests on paper are typed in; the lines of the grid are read by quizzes/grid."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tot.web.forms import Form, prose


class GridFileForm(Form):
    """A grid that was filled in elsewhere."""

    file = FileField(
        _l("Filled-in file"),
        description=_l("The workbook from here, or the same as CSV."),
        validators=[FileRequired(_l("Choose a file first."))],
    )


class PaperForm(Form):
    """What belongs to all lines of the grid; the lines themselves are read by quizzes/grid."""

    day = DateField(
        _l("Day of the test"),
        validators=[InputRequired(_l("Write the day on which the test was taken."))],
        description=_l("Of the lines that are saved from now on; what was saved keeps its day."),
    )
    reason = StringField(
        _l("Why do saved lines change?"),
        validators=[Length(max=300, message=_l("Shorten the reason to 300 characters."))],
        filters=[prose],
        description=_l("Needed only where you change a line that was saved before. It stays on record."),
    )


class DayForm(Form):
    """The day on which people took a test on paper, where another one was saved."""

    people = SelectMultipleField(
        _l("Whose sheets"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Choose at least one person."))],
    )
    day = DateField(_l("Day of the test"), validators=[InputRequired(_l("Write the day on which the test was taken."))])
    reason = StringField(
        _l("Reason"),
        validators=[
            InputRequired(_l("Write in a few words why.")),
            Length(max=300, message=_l("Shorten the reason to 300 characters.")),
        ],
        filters=[prose],
        description=_l("It stays on record."),
    )
