"""Answers typed in from paper: what is understood, what is refused, and that it is read as it was meant."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.courses.make import make_question
from tests.progress import make
from tot.courses.rules import MOST_LETTERED, Criterion, Level, Question
from tot.quizzes.types import LETTERS, TYPES, Keyed, Unreadable, lettered, type_of

ABCD = ("one", "two", "three", "four")
SINGLE = make_question(type="single", options=ABCD, key="one")
SIX = make_question(type="single", options=(*ABCD, "five", "six"), key="one")
MULTI = make_question(type="multi", options=(*ABCD, "five"), key=("one", "two"))
CLAIM = make_question(type="tf", options=(), key=True)
MATCH = make_question(
    type="match", left=("w", "x", "y", "z"), right=ABCD, key=dict(zip("wxyz", ABCD, strict=True)), options=()
)
ORDER = make_question(type="order", options=(*ABCD, "five"), key=(*ABCD, "five"))
NUMBER = make_question(type="num", options=(), key=18, unit={"en": "years", "ru": "лет"})
SHORT = make_question(
    type="short", options=(), key=None, points=3,
    criteria=tuple(Criterion(id=name, text={"en": name}, patterns={}) for name in "pqr"),
)  # fmt: skip


def read(question: Question, text: str) -> Any:
    return type_of(question).keyed(question, text).response


def at(question: Question, letter: str) -> str:
    """The entry that bears this letter on paper."""
    return next(entry for entry, one in lettered(question).items() if one == letter.upper())


@pytest.mark.parametrize(
    ("question", "typed", "response"),
    [
        (SINGLE, "b", "two"),
        (SINGLE, " B ", "two"),
        (SINGLE, "с", "three"),  # Cyrillic, by its look and its key
        (SINGLE, "ф", "one"),  # the layout was not switched: the key of a
        (SINGLE, "и", "two"),
        (SINGLE, "а", "one"),
        (SINGLE, "д", "four"),  # by its sound: there is no e
        (MULTI, "abd", ["one", "two", "four"]),
        (MULTI, "d, b a", ["one", "two", "four"]),
        (MULTI, "ФИ", ["one", "two"]),
        (MULTI, "фив", ["one", "two", "four"]),  # в alone could be three letters; ф and и say which
        (CLAIM, "t", True),
        (CLAIM, "F", False),
        (CLAIM, "в", True),
        (CLAIM, "н", False),
        (CLAIM, "Ha", True),
        (CLAIM, "yoʻq", False),
        (CLAIM, "YO'Q", False),
        (CLAIM, "0", False),
        (CLAIM, "notoʻgʻri", False),
        (NUMBER, "18", 18),
        (NUMBER, "17,5", 17.5),
        (NUMBER, "17.50 years", 17.5),
        (NUMBER, "17ю5", 17.5),  # the key of the point on a Russian keyboard
        (NUMBER, "1 800 лет", 1800),
        (NUMBER, "-3", -3),
    ],
)
def test_what_is_understood(question: Question, typed: str, response: Any) -> None:
    assert read(question, typed) == response


@pytest.mark.parametrize("typed", ["cadb", "CADB", "c a d b", "1c2a3d4b", "4b 3d 2a 1c", "1с2ф3в4и"])
def test_partners_are_typed_in_their_order_or_with_their_numbers(typed: str) -> None:
    assert read(MATCH, typed) == {left: at(MATCH, letter) for left, letter in zip("wxyz", "cadb", strict=True)}


def test_a_partner_is_typed_as_often_as_it_is_ticked_and_the_spare_one_has_a_letter() -> None:
    right = ("one", "two", "three")
    question = make_question(
        type="match",
        left=("w", "x", "y", "z"),
        right=right,
        key=dict(zip("wxyz", ("one", "two") * 2, strict=True)),
        options=(),
    )
    letters = lettered(question)
    assert sorted(letters.values()) == ["A", "B", "C"]
    one, two, spare = (letters[entry].lower() for entry in right)
    assert type_of(question).keys(question) == "pairs abc 4"
    assert read(question, one + two + one + two) == question.key
    assert read(question, f"2{two}1{one}4{spare}3{one}") == {"w": "one", "x": "two", "y": "one", "z": "three"}
    assert type_of(question).mark(question, read(question, one + two + one + spare)) == 0.75


def test_there_is_a_letter_for_every_entry_that_a_course_may_have() -> None:
    right = tuple(f"r{number}" for number in range(MOST_LETTERED))
    left = tuple(f"l{number}" for number in range(40))  # numbers never end
    key = dict(zip(left, (*right, *right), strict=False))
    question = make_question(type="match", left=left, right=right, key=key, options=())
    assert "".join(lettered(question).values()) == LETTERS
    assert read(question, type_of(question).as_keyed(question, Keyed(key))) == key


def test_what_was_left_out_on_paper_is_left_out() -> None:
    assert read(MATCH, "c-d-") == read(MATCH, "1c3d") == {"w": at(MATCH, "c"), "y": at(MATCH, "d")}
    assert type_of(MATCH).mark(MATCH, read(MATCH, "----")) == 0
    assert read(ORDER, "ca-be") == [at(ORDER, "c"), at(ORDER, "a"), "", at(ORDER, "b"), at(ORDER, "e")]
    assert type_of(ORDER).mark(ORDER, read(ORDER, "-----")) == 0


@pytest.mark.parametrize(
    ("question", "typed", "says"),
    [
        (SINGLE, "e", "from a to d"),
        (SINGLE, "ab", "one letter"),
        (SINGLE, "", "from a to d"),
        (SINGLE, "в", "b, c, d"),  # its look, its place in the alphabet, its key
        (SIX, "а", "a, f"),  # with six options the key of f is an answer, too
        (SINGLE, "ж", "from a to d"),
        (MULTI, "aab", "twice"),
        (MULTI, "af", "from a to e"),
        (CLAIM, "y", "t for true"),  # yes in English, no in Uzbek
        (CLAIM, "x", "t for true"),
        (MATCH, "cad", "4 letters"),
        (MATCH, "cadba", "4 letters"),
        (MATCH, "1c1a", "each number"),
        (MATCH, "5a", "each number"),
        (MATCH, "1ca2b", "each number"),
        (MATCH, "a1b2", "each number"),
        (ORDER, "cadb", "5 letters"),
        (ORDER, "cadbb", "twice"),
        (NUMBER, "eighteen", "in digits"),
        (NUMBER, "1-2", "in digits"),
        (SHORT, "4", "from 1 to 3"),
        (SHORT, "11", "from 1 to 3"),
        (SHORT, "I promise nothing", "from 1 to 3"),
    ],
)
def test_what_is_refused_and_what_it_says(question: Question, typed: str, says: str) -> None:
    with pytest.raises(Unreadable) as trouble:
        type_of(question).keyed(question, typed)
    (sentence,) = trouble.value.errors.values()
    assert says in str(sentence)


@pytest.mark.parametrize(
    ("typed", "criteria"),
    [("13", {"p": 1, "q": 0, "r": 1}), ("3, 1", {"p": 1, "q": 0, "r": 1}), ("0", dict.fromkeys("pqr", 0)), ("?", None)],
)
def test_an_open_answer_stays_on_paper_and_its_reader_types_what_it_shows(typed: str, criteria: Any) -> None:
    said = type_of(SHORT).keyed(SHORT, typed)
    assert said == Keyed("", criteria)
    assert type_of(SHORT).mark(SHORT, said.response) is None


RUBRIC = make_question(
    type="case", options=(), key=None, points=5,
    criteria=tuple(
        Criterion(id=name, text={}, patterns={}, levels=tuple(Level(points=points, text={}) for points in levels))
        for name, levels in (("p", (0, 1, 3)), ("q", (0, 2)))
    ),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "criteria"), [("32", {"p": 3, "q": 2}), ("0, 2", {"p": 0, "q": 2}), ("?", None)])
def test_of_a_rubric_the_points_are_typed(typed: str, criteria: Any) -> None:
    said = type_of(RUBRIC).keyed(RUBRIC, typed)
    assert said == Keyed("", criteria)
    assert type_of(RUBRIC).keyed(RUBRIC, type_of(RUBRIC).as_keyed(RUBRIC, said)) == said


@pytest.mark.parametrize("typed", ["22", "3", "321", "x2", "-1"])  # nothing between two levels, all criteria, no more
def test_what_a_rubric_does_not_know_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        type_of(RUBRIC).keyed(RUBRIC, typed)


def entries(count: int) -> tuple[str, ...]:
    return tuple(f"entry {number}" for number in range(count))


counts = st.integers(2, 8)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, Keyed]:
    """A question of any type, and any answer that can stand on its sheet."""
    kind, name, options = draw(st.sampled_from(sorted(TYPES))), f"Q-{draw(st.integers(0, 999))}", entries(draw(counts))
    if kind in ("single", "branch"):
        question = make_question(id=name, type=kind, options=options, key=options[0])
        return question, Keyed(draw(st.sampled_from(options)))
    if kind == "multi":
        question = make_question(id=name, type=kind, options=options, key=options[:2])
        chosen = draw(st.sets(st.sampled_from(options), min_size=1))
        return question, Keyed([option for option in options if option in chosen])
    if kind == "tf":
        return make_question(id=name, type=kind, options=(), key=True), Keyed(draw(st.booleans()))
    if kind == "order":
        question = make_question(id=name, type=kind, options=options, key=options)
        order = draw(st.permutations(options))
        return question, Keyed([entry if draw(st.integers(0, 4)) else "" for entry in order])
    if kind == "match":
        left = tuple(f"left {number}" for number in range(draw(st.integers(1, 8))))
        key = {one: draw(st.sampled_from(options)) for one in left}  # some belong to several, others to none
        question = make_question(id=name, type=kind, options=(), left=left, right=options, key=key)
        return question, Keyed(draw(st.dictionaries(st.sampled_from(left), st.sampled_from(options))))
    if kind == "num":
        question = make_question(id=name, type=kind, options=(), key=1, unit={"en": "years"})
        number = draw(st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=3).map(float))
        return question, Keyed(int(number) if number == int(number) else number)
    criteria = tuple(Criterion(id=one, text={}, patterns={}) for one in entries(draw(st.integers(1, 5))))
    question = make_question(id=name, type=kind, options=(), key=None, points=len(criteria), criteria=criteria)
    said = st.fixed_dictionaries({one.id: st.integers(0, 1) for one in criteria})
    return question, Keyed("", draw(st.none() | said))


@given(answered())
def test_what_is_typed_of_an_answer_on_paper_is_that_answer(one: tuple[Question, Keyed]) -> None:
    question, said = one
    kind = type_of(question)
    typed = kind.as_keyed(question, said)
    assert kind.keyed(question, typed) == said
    assert kind.keyed(question, f" {typed.upper()} ") == said
    assert kind.as_keyed(question, kind.keyed(question, typed)) == typed


@given(answered())
def test_the_letters_typed_are_those_that_were_printed(one: tuple[Question, Keyed]) -> None:
    question, said = one
    printed, response = lettered(question), said.response
    typed = type_of(question).as_keyed(question, said).upper()
    if question.type in ("single", "branch"):
        assert typed == printed[response]
    elif question.type in ("multi", "order"):
        assert typed == "".join(printed.get(entry, "-") for entry in response)
    elif question.type == "match":
        assert typed == "".join(printed.get(response.get(left), "-") for left in question.left)
    assert set(printed.values()) == set(LETTERS[: len(printed)])


@given(answered(), st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused_and_marks_within_its_points(
    one: tuple[Question, Keyed], text: str
) -> None:
    question, kind = one[0], type_of(one[0])
    with suppress(Unreadable):
        points = kind.mark(question, kind.keyed(question, text).response)
        assert points is None or 0 <= points <= question.points


def test_every_type_is_typed_and_printed() -> None:
    assert all(kind.paper for kind in TYPES.values())
    course_types = {question.type for question in make.tested_value().prepost.questions}
    assert course_types == {"single", "multi", "tf", "match", "order", "num"}
