"""Texts, dates and numbers come in the language that is spoken: also in loops, and one within another."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import Flask, render_template_string

from tot.web import catalogues
from tot.web.languages import current_language, format_day, format_moment, in_language


@pytest.fixture
def russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Russian has these few texts, whether or not the project's own are compiled."""
    catalog, written = Catalog("ru"), io.BytesIO()
    catalog.add("Sign out", "Выйти")
    catalog.add(("%(num)s minute", "%(num)s minutes"), ("%(num)s минута", "%(num)s минуты", "%(num)s минут"))
    write_mo(written, catalog)
    written.seek(0)
    ru = catalogues.Catalogue("ru")
    ru.translations = Translations(written)
    monkeypatch.setattr(catalogues, "of", lambda language: ru if language == "ru" else catalogues.Catalogue(language))


def drawn(app: Flask, template: str, language: str = "en", **values: Any) -> str:
    with app.test_request_context(), in_language(language):
        return render_template_string(template, **values)


def test_a_text_follows_the_language_also_in_loops_and_macros(app: Flask, russian: None) -> None:
    template = (
        "{% macro said() %}{{ _('Sign out') }}{% endmacro %}"
        "{% for one in [1, 2] %}{% set x = one %}{{ said() }}|{{ _('Sign out') }} {% endfor %}"
    )
    assert drawn(app, template, "en") == "Sign out|Sign out Sign out|Sign out "
    assert drawn(app, template, "ru") == "Выйти|Выйти Выйти|Выйти "


def test_what_fills_a_text_is_made_safe_and_a_doubled_percent_sign_is_one(app: Flask) -> None:
    assert drawn(app, "{{ _('Dear %(name)s,', name='<b>') }}") == "Dear &lt;b&gt;,"
    assert drawn(app, "{{ _('half is 50 %% of it') }}") == "half is 50 % of it"
    letter = "{% autoescape false %}{{ _('Dear %(name)s,', name='<b>') }} {{ _('50 %%') }}{% endautoescape %}"
    assert drawn(app, letter) == "Dear <b>, 50 %"


def test_numbers_dates_and_plurals_follow_the_language(app: Flask, russian: None) -> None:
    minutes = "{{ ngettext('%(num)s minute', '%(num)s minutes', count) }}"
    assert [drawn(app, minutes, "en", count=count) for count in (1, 2)] == ["1 minute", "2 minutes"]
    assert [drawn(app, minutes, "ru", count=count) for count in (1, 2, 5)] == ["1 минута", "2 минуты", "5 минут"]
    assert [drawn(app, "{{ 1.5 | number }}", language) for language in ("en", "ru")] == ["1.5", "1,5"]
    dates = [drawn(app, "{{ when | day }}", language, when=date(2027, 5, 3)) for language in ("en", "ru")]
    assert dates == ["3 May 2027", "3 мая 2027\N{NARROW NO-BREAK SPACE}г."]


def test_a_language_within_another_gives_way_afterwards(app: Flask) -> None:
    with app.test_request_context(), in_language("ru"):
        with in_language("uz"):
            assert current_language() == "uz"
        assert current_language() == "ru"


@pytest.mark.parametrize(
    ("language", "style", "written"),
    [
        ("en", "full", "Friday 5 March 2027"),
        ("en", "long", "5 March 2027"),
        ("en", "medium", "5 Mar 2027"),
        ("en", "short", "5 Mar 27"),
        ("ru", "long", "5 марта 2027\u202fг."),
        ("uz", "long", "2027-yil 5-mart"),
        ("uz", "medium", "05.03.2027"),
        ("uz", "full", "juma, 2027-yil 5-mart"),
    ],
)
def test_dates_are_written_as_offices_write_them(app: Flask, language: str, style: str, written: str) -> None:
    with app.test_request_context(), in_language(language):
        assert format_day(date(2027, 3, 5), style) == written


def test_a_late_evening_in_utc_is_the_next_day_there(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        assert format_day(datetime(2027, 3, 5, 21, 0, tzinfo=UTC)) == "6 March 2027"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "5 Mar 2027, 14:03"), ("ru", "5 мар. 2027\u202fг., 14:03"), ("uz", "05.03.2027, 14:03")],
)
def test_the_time_of_day_has_24_hours_in_every_language(app: Flask, language: str, written: str) -> None:
    with app.test_request_context(), in_language(language):
        assert format_moment(datetime(2027, 3, 5, 9, 3, tzinfo=UTC)) == written
