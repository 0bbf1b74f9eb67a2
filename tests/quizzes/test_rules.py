"""Marking by table, type by type, with odd input; and by property."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.progress.make import question, words
from tot.courses.reader.types import known
from tot.courses.rules import Criterion, Level, Question, Quiz
from tot.quizzes import rules
from tot.quizzes.types import TYPES, Unreadable, recognised, type_of


def made(kind: str, **changes: Any) -> Question:
    return question("Q", **{**DEFAULTS[kind], "type": kind, **changes})


FOUR = ("a", "b", "c", "d")
LEVELS = tuple(Level(points=points, text=words(f"level {points}")) for points in range(3))
DEFAULTS: dict[str, dict[str, Any]] = {
    "single": {"options": FOUR, "key": "b"},
    "branch": {"options": FOUR, "key": "c"},
    "tf": {"options": (), "key": False},
    "multi": {"options": (*FOUR, "e"), "key": ("a", "b", "d")},
    "order": {"options": FOUR, "key": ("b", "a", "d", "c")},
    "match": {"options": (), "left": FOUR, "right": ("1", "2", "3", "4"), "key": dict(zip(FOUR, "1234", strict=True))},
    "num": {"options": (), "key": 18, "unit": {"en": "years", "ru": "лет"}},
    "short": {
        "options": (), "key": None, "points": 2,
        "criteria": (
            Criterion(id="no_promise", text=words("…"), patterns={"en": ("*cannot promise*", "*can't promise*")}),
            Criterion(id="need", text=words("…"), patterns={"en": ("*who * know*",), "uz": ("*boʻlgan*", "yoʻq")}),
        ),
    },
    "case": {"options": (), "key": None, "points": 4, "criteria": (
        Criterion(id="calm", text=words("…"), patterns={}, levels=(LEVELS[0], LEVELS[1], LEVELS[2])),
        Criterion(id="safe", text=words("…"), patterns={}, levels=(LEVELS[0], LEVELS[2])),
    )},
}  # fmt: skip
SHARED = {"right": ("1", "2", "3"), "key": dict(zip(FOUR, "1212", strict=True))}  # and 3 belongs to none


def pairs(**chosen: str) -> list[tuple[str, str]]:
    return [(f"answer-{name}", value) for name, value in chosen.items()]


@pytest.mark.parametrize(
    ("kind", "changes", "sent", "response", "points"),
    [
        ("single", {}, [("answer", "b")], "b", 1),
        ("single", {}, [("answer", "a")], "a", 0),
        ("single", {"points": 3}, [("answer", "b")], "b", 3),
        ("branch", {}, [("answer", "c")], "c", 1),
        ("branch", {}, [("answer", "d")], "d", 0),
        ("tf", {}, [("answer", "false")], False, 1),
        ("tf", {}, [("answer", "true")], True, 0),
        ("tf", {"key": True}, [("answer", "true")], True, 1),
        ("multi", {}, [("answer", "d"), ("answer", "a"), ("answer", "b")], ["a", "b", "d"], 1),
        ("multi", {}, [("answer", "a"), ("answer", "a"), ("answer", "b")], ["a", "b"], 0.67),
        ("multi", {}, [("answer", "a"), ("answer", "c")], ["a", "c"], 0),
        ("multi", {}, [("answer", x) for x in "abcde"], ["a", "b", "c", "d", "e"], 0.33),
        ("multi", {}, [("answer", "c"), ("answer", "e")], ["c", "e"], 0),
        ("multi", {"points": 3}, [("answer", "a"), ("answer", "b")], ["a", "b"], 2),
        ("order", {}, pairs(a="2", b="1", c="4", d="3"), ["b", "a", "d", "c"], 1),
        ("order", {}, pairs(a="1", b="2", c="4", d="3"), ["a", "b", "d", "c"], 0.5),
        ("order", {}, pairs(a="1", b="2", c="3", d="4"), ["a", "b", "c", "d"], 0),
        ("match", {}, pairs(a="1", b="2", c="3", d="4"), dict(zip(FOUR, "1234", strict=True)), 1),
        ("match", {}, pairs(a="1", b="2", c="4", d="3"), dict(zip(FOUR, "1243", strict=True)), 0.5),
        ("match", {}, pairs(a="1", b="1", c="1", d="1"), dict.fromkeys(FOUR, "1"), 0.25),
        ("match", SHARED, pairs(a="1", b="2", c="1", d="2"), dict(zip(FOUR, "1212", strict=True)), 1),
        ("match", SHARED, pairs(a="1", b="2", c="1", d="3"), dict(zip(FOUR, "1213", strict=True)), 0.75),
        ("match", SHARED, pairs(a="1", b="1", c="1", d="1"), dict.fromkeys(FOUR, "1"), 0.5),
        ("match", SHARED, pairs(a="3", b="3", c="3", d="3"), dict.fromkeys(FOUR, "3"), 0),
        ("match", {**SHARED, "points": 4}, pairs(a="1", b="2", c="2", d="2"), dict(zip(FOUR, "1222", strict=True)), 3),
        ("num", {}, [("answer", "18")], 18, 1),
        ("num", {}, [("answer", " 18,0 ")], 18, 1),
        ("num", {}, [("answer", "18.0")], 18, 1),
        ("num", {}, [("answer", "18.")], 18, 1),
        ("num", {}, [("answer", "+18 years")], 18, 1),
        ("num", {}, [("answer", "18 Лет")], 18, 1),
        ("num", {}, [("answer", "18,5")], 18.5, 0),
        ("num", {}, [("answer", "17.999999999")], 17.999999999, 0),
        ("num", {}, [("answer", "\u22121")], -1, 0),
        ("num", {"key": 1800}, [("answer", "1\u00a0800")], 1800, 1),
        ("num", {"key": 0.3, "tolerance": 0.1}, [("answer", "0,2")], 0.2, 1),
        ("num", {"key": 0.3, "tolerance": 0.1}, [("answer", ".4")], 0.4, 1),
        ("num", {"key": 0.3, "tolerance": 0.1}, [("answer", "0.41")], 0.41, 0),
        ("num", {"key": 19.2, "tolerance": 0.1}, [("answer", "19,1")], 19.1, 1),
        ("short", {}, [("answer", "I cannot promise. I tell those who must know.")], ..., 2),
        ("short", {}, [("answer", "  I CAN’T   promise,\r\n but tell people who need to know  ")],
         "I CAN’T promise,\nbut tell people who need to know", 2),
        ("short", {}, [("answer", "I cannot promise. Zarur bo‘lgan odamlar")], ..., 2),
        ("short", {}, [("answer", "I cannot promise")], ..., None),
        ("short", {}, [("answer", "a\x00b")], "a b", None),
        ("case", {}, [("answer", "  First.\r\n\r\nThen  this. ")], "First.\n\nThen this.", None),
        ("case", {}, [("answer", "ʻ" * 6000)], ..., None),
    ],
)  # fmt: skip
def test_an_answer_has_one_shape_and_its_points(
    kind: str, changes: dict, sent: list, response: Any, points: float | None
) -> None:
    asked = made(kind, **changes)
    said = type_of(asked).shape(asked, MultiDict(sent))
    if response is not ...:
        assert (said, type(said)) == (response, type(response))
    assert type_of(asked).mark(asked, said) == points


@pytest.mark.parametrize(
    ("kind", "sent", "fields"),
    [
        ("single", [], {"answer"}),
        ("single", [("answer", "x")], {"answer"}),
        ("single", [("answer", "")], {"answer"}),
        ("branch", [("answer", "A")], {"answer"}),
        ("tf", [("answer", "maybe")], {"answer"}),
        ("multi", [], {"answer"}),
        ("multi", [("answer", "a"), ("answer", "x")], {"answer"}),
        ("order", [], {"answer-a", "answer-b", "answer-c", "answer-d"}),
        ("order", pairs(a="1", b="1", c="2", d="3"), {"answer-a", "answer-b"}),
        ("order", pairs(a="1", b="2", c="3", d="5"), {"answer-d"}),
        ("order", pairs(a="1", b="2", c="3", d="01"), {"answer-d"}),
        ("match", pairs(a="1", b="2", c="3"), {"answer-d"}),
        ("match", pairs(a="1", b="2", c="3", d="a"), {"answer-d"}),
        *[("num", [("answer", text)], {"answer"}) for text in
          ("", "eighteen", "18 19 x", "1e3", "nan", "inf", "--1", "1,000,000", "9" * 400, ".", "18 %", "0x12")],
        ("short", [("answer", " \n\t ")], {"answer"}),
        ("short", [("answer", "\x00")], {"answer"}),
        ("short", [("answer", "a" * 2001)], {"answer"}),
        ("case", [("answer", " \n ")], {"answer"}),
        ("case", [("answer", "a" * 6001)], {"answer"}),
    ],
)  # fmt: skip
def test_what_is_no_answer_says_where_and_what_to_do(kind: str, sent: list, fields: set[str]) -> None:
    asked = made(kind)
    with pytest.raises(Unreadable) as refused:
        type_of(asked).shape(asked, MultiDict(sent))
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I can not say", ()),
        ("I CANNOT PROMISE", ("no_promise",)),
        ("I cannot - promise", ("no_promise",)),
        ("I can`t promise", ("no_promise",)),
        ("cannot  \n promise", ("no_promise",)),
        ("yoʻq", ("need",)),
        ("yo‘q", ("need",)),
        ("yoʼq albatta", ()),  # without a star the whole text must be this word
        ("those who know", ()),  # something must stand between
        ("those who must know", ("need",)),
        ("know who", ()),  # in this order
    ],
)
def test_patterns_find_criteria_in_any_language(text: str, found: tuple[str, ...]) -> None:
    assert recognised(made("short"), text) == found


def test_a_long_text_against_many_stars_stays_quick() -> None:
    hard = Criterion(id="x", text=words("…"), patterns={"en": ("*a*" * 200 + "b",)})
    assert recognised(made("short", criteria=(hard,)), "a " * 1000) == ()


def test_the_reader_of_courses_knows_the_same_types() -> None:
    assert set(TYPES) == set(known()) == set(DEFAULTS)


anything = st.lists(
    st.tuples(
        st.sampled_from(["answer", *(f"answer-{x}" for x in "abcd")]),
        st.one_of(st.sampled_from([*"abcde1234", "true", "false", "18"]), st.text(max_size=30)),
    ),
    max_size=8,
)


@given(st.sampled_from(sorted(DEFAULTS)), st.integers(1, 5), anything)
def test_marks_never_leave_the_points_of_the_question(kind: str, points: int, sent: list) -> None:
    asked = made(kind, points=DEFAULTS[kind]["points"] if kind in ("short", "case") else points)
    try:
        said = type_of(asked).shape(asked, MultiDict(sent))
    except Unreadable:
        return
    earned = type_of(asked).mark(asked, said)
    assert (earned is None and kind in ("short", "case")) or 0 <= earned <= asked.points
    assert earned == type_of(asked).mark(asked, said)


def quiz(*points: int, pass_mark: int = 2) -> Quiz:
    questions = tuple(question(f"Q{n}", points=p) for n, p in enumerate(points, 1))
    return Quiz(id="C", kind="knowledge check", pass_mark=pass_mark, questions=questions)


@pytest.mark.parametrize(
    ("points", "right", "waiting", "is_passed", "may_still_pass"),
    [
        ({}, 0, 0, False, False),
        ({"Q1": 1.0, "Q2": 1.0}, 2, 0, True, False),
        ({"Q1": 0.99, "Q2": 1.0}, 1, 0, False, False),  # a part of the points is not right
        ({"Q1": 1.0, "Q3": 1.0}, 1, 0, False, False),  # one of two points
        ({"Q1": 1.0, "Q3": None}, 1, 1, False, True),
        ({"Q1": 0.0, "Q3": None}, 0, 1, False, False),
        ({"Q1": 1.0, "Q2": 1.0, "Q3": None}, 2, 1, True, False),
        ({"Q1": 1.0, "elsewhere": 1.0}, 1, 0, False, False),
    ],
)
def test_a_quiz_is_passed_by_questions_that_are_wholly_right(
    points: dict, right: int, waiting: int, is_passed: bool, may_still_pass: bool
) -> None:
    stands = rules.tally(quiz(1, 1, 2), points)
    assert (stands.right, stands.waiting) == (right, waiting)
    assert (stands.is_passed, stands.may_still_pass) == (is_passed, may_still_pass)
    assert stands.left == 3 - len(points.keys() & {"Q1", "Q2", "Q3"})


@given(st.integers(0, 2**31))
def test_the_order_shown_is_a_shuffle_that_stays(seed: int) -> None:
    asked = made("single")
    shown = rules.in_order_of(seed, asked, asked.options)
    assert sorted(shown) == sorted(asked.options)
    assert shown == rules.in_order_of(seed, asked, asked.options)


def test_the_order_shown_differs_and_is_the_same_on_every_machine() -> None:
    asked = made("single")
    assert len({rules.in_order_of(seed, asked, asked.options) for seed in range(200)}) == 24
    assert rules.in_order_of(1, asked, asked.options) == ("d", "c", "b", "a")


def leveled(name: str, *points: int) -> Criterion:
    levels = tuple(Level(points=one, text=words(f"{name} {one}")) for one in points)
    return Criterion(id=name, text=words(name), patterns={}, levels=levels)


CALM, SAFE, SAID = leveled("calm", 0, 1, 2), leveled("safe", 0, 2, 5), leveled("said")


@pytest.mark.parametrize(
    ("said", "marked", "points"),
    [
        ({}, {"calm": 0, "safe": 0, "said": 0}, 0),
        ({"calm": 1, "safe": 2, "said": 1}, {"calm": 1, "safe": 2, "said": 1}, 4),
        ({"calm": 2, "safe": 5, "said": 1, "unknown": 9}, {"calm": 2, "safe": 5, "said": 1}, 8),
        ({"calm": 9, "safe": 4, "said": 3}, {"calm": 2, "safe": 2, "said": 1}, 5),  # between two levels is the lower
        ({"calm": -1, "safe": -5, "said": -1}, {"calm": 0, "safe": 0, "said": 0}, 0),
    ],
)
def test_a_marking_gives_the_points_of_the_levels_reached(said: dict, marked: dict, points: float) -> None:
    asked = made("short", points=8, criteria=(CALM, SAFE, SAID))
    assert rules.as_marked(asked, said) == marked
    assert rules.points_of_marking(asked, said) == points


@given(
    st.lists(st.lists(st.integers(1, 20), unique=True, max_size=5), max_size=5),
    st.dictionaries(st.sampled_from(["c0", "c1", "c2", "c3", "c4", "none"]), st.integers(-1000, 1000)),
)
def test_no_marking_leaves_the_points_of_the_question(levels: list[list[int]], said: dict[str, int]) -> None:
    criteria = tuple(leveled(f"c{n}", *([0, *sorted(steps)] if steps else [])) for n, steps in enumerate(levels))
    top = sum(one.top for one in criteria)
    for points in (1, max(1, top)):
        asked = made("short", points=points, criteria=criteria)
        assert 0 <= rules.points_of_marking(asked, said) <= points
    marked = rules.as_marked(asked, said)
    assert rules.as_marked(asked, marked) == marked
    assert rules.points_of_marking(asked, {one.id: one.top for one in criteria}) == top
