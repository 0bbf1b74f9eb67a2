"""The texts of the templates in each language, found and made safe for HTML once per process.

The library's own functions look for the catalogue anew with each text, and in a loop copy every variable of the page
to do so. A page has fifty texts, so that was half of its cost.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

from babel.support import Translations
from flask import Flask
from flask_babel import get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from tot.config import ROOT

FOLDER = ROOT / "tot" / "translations"


class Catalogue:
    """One language: its translations, and those of its texts that have no place to fill, as they stand in a page."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.translations: Any = Translations.load(FOLDER, [language])
        self._whole: dict[str, Markup] = {}

    def text(self, words: str) -> Markup:
        """A text without a place to fill."""
        if words not in self._whole:
            self._whole[words] = Markup(self.translations.ugettext(words)) % {}  # noqa: S704 translations are ours
        return self._whole[words]


@cache
def of(language: str) -> Catalogue:
    """The texts of a language, kept for as long as the process lives."""
    return Catalogue(language)


# While a page or a letter is drawn, the language it is drawn in; see languages.in_language.
spoken: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)


def catalogue() -> Catalogue:
    """The texts of the language that is spoken now."""
    return spoken.get() or of(str(get_locale() or "en"))


def connect(app: Flask) -> None:
    """Gives templates `_`, ngettext, pgettext and npgettext. As in Jinja, a text is always a format: `%%` is a `%`."""
    environment: Any = app.jinja_env
    environment.newstyle_gettext = True
    environment.globals.update(
        _=_gettext, gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext
    )


def _filled(where: EvalContext, words: str, values: dict[str, Any]) -> str:
    return (Markup(words) if where.autoescape else words) % values  # noqa: S704 translations are ours


@pass_eval_context
def _gettext(where: EvalContext, words: str, **values: Any) -> str:
    if where.autoescape and not values:
        return catalogue().text(words)
    return _filled(where, catalogue().translations.ugettext(words), values)


@pass_eval_context
def _ngettext(where: EvalContext, one: str, many: str, num: int, **values: Any) -> str:
    return _filled(where, catalogue().translations.ungettext(one, many, num), {"num": num, **values})


@pass_eval_context
def _pgettext(where: EvalContext, context: str, words: str, **values: Any) -> str:
    return _filled(where, catalogue().translations.upgettext(context, words), {"context": context, **values})


@pass_eval_context
def _npgettext(where: EvalContext, context: str, one: str, many: str, num: int, **values: Any) -> str:
    said = catalogue().translations.unpgettext(context, one, many, num)
    return _filled(where, said, {"context": context, "num": num, **values})
