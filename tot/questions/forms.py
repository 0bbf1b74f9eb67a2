"""What is asked about a file of questions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Regexp

from tot.quizzes.formats.ours.writing import PREFIX
from tot.web.forms import CreatingForm
from tot.web.languages import OWN_NAMES

TARGETS = {
    "ours": _l("a quiz file for our courses (YAML)"),
    "gift": _l("GIFT, for Moodle"),
    "moodle_xml": _l("Moodle XML"),
    "qti": _l("QTI 3.0, a package"),
}
ENCODINGS = {
    "": _l("find out (UTF-8, UTF-16)"),
    "cp1251": _l("Cyrillic of an older Windows (cp1251)"),
    "koi8-r": _l("KOI8-R"),
    "cp1254": _l("Turkish of an older Windows (cp1254)"),
    "cp1252": _l("Western European (cp1252)"),
}


def _as_text(text: str | None) -> str:
    return (text or "").strip()


class ConvertForm(CreatingForm):
    """A file, what it should become, and how its questions are to be called."""

    file = FileField(
        _l("File with questions"),
        description=_l(
            "GIFT, Moodle XML, Aiken, QTI 2.1 to 3.0 (an item or a package), or our quiz file; up to 5 MB. A larger "
            "one is converted at the server with: tot questions convert"
        ),
        validators=[FileRequired(_l("Choose a file first."))],
    )
    to = RadioField(_l("It should become"), default="ours")
    language = SelectField(_l("Language of the questions"), default="en")
    prefix = StringField(
        _l("New questions are called"),
        description=_l("Optional: how their ids begin, such as BRD-2 for a module. Numbers are added."),
        filters=[_as_text],
        validators=[Regexp(rf"(?:{PREFIX.pattern})?\Z", message=_l("Write capital letters and digits, as in BRD-2."))],
    )
    encoding = SelectField(_l("How its letters are written"), default="")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [SelectChoice(name, words) for name, words in TARGETS.items()]
        self.language.choices = [SelectChoice(code, name) for code, name in OWN_NAMES.items()]
        self.encoding.choices = [SelectChoice(name, words) for name, words in ENCODINGS.items()]
