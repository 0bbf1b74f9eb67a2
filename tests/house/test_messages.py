"""Every text that people can meet is said in every full language: nothing missing, nothing fuzzy, placeholders kept."""

import re

import pytest

from scripts.messages import kept, missing

LANGUAGES = ("en", "ru", "uz")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    assert missing(language) == [], "run `make messages` and translate what it lists"


def test_uzbek_words_have_uzbek_letters() -> None:
    """oʻ and gʻ with U+02BB, the tutuq with U+02BC; a typewriter's apostrophe stands in no Uzbek word."""
    wrong = [
        str(message.string)
        for message in kept("uz")
        if message.id and re.search(r"\w['’‘`]\w", str(message.string).replace("%(", ""))
    ]
    assert wrong == []
