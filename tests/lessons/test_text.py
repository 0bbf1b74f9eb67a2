"""Course text becomes HTML once, in the language of the content, with whom to ask where a contact is not set."""

from pathlib import Path

import pytest
from flask import Flask

from tot import config
from tot.app import create_app
from tot.web.course_text import CONTACT_NAMES, content_language


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("text")
    settings = config.load(folder, database_url="sqlite://", contacts={"hotline_national": "1234 <b>"})
    return create_app(settings, testing=True)


def shown(app: Flask, text: str, kind: str = "prose", language: str = "en") -> str:
    with app.test_request_context():
        return str(app.jinja_env.filters[kind]({"en": text}, language))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Call {{hotline_national}}.", '<p>Call <strong class="contact">1234 &lt;b&gt;</strong>.</p>\n'),
        ("`{{ hotline_national }}`", '<p><code><strong class="contact">1234 &lt;b&gt;</strong></code></p>\n'),
        ("**a** <script>alert(1)</script>", "<p><strong>a</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("## Front {#front}\n\ntext", "<h2>Front</h2>\n<p>text</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ],
)
def test_prose(bare: Flask, text: str, html: str) -> None:
    assert shown(bare, text) == html


def test_a_contact_that_is_not_set_is_asked_of_the_trainer(bare: Flask) -> None:
    line = shown(bare, "Call {{police_at_unit}}", "line")
    assert line == 'Call <span class="contact contact-unset">[ask your trainer: police at the unit]</span>'


def test_every_contact_of_the_settings_has_a_name() -> None:
    assert set(CONTACT_NAMES) == set(config.CONTACTS)


def test_a_text_is_rendered_once(bare: Flask) -> None:
    with bare.test_request_context():
        words = {"en": "Once *only*"}
        assert bare.jinja_env.filters["prose"](words, "en") is bare.jinja_env.filters["prose"](dict(words), "en")


def test_the_page_language_is_used_where_the_course_speaks_it(bare: Flask) -> None:
    for page, offered, expected in (("ru", ("en", "ru"), "ru"), ("uz", ("en", "ru"), "en"), ("en", ("ru",), "ru")):
        with bare.test_request_context(headers={"Accept-Language": page}):
            assert content_language(offered, offered[0]) == expected
