"""Which language a page is in, and how words, dates and numbers are written in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel, force_locale, format_percent
from flask_babel.speaklater import LazyString

from tot.clock import local_day, time_zone
from tot.web import catalogues

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

# Where CLDR writes dates in another way than those who read them here.
DATES = {
    # The day first and the month in letters: "03/05/27", as CLDR has it, is March to one reader and May to another.
    "en": {"full": "EEEE d MMMM y", "long": "d MMMM y", "medium": "d MMM y", "short": "d MMM yy", "brief": "d MMM"},
    # As offices in Uzbekistan write them: 2027-yil 5-mart, 05.03.2027. CLDR has "5-mart, 2027" and "05/03/27".
    "uz": {"full": "EEEE, y-'yil' d-MMMM", "long": "y-'yil' d-MMMM", "medium": "dd.MM.y", "short": "dd.MM.y"},
}
BRIEF = "dd.MM"  # where the year stands nearby and room is scarce


# The library calls its waiting sentences safe HTML, whatever names were put into them. Without this they are text,
# which pages escape like any other.
if hasattr(LazyString, "__html__"):
    del LazyString.__html__


def connect(app: Flask, languages: tuple[str, ...], time_zone: str) -> None:
    """Gives the application its languages, filters and globals."""
    app.config["BABEL_DEFAULT_LOCALE"] = languages[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogues.FOLDER)
    Babel(app, locale_selector=_chosen, default_timezone=time_zone)
    catalogues.connect(app)
    app.jinja_env.globals["languages"] = [(code, OWN_NAMES[code]) for code in languages]
    app.jinja_env.filters.update(
        say=say,
        day=format_day,
        moment=format_moment,
        clock=format_clock,
        number=format_number,
        percent=format_percent,
        hours=format_hours,
    )


def _chosen() -> Locale:
    """The language somebody chose, else the one the browser asks for, else the first of the settings."""
    offered = current_app.config["TOT"].languages
    if not has_request_context():
        return _locale(offered[0])
    chosen = session.get("language")
    if chosen not in offered:
        chosen = request.accept_languages.best_match(offered) or offered[0]
    return _locale(chosen)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def current_language() -> str:
    """The code of the language that is spoken now, on the page or in the letter: en, ru, uz, uz_Cyrl …"""
    return catalogues.catalogue().language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """A context in which texts, dates and numbers come in that language: for pages, letters and papers."""
    before = catalogues.spoken.set(catalogues.of(language))
    try:
        with force_locale(_locale(language)):
            yield
    finally:
        catalogues.spoken.reset(before)


def say(words: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words in the page's language; English, or whatever there is, where they are missing."""
    if not words:
        return ""
    return words.get(language or current_language()) or words.get("en") or next(iter(words.values()))


def _ours(text: str) -> str:
    # CLDR writes Uzbek oʻ gʻ with U+2018; our texts use the letter U+02BB, as Uzbek spelling does.
    return text.replace("\u2018", "\u02bb") if current_language().startswith("uz") else text


def format_day(value: date | datetime | None, style: str = "long") -> str:
    """A date: 3 May 2027. Styles: brief (5 Sep), short (5 Sep 27), medium (5 Sep 2027), long (5 September 2027)."""
    if value is None:
        return ""
    day = local_day(value) if isinstance(value, datetime) else value
    return _ours(_day(day, style, current_language()))


@lru_cache(maxsize=2000)
def _day(value: date, style: Any, language: str) -> str:
    return format_date(value, DATES.get(language, {}).get(style, BRIEF if style == "brief" else style), locale=language)


def format_moment(value: datetime | None, style: str = "medium") -> str:
    """A date with the time of day, in the installation's time zone."""
    if value is None:
        return ""
    return f"{format_day(value, style)}, {format_clock(value)}"


def format_clock(value: datetime | None) -> str:
    """The time of day: 14:03."""
    return "" if value is None else f"{value.astimezone(time_zone()):%H:%M}"


def format_number(value: float) -> str:
    """A number as the language writes it: 1,234.5, in Russian 1 234,5."""
    return _number(value, current_language())


@lru_cache(maxsize=2000)
def _number(value: float, language: str) -> str:
    return format_decimal(value, locale=language)


def format_hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal at most: 90 → 1.5 (1,5 in Russian and Uzbek)."""
    return "" if minutes is None else format_number(round(minutes / 60, 1))
