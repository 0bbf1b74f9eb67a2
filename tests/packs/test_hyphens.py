"""Uzbek words are divided between syllables, and letters of two signs stay whole."""

import pyphen
import pytest

from tot.web import hyphens


@pytest.mark.parametrize(
    "divided",
    [
        "mash-gʻu-lot-la-ri-mizda", "qayd-no-ma-sini", "yoʻ-nal-ti-ruv-chi", "maʼ-lu-mot-lar", "sanʼat-kor",
        "sing-li-siga", "che-ga-ra-chi-lar", "oʻt-ka-zish",
    ],
)  # fmt: skip
def test_uzbek_syllables(divided: str) -> None:
    hyphens.teach()
    uzbek = pyphen.Pyphen(lang=pyphen.language_fallback("uz"), left=3, right=3)
    assert uzbek.inserted(divided.replace("-", "")) == divided
