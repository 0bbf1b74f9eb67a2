"""Every text that people can meet is said in every full language: nothing missing, nothing fuzzy, placeholders kept."""

import re

import pytest
from babel.messages.catalog import Catalog

from scripts import messages

LANGUAGES = ("en", "ru", "uz")


@pytest.fixture(scope="module")
def in_code() -> Catalog:
    """What code and templates say: read once for all languages."""
    return messages.in_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(in_code: Catalog, language: str) -> None:
    assert messages.missing(language, in_code) == [], "run `make messages` and translate what it lists"


def test_uzbek_words_have_uzbek_letters() -> None:
    """oʻ and gʻ with U+02BB, the tutuq with U+02BC; a typewriter's apostrophe stands in no Uzbek word."""
    wrong = [
        str(message.string)
        for message in messages.kept("uz")
        if message.id and re.search(r"\w['’‘`]\w", str(message.string).replace("%(", ""))
    ]
    assert wrong == []
