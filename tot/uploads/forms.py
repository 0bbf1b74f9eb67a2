"""A course as a file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from tot.web.forms import CreatingForm


class CourseForm(CreatingForm):
    """A ZIP with one course."""

    file = FileField(
        _l("ZIP file of the course"),
        description=_l("One course: its folder packed as an ordinary ZIP, up to 5 MB."),
        validators=[FileRequired(_l("Choose a file first."))],
    )
