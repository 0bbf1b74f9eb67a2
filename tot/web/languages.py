"""Which language a page is in, and how words, dates and numbers are written in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel, format_decimal, format_percent, get_locale, get_translations
from flask_babel import format_date as babel_date
from flask_babel import format_datetime as babel_datetime
from flask_babel import format_time as babel_time

# Every language that can be offered, in its own words. Which are, is a setting.
OWN_NAMES = {
    "en": "English",
    "ru": "Русский",
    "uz": "Oʻzbekcha",
    "uz_Cyrl": "Ўзбекча",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "tk": "Türkmençe",
}


def connect(app: Flask, languages: tuple[str, ...], time_zone: str) -> None:
    """Gives the application its languages, filters and globals."""
    app.config["BABEL_DEFAULT_LOCALE"] = languages[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{app.root_path}/translations"
    Babel(app, locale_selector=_chosen, default_timezone=time_zone)
    _translate_templates(app)
    app.jinja_env.globals["languages"] = [(code, OWN_NAMES[code]) for code in languages]
    app.jinja_env.filters.update(
        say=say,
        day=format_day,
        moment=format_moment,
        clock=format_clock,
        number=format_decimal,
        percent=format_percent,
        hours=format_hours,
    )


def _translate_templates(app: Flask) -> None:
    # The library finds a page's catalogue anew for each text; a page has fifty. We ask once per language and process.
    catalogues: dict[Any, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue().ugettext(text),
        lambda one, many, count: catalogue().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, count: catalogue().unpgettext(context, one, many, count),
    )


def _chosen() -> str:
    """The language somebody chose, else the one the browser asks for, else the first of the settings."""
    offered = current_app.config["TOT"].languages
    if not has_request_context():
        return str(offered[0])
    chosen = session.get("language")
    if chosen in offered:
        return str(chosen)
    return request.accept_languages.best_match(offered) or str(offered[0])


def current_language() -> str:
    """The code of the page's language: en, ru, uz, uz_Cyrl …"""
    return str(get_locale() or "en")


def say(words: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words in the page's language; English, or whatever there is, where they are missing."""
    if not words:
        return ""
    return words.get(language or current_language()) or words.get("en") or next(iter(words.values()))


def _ours(text: str) -> str:
    # CLDR writes Uzbek oʻ gʻ with U+2018; our texts use the letter U+02BB, as Uzbek spelling does.
    return text.replace("\u2018", "\u02bb") if current_language().startswith("uz") else text


def format_day(value: date | datetime | None, style: str = "long") -> str:
    """A date: 3 May 2027. Styles: short, medium, long, full."""
    return "" if value is None else _ours(babel_date(value, style))


def format_moment(value: datetime | None, style: str = "medium") -> str:
    """A date with the time of day, in the installation's time zone."""
    if value is None:
        return ""
    return _ours(f"{babel_date(value, style)}, {babel_time(value, 'short')}")


def format_clock(value: datetime | None) -> str:
    """The time of day: 14:03."""
    return "" if value is None else babel_datetime(value, "HH:mm")


def format_hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal at most: 90 → 1.5 (1,5 in Russian and Uzbek)."""
    return "" if minutes is None else format_decimal(round(minutes / 60, 1))


def in_language(language: str) -> Any:
    """A context in which texts, dates and numbers come in that language, for letters and papers."""
    from flask_babel import force_locale

    return force_locale(Locale.parse(language))
