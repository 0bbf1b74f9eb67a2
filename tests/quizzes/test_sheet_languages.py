"""Sheets speak the language of the cohort, the grid that of whoever types: what stands at a box is typed in each."""

from re import findall

import pytest

from tests.quizzes.test_keyed import CLAIM, MATCH, MULTI, ORDER, SINGLE
from tot.courses.rules import Question
from tot.quizzes.types import lettered, type_of
from tot.web.languages import in_language

LANGUAGES = ("en", "ru", "uz")


def replies(question: Question, language: str) -> list[str]:
    """What stands at the boxes of this question on a sheet in this language."""
    from flask import current_app

    with in_language(language):
        printed = current_app.jinja_env.get_template(f"packs/paper/types/{type_of(question).paper}.html")
        html = printed.make_module({}).reply(question, lettered(question), None, None)  # type: ignore[attr-defined]
    return findall(r"☐ (\w+)", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_at_a_box_is_typed_whatever_the_language(inside: None, language: str) -> None:
    for question in (SINGLE, MULTI):
        boxes = replies(question, language)
        read = [type_of(question).keyed(question, box).response for box in boxes]
        assert read == [entry if question is SINGLE else [entry] for entry in question.options]
    true, false = replies(CLAIM, language)
    assert [type_of(CLAIM).keyed(CLAIM, box).response for box in (true, false)] == [True, False]
    boxes = replies(MATCH, language)
    assert boxes == list(lettered(MATCH).values()) * len(MATCH.left)
    whole = "".join(lettered(ORDER).values())
    assert type_of(ORDER).keyed(ORDER, whole).response == list(lettered(ORDER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_true_and_false_are_read_as_the_sheet_prints_them(inside: None, language: str) -> None:
    from flask_babel import gettext

    with in_language(language):
        words = gettext("True"), gettext("False")
    assert [type_of(CLAIM).keyed(CLAIM, word).response for word in words] == [True, False]
