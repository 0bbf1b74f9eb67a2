"""Who chose what: partners, places, numbers and what patterns recognised, and that nobody's words are in it."""

import json
from typing import Any

import pytest

from tests.progress.make import question
from tests.reports.results import taken
from tot.courses.rules import Criterion, Question
from tot.reports.analysis import Row
from tot.reports.choices import choices
from tot.reports.rules.items import item_figures
from tot.reports.rules.parts import Part
from tot.reports.rules.taken import Outcome, Taken, cells
from tot.reports.rules.tests import item_of, share_of

MATCH = question(
    "q", type="match", options=(), left=("a", "b"), right=("r1", "r2", "r3"), key={"a": "r1", "b": "r2"}, points=1
)
ORDER = question("q", type="order", options=("x", "y", "z"), key=("y", "x", "z"), points=1)
NUMBER = question("q", type="num", options=(), key=18, tolerance=1, points=1)
SHORT = question(
    "q", type="short", options=(), key=None, points=2,
    criteria=(
        Criterion(id="no_promise", text={}, patterns={"en": ("*cannot promise*", "*never*"), "uz": ("*olmayman*",)}),
        Criterion(id="need", text={}, patterns={"en": ("*must know*",)}),
    ),
)  # fmt: skip


class Analysis:
    """As much of an analysis as the tables ask for."""

    def __init__(self, row: Row) -> None:
        self.rows = [row]


def parts_of(asked: Question, said: list[Any], marks: list[float] | None = None, others: int = 0) -> tuple[Part, ...]:
    """The parts of an item that these people answered so; each one has `others` more right than the one before."""
    from tot.quizzes.types import TYPES

    made = []
    for at, response in enumerate(said):
        points = marks[at] if marks else TYPES[asked.type].mark(asked, response) if response is not None else 0.0
        own = Outcome(share_of(asked, points or 0.0), None if response is None else (), json.dumps(response))
        rest = taken([place < at * others for place in range(len(said))]).outcomes
        made.append(Taken("en", (own, *rest), (None,) * (1 + len(rest))))
    counted = cells(1 + len(said), made)[0]
    figures = item_figures(item_of(asked), counted, [])
    assert figures is not None
    return choices(Analysis(Row(1, asked, figures, (), (), counted))).get(1, ())  # type: ignore[arg-type]


def counts(part: Part) -> dict[str, int]:
    return {option.id: option.count for option in part.options}


def keys(part: Part) -> list[str]:
    return [option.id for option in part.options if option.is_key]


def test_each_entry_of_a_match_has_its_partners() -> None:
    said = [{"a": "r1", "b": "r2"}] * 6 + [{"a": "r2", "b": "r1"}] * 3 + [{"a": "r1"}]  # on paper one may be left out
    first, second = parts_of(MATCH, said)
    assert (first.id, counts(first), keys(first)) == ("a", {"r1": 7, "r2": 3, "r3": 0}, ["r1"])
    assert (second.id, counts(second), keys(second)) == ("b", {"r1": 3, "r2": 6, "r3": 0}, ["r2"])
    assert first.options[0].share == 0.7
    assert [option.id for option in first.chosen] == ["r1", "r2"]


def test_each_step_of_an_order_has_its_places() -> None:
    said = [["y", "x", "z"]] * 5 + [["x", "y", "z"]] * 4 + [["", "x", "y"]]
    steps = {part.id: (counts(part), keys(part)) for part in parts_of(ORDER, said)}
    assert list(steps) == ["y", "x", "z"], "in the right order"
    assert steps["y"] == ({"1": 5, "2": 4, "3": 1}, ["1"])
    assert steps["x"] == ({"1": 4, "2": 6, "3": 0}, ["2"])
    assert steps["z"] == ({"1": 0, "2": 0, "3": 9}, ["3"])


def test_the_groups_are_those_of_the_choice_table() -> None:
    """Ten people, the best three and the weakest three; only the weakest took the wrong partner."""
    said = [{"a": "r2", "b": "r2"}] * 3 + [{"a": "r1", "b": "r2"}] * 7
    first, _second = parts_of(MATCH, said, others=1)
    right, wrong, _nobody = first.options
    assert (right.upper, right.middle, right.lower) == (1, 1, 0)
    assert (wrong.upper, wrong.middle, wrong.lower) == (0, 0, 1)


def test_numbers_are_grouped_by_what_they_are_and_one_that_stands_alone_is_not_told() -> None:
    said = [18, 17, 18.5, 19, 16, 16.0, 21, 21.0, 21, 998901234567, None, 12.25]
    (part,) = parts_of(NUMBER, said)
    assert (part.id, counts(part), keys(part)) == ("", {"key": 4, "21": 3, "16": 2, "other": 2}, ["key"])


def test_only_the_most_frequent_wrong_numbers_are_told() -> None:
    said = [number for number in range(30, 40) for _time in range(number - 28)]
    (part,) = parts_of(NUMBER, said)
    assert list(counts(part)) == ["key", "39", "38", "37", "36", "35", "34", "other"]
    assert part.options[-1].count == 2 + 3 + 4 + 5
    assert [option.id for option in part.options if option.is_key] == ["key"]


def test_a_number_that_was_marked_right_again_is_right() -> None:
    (part,) = parts_of(NUMBER, [18, 18, 40, 40, 40], marks=[0, 0, 1, 1, 1])
    assert keys(part) == ["40"]


def test_of_own_words_only_the_patterns_are_told() -> None:
    said = [
        "I cannot promise that.", "I cannot promise, and I never would.", "I never do; those who must know.",
        "My name is Somebody, call 998901234567", "", None,
    ]  # fmt: skip
    first, second = parts_of(SHORT, said, marks=[0, 0, 2, 0, 0, 0])
    assert (first.id, counts(first)) == ("no_promise", {"found": 3, "*cannot promise*": 2, "*never*": 1})
    assert (second.id, counts(second)) == ("need", {"found": 1, "*must know*": 1})
    assert keys(first) == keys(second) == []
    assert "Somebody" not in str((first, second))
    assert "9989" not in str((first, second))


@pytest.mark.parametrize("kind", ["single", "multi", "branch", "tf"])
def test_a_choice_from_one_list_has_its_own_table(kind: str) -> None:
    options, key = ((), True) if kind == "tf" else (("a", "b"), ("a",) if kind == "multi" else "a")
    asked = question("q", type=kind, options=options, key=key)
    assert parts_of(asked, [["a"] if kind == "multi" else key] * 4) == ()


def test_a_case_that_only_people_read_has_none() -> None:
    criteria = (Criterion(id="c", text={}, patterns={}),)
    assert parts_of(question("q", type="case", options=(), key=None, criteria=criteria), ["x"] * 4, [0] * 4) == ()
