"""Words stand in the order of the reader's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tot.web.collation import ALPHABETS, sort_key


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["child", "child labour", "childhood", "Consent", "élan", "exploitation"]),
        ("ru", ["ежевика", "ёжик", "жертва", "опекун", "опекунство", "Яма"]),
        ("uz", ["bola", "bola savdosi", "guvoh", "odam", "qullik", "vasiy", "zoʻravonlik", "oʻqituvchi",
                "gʻamxoʻrlik", "shahvoniy"]),
        ("uz_Cyrl", ["бола", "яхши", "ўқувчи", "қуллик", "ғамхўрлик", "ҳимоя"]),
        ("kk", ["адам", "әке", "бала", "құқық", "үй"]),
        ("tg", ["ғам", "дӯст", "кор", "қарор", "ҳуқуқ", "чор", "ҷавон"]),
        ("tk", ["çaga", "däde", "şaýat", "ýaş"]),
    ],
)  # fmt: skip
def test_words_stand_as_in_a_dictionary(language: str, in_order: list[str]) -> None:
    shuffled = in_order[::-1]
    assert sorted(shuffled, key=lambda word: sort_key(word, language)) == in_order


@pytest.mark.parametrize("sign", "ʻʼ'`’‘")
def test_an_apostrophe_is_the_same_however_it_is_typed(sign: str) -> None:
    assert sort_key(f"o{sign}quv g{sign}oya", "uz") == sort_key("oʻquv gʻoya", "uz")


@given(st.data(), st.sampled_from(sorted(ALPHABETS)))
def test_capitals_do_not_count_and_letters_compare_by_the_alphabet(data: st.DataObject, language: str) -> None:
    letters = ALPHABETS[language].split()
    word, other = (data.draw(st.lists(st.sampled_from(letters), max_size=6)) for _ in range(2))
    # Letters are parted by a sign that is none, so that s and h side by side are not read as sh.
    one, two = ("\u2060".join(spelt) for spelt in (word, other))
    assert sort_key(one.upper(), language) == sort_key(one, language)
    places = [[letters.index(letter) for letter in spelt] for spelt in (word, other)]
    assert (sort_key(one, language) < sort_key(two, language)) == (places[0] < places[1])


@given(st.text())
def test_every_text_has_a_place(text: str) -> None:
    assert all(place >= 0 for place in sort_key(text, "uz"))
