"""Words are the same word in every spelling, and a piece of a text shows what was meant as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tot.accounts.rules.names import APOSTROPHES
from tot.courses.finding.plain import line, plain
from tot.courses.finding.snippets import Stretch, marked, snippet
from tot.courses.finding.spelling import MOST_TERMS, key_of, keys_in, terms_in, words_in


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["oʻzbek", "oʼzbek", "o'zbek", "o`zbek", "o’zbek", "o‘zbek", "ozbek", "OʻZBEK", "Oʻzbek"], "ozbek"),
        (["maʼno", "ma'no", "mano", "MAʼNO"], "mano"),
        (["ребёнок", "ребенок", "РЕБЁНОК", "ребе\u0308нок", "ре\u00adбёнок", "ребёно\u0301к"], "ребенок"),
        (["й", "и\u0306", "Й"], "й"),
        (["café", "cafe\u0301", "CAFE"], "cafe"),
        (["ＮＲＭ", "nrm"], "nrm"),
        (["İzmir", "izmir"], "izmir"),
        (["18"], "18"),
        (["", "'", "ʻʼ", "\u0301", "_", "\x00"], ""),
        (["x" * 3000], "x" * 64),
    ],
)
def test_spellings_of_one_word_have_one_key(spellings: list[str], key: str) -> None:
    assert {key_of(spelling) for spelling in spellings} == {key}


@given(some.text())
def test_a_key_is_letters_and_digits_only_and_its_own_key(text: str) -> None:
    key = key_of(text)
    assert key_of(key) == key
    assert key == "" or key.isalnum()
    for word in words_in(text):
        assert word.key.isalnum()
        assert key_of(word.key) == word.key
        assert key_of(text[word.start : word.end]) == word.key


def test_words_stand_where_they_stand() -> None:
    text = "«Bola» oʻz-oʻzini, 'child' and ребёнка."
    assert [text[word.start : word.end] for word in words_in(text)] == [
        "Bola",
        "oʻz",
        "oʻzini",
        "child",
        "and",
        "ребёнка",
    ]
    assert keys_in(text) == "bola oz ozini child and ребенка"


WORDS = ["oʻqituvchi", "maʼlumot", "gʻamxoʻrlik", "ребёнок", "ещё", "потерпевший", "guardian", "bola", "суд", "17"]


@some.composite
def spelt(draw: some.DrawFn, word: str) -> str:
    """The word with other apostrophes or none, е for ё, and letters of any size."""
    letters = []
    for letter in word:
        if letter in APOSTROPHES:
            letters.append(draw(some.sampled_from(["", *APOSTROPHES])))
        elif letter == "ё":
            letters.append(draw(some.sampled_from(["ё", "е", "Ё", "е\u0308"])))
        else:
            letters.append(draw(some.sampled_from([letter, letter.upper()])))
    return "".join(letters)


@given(some.data())
def test_a_word_is_found_in_any_spelling_by_any_spelling(data: some.DataObject) -> None:
    words = data.draw(some.lists(some.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    gaps = some.text(alphabet=" .,;:!?()«»“”—\n\t<>&*", min_size=1, max_size=3)
    text = "".join(data.draw(spelt(word)) + data.draw(gaps) for word in words)
    asked = " ".join(data.draw(spelt(word)) for word in data.draw(some.permutations(words)))
    keys = [word.key for word in words_in(text)]
    assert len(keys) == len(words)
    for term in terms_in(asked):
        assert any(term.matches(key) for key in keys)
    assert all(any(term.matches(word.key) for term in terms_in(asked)) for word in words_in(text))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ребёнок", "ребенка"), ("ребенок", "Ребёнком"), ("потерпевший", "потерпевшего"), ("торговля", "торговлей"),
        ("опекуна", "опекун"), ("дети", "детей"), ("допроса", "допрос"), ("права", "правами"),
        ("bolaning", "bolalar"), ("bolalarning", "bola"), ("huquqi", "huquqlari"), ("oʻqituvchilarga", "oʻqituvchi"),
        ("jabrlanuvchi", "jabrlanuvchilar"), ("vasiyning", "vasiy"),
        ("children", "child's"), ("child", "children"), ("interviews", "interview"), ("referred", "refer"),
        ("traff", "trafficking"), ("identifying", "identification"),
    ],
)  # fmt: skip
def test_forms_of_a_word_find_each_other(asked: str, text: str) -> None:
    (term,) = terms_in(asked)
    assert term.matches(keys_in(text).split()[0])


def test_what_is_asked_becomes_few_telling_words() -> None:
    assert [term.key for term in terms_in("What is the law on the child?")] == ["law", "child"]
    assert [term.key for term in terms_in("что это")] == ["что", "это"], "where nothing else was asked they count"
    assert [term.key for term in terms_in("child CHILD child")] == ["child"]
    assert len(terms_in(" ".join(f"word{number}" for number in range(50)))) == MOST_TERMS
    assert terms_in("\"' -- ; * ^ ( ) : \\ %") == ()
    first, last = terms_in("age law")
    assert (first.matches("age"), first.matches("agency")) == (True, False), "a short word in the middle is whole"
    assert last.matches("lawyer"), "the last one may still be in the making"


def test_course_text_becomes_plain() -> None:
    markdown = (
        "Ask *softly*: `why`?\n\n### Next {#x}\n\n- One [term](term:child)\n- Two\n\n"
        "::: rule\nNever [^1] wait.\n:::\n\n"
        "Call the interpreter: {{interpreter_service}}. Or ({{ngo_support}}) go.\n\n![A door](door.png)\n\n"
        "| A | B |\n|---|---|\n| c | d |\n\n[^1]: A note.\n"
    )
    assert plain(markdown) == (
        "Ask softly: why? Next · One term · Two · Never wait. Call the interpreter. Or go."
        " A door · A · B · c · d · A note."
    )
    assert line("**Bold** {{hotline_national}} title") == "Bold title"
    assert plain("a < b & <b>c</b>") == "a < b & <b>c</b>", "text stays text; the page makes it safe"


def said(stretches: tuple[Stretch, ...]) -> str:
    return "".join(f"[{one.text}]" if one.is_meant else one.text for one in stretches)


def test_a_snippet_shows_the_words_that_were_meant_as_they_were_written() -> None:
    text = "Начало. " + "Слова и слова. " * 40 + "Опекун ребёнка говорит за него. " + "Ещё слова. " * 40
    shown = said(snippet(text, terms_in("опекуна РЕБЕНКА")))
    assert "[Опекун] [ребёнка] говорит" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 240
    assert said(snippet("Short oʻzbek.", terms_in("ozbek"))) == "Short [oʻzbek]."
    assert said(marked("Bola va bolalar", terms_in("bola"))) == "[Bola] va [bolalar]"
    assert snippet("", terms_in("a b")) == ()


@given(some.text(), some.sampled_from(["a", "child x", "ё", "18 o'"]))
def test_a_snippet_is_a_piece_of_the_text(text: str, asked: str) -> None:
    terms = terms_in(asked)
    whole = snippet(text, terms, 20)
    kept = [one for one in whole if one not in (Stretch("… ", False), Stretch(" …", False))]
    assert "".join(one.text for one in kept) in text
    assert all(one.text for one in whole)
    assert "".join(one.text for one in marked(text, terms)) == text
