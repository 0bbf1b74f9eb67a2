"""What every form of ours shares: a key against double clicks, what was typed when the session ended, and refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.i18n import messages_path
from wtforms.validators import InputRequired, Length

from tot.db import new_key
from tot.refusals import Refused
from tot.web.languages import current_language

needed = InputRequired(_l("This is needed."))


def at_most(count: int) -> Length:
    """No more characters than this."""
    return Length(max=count, message=_l("At most %(max)d characters."))


def folded(text: str | None) -> str | None:
    """Without white space at the ends, and with one space wherever there was more of it."""
    return " ".join(text.split()) if text else text


def prose(text: str | None) -> str:
    """Sentences as they are kept: without white space around them, and without the sign that no database holds."""
    return (text or "").replace("\x00", "").strip()


@cache
def _messages_of_wtforms(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], "wtforms")


class Form(FlaskForm):
    """A form. On GET it holds what was typed before the session ended, if anything was kept."""

    class Meta(FlaskForm.Meta):
        """As in the library, but the messages of WTForms are read from disk once, not for each request."""

        def get_translations(self, form: Any) -> NullTranslations:
            """Those of the language that is spoken now."""
            return _messages_of_wtforms(current_language())

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        kept: MultiDict[str, str] | None = g.get("kept_fields")
        if formdata is None and kept is not None and request.method == "GET":
            super().__init__(formdata=kept, **kwargs)
        elif formdata is None:
            super().__init__(**kwargs)
        else:
            super().__init__(formdata=formdata, **kwargs)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turns a refusal inside into a message of the form, beside its field where it names one."""
        try:
            yield
        except Refused as refused:
            field = self._fields.get(refused.field or "")
            if field is None:
                self.form_errors.append(refused.sentence)
            else:
                field.errors = [*field.errors, refused.sentence]


class CreatingForm(Form):
    """A form that creates something: the same `request_key` sent twice creates it once."""

    request_key = HiddenField(default=new_key, filters=[lambda key: key or new_key()], validators=[Length(max=64)])
