"""What follows from the values of a course."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.courses.make import make_question, write_course
from tot.courses import bodies
from tot.courses.reader import read_courses
from tot.courses.rules import Course, Question, in_language, sides_of_job_aid, things_in


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    (found,) = read_courses(write_course(tmp_path_factory.mktemp("course"))).courses
    return found


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        ({"en": "door", "ru": "дверь"}, "ru", "дверь"),
        ({"en": "door", "ru": "дверь"}, "uz", "door"),
        ({"ru": "дверь"}, "uz", "дверь"),
        ({"en": "door", "ru": ""}, "ru", "door"),
        ({}, "ru", ""),
    ],
)
def test_words_fall_back_to_the_source_language(words: dict[str, str], language: str, text: str) -> None:
    assert in_language(words, language) == text


def test_things_come_innermost_first_and_each_once(course: Course) -> None:
    ids = [thing.id for thing in things_in(course)]
    assert len(ids) == len(set(ids)) == 15
    assert ids[-1] == "TST"
    assert ids.index("TST-1-q8") < ids.index("TST-1-check") < ids.index("TST-1") < ids.index("TST-2")


def test_a_module_in_preparation_is_not_ready(course: Course) -> None:
    assert [module.id for module in course.ready_modules] == ["TST-1"]
    assert course.module("TST-2").lesson is None
    assert course.module("TST-1").drafts == ("ru",)


def test_parts_are_found_by_id(course: Course) -> None:
    module = course.module("TST-1")
    assert module.lesson is not None
    assert module.scenario is not None
    assert module.lesson.section("TST-1-s1").locked
    assert module.scenario.nodes["n2"].choice("b").to == "good"
    with pytest.raises(KeyError):
        course.module("TST-9")


def test_a_job_aid_has_two_sides_without_ids(course: Course) -> None:
    assert sides_of_job_aid(course.module("TST-1").jobaid, "ru") == (
        "## Делать\n\n- Поздороваться.",
        "## Никогда\n\n- Кричать.",
    )
    assert sides_of_job_aid({}, "ru") == ()


def test_values_cannot_be_changed(course: Course) -> None:
    with pytest.raises(AttributeError):
        course.hours = 4  # type: ignore[misc]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
WORDS = st.dictionaries(st.sampled_from(["en", "ru", "uz"]), TEXTS)
NAMES = st.lists(TEXTS, max_size=4).map(tuple)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
QUESTIONS = st.builds(
    make_question,
    key=st.none() | st.booleans() | st.integers() | NUMBERS | TEXTS | NAMES | st.dictionaries(TEXTS, TEXTS),
    options=NAMES, left=NAMES, right=NAMES, stem=WORDS, labels=st.dictionaries(TEXTS, WORDS), sources=NAMES,
    tolerance=st.floats(0, 100) | st.integers(0, 9),
)  # fmt: skip


@given(question=QUESTIONS, other=QUESTIONS)
@settings(max_examples=60)
def test_any_question_survives_its_body(question: Question, other: Question) -> None:
    (sealed,) = bodies.seal(question)
    assert bodies.unseal(sealed.kind, json.loads(json.dumps(sealed.body)), 7, {}) == replace(question, version_id=7)
    assert (sealed.digest == next(bodies.seal(other)).digest) == (sealed.body == next(bodies.seal(other)).body)
