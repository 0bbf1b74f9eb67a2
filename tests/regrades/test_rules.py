"""What becomes of an answer, by table; which answers can be marked by another version; for whose cohorts."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.make import question
from tot.courses.keys import is_same_key
from tot.courses.rules import Criterion
from tot.policy import Can, may
from tot.quizzes.corrections import obstacle, points_by, with_key_of
from tot.quizzes.rules import Tally
from tot.quizzes.standing import LEFT, Decision, Standing, modes_in
from tot.regrades.rules import MODES, Change, Effect, scopes, verdict

MATCH = question("q", type="match", options=(), left=("a", "b"), right=("r", "s"), key={"a": "r", "b": "s"})
ORDER = question("q", type="order", options=("a", "b", "c"), key=("a", "b", "c"))
MULTI = question("q", type="multi", options=("a", "b", "c"), key=("a", "b"))
SHORT = question(
    "q", type="short", options=(), key=None, points=2,
    criteria=tuple(Criterion(id=one, text={}, patterns={"en": (f"*{one}*",)}) for one in ("yes", "no")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("raised", "lowered", "modes", "state"),
    [
        (1, 0, (), "to decide"),
        (0, 1, (), "to decide"),
        (0, 1, ("favour",), "done"),
        (0, 1, (LEFT,), "left"),
        (0, 1, (LEFT, "strict"), "done"),
        (1, 1, (LEFT,), "to decide"),  # somebody answered since who would gain
        (0, 0, (), "nothing"),
        (0, 0, ("strict",), "done"),
    ],
)
def test_how_a_corrected_key_stands(raised: int, lowered: int, modes: tuple[str, ...], state: str) -> None:
    assert Standing(raised + lowered, raised, lowered).state(modes) == state


@pytest.mark.parametrize(
    ("place", "modes"),
    [
        ("/1/2/", {"left"}),
        ("/1/2/3/", {"left", "favour"}),  # what was decided for the country holds in its regions
        ("/1/", set()),  # and not the other way round
        ("/1/9/", set()),
        (None, {"left", "favour"}),
    ],
)
def test_where_a_decision_holds(place: str | None, modes: set[str]) -> None:
    made = [
        Decision("q1", 7, "/1/2/", LEFT),
        Decision("q1", 7, "/1/2/3/", "favour"),
        Decision("q1", 8, "/1/2/", "strict"),
        Decision("q2", 7, "/1/2/", "strict"),
    ]
    assert modes_in(made, "q1", 7, place) == modes


@pytest.mark.parametrize(
    ("now", "new", "how", "favour", "strict"),
    [
        (0, 1, {}, "change", "change"),
        (1, 0, {}, "favour", "change"),
        (0.5, 0.5, {}, "same", "same"),
        (None, 2, {}, "change", "change"),  # the patterns recognise what waited
        (None, None, {}, "same", "same"),
        (2, None, {}, "unread", "unread"),  # patterns only ever give
        (0, 1, {"is_read": True}, "person", "person"),
        (0, None, {"obstacle": "gone"}, "gone", "gone"),
        (0, None, {"obstacle": "not offered"}, "not offered", "not offered"),
        (0, None, {"obstacle": "gone", "is_read": True}, "person", "person"),
    ],
)
def test_what_becomes_of_an_answer(now: Any, new: Any, how: dict[str, Any], favour: str, strict: str) -> None:
    said = {"obstacle": "", "is_read": False, **how}
    assert verdict(now, new, mode="favour", **said) == favour
    assert verdict(now, new, mode="strict", **said) == strict


points = st.none() | st.floats(0, 3)


@given(points, points, st.sampled_from(["", "gone"]), st.booleans())
def test_in_favour_nobody_ever_loses(now: float | None, new: float | None, obstacle: str, is_read: bool) -> None:
    said = verdict(now, new, obstacle=obstacle, is_read=is_read, mode=MODES[0])
    assert said != "change" or (new is not None and new >= (now or 0))


@pytest.mark.parametrize(
    ("before", "changes", "is_same"),
    [
        (question("q"), {"stem": {"en": "Other words"}, "feedback": {}, "points": 3}, True),
        (question("q"), {"options": ("a", "b", "c")}, True),
        (question("q"), {"key": "b"}, False),
        (MULTI, {"key": ("b", "a")}, True),
        (ORDER, {"key": ("b", "a", "c")}, False),
        (question("q", type="num", key=18), {"tolerance": 1}, False),
        (question("q", type="num", key=18), {"key": 18.0}, True),
        (SHORT, {"criteria": (SHORT.criteria[0], replace(SHORT.criteria[1], text={"en": "Other"}))}, True),
        (SHORT, {"criteria": (SHORT.criteria[0], replace(SHORT.criteria[1], patterns={"en": ("other",)}))}, False),
    ],
)
def test_only_what_marks_makes_another_key(before: Any, changes: dict[str, Any], is_same: bool) -> None:
    assert is_same_key(before, replace(before, **changes)) is is_same


@pytest.mark.parametrize(
    ("before", "changes", "response", "why"),
    [
        (question("q"), {"key": "b"}, "b", ""),
        (question("q"), {"options": ("a",)}, "b", "gone"),
        (question("q"), {"options": ("a", "b", "c"), "key": "c"}, "a", "not offered"),
        (question("q"), {"options": ("a", "c")}, "a", ""),
        (question("q", type="tf", options=(), key=True), {"key": False}, True, ""),
        (question("q", type="num", options=(), key=1), {"key": 2}, 2, ""),
        (SHORT, {"criteria": SHORT.criteria[:1]}, "a b yes", ""),
        (MULTI, {"options": ("a", "b")}, ["a", "c"], "gone"),
        (MULTI, {"options": ("a", "b", "c", "d"), "key": ("a", "d")}, ["a"], "not offered"),
        (ORDER, {"options": ("a", "b"), "key": ("b", "a")}, ["a", "b", "c"], "gone"),
        (MATCH, {"key": {"a": "s", "b": "r"}}, {"a": "r", "b": "r"}, ""),
        (MATCH, {"right": ("r", "t"), "key": {"a": "r", "b": "t"}}, {"a": "r", "b": "r"}, "not offered"),
        (MATCH, {"key": {"a": "r", "b": "r"}}, {"a": "s", "b": "r"}, ""),
        (MATCH, {"right": ("r", "s", "t")}, {"a": "r", "b": "r"}, ""),
        (replace(MATCH, right=("r", "s", "t")), {"right": ("r", "s")}, {"a": "t", "b": "s"}, "gone"),
        (replace(MATCH, right=("r", "s", "t")), {"key": {"a": "t", "b": "t"}}, {"a": "r", "b": "s"}, ""),
        (MATCH, {"right": ("r",), "key": {"a": "r", "b": "r"}}, {"a": "s", "b": "r"}, "gone"),
    ],
)
def test_why_an_answer_cannot_be_marked_by_another_version(
    before: Any, changes: dict[str, Any], response: Any, why: str
) -> None:
    assert obstacle(before, replace(before, **changes), response) == why


def test_points_are_a_part_of_what_the_question_was_worth_then() -> None:
    assert points_by(question("q", points=3), "a", worth=1) == 1
    assert points_by(question("q", points=3), "b", worth=1) == 0
    assert points_by(replace(MULTI, points=4), ["a"], worth=2) == 1
    assert points_by(SHORT, "yes and no", worth=2) == 2
    assert points_by(SHORT, "yes", worth=2) is None


def test_a_question_is_shown_as_it_was_seen_with_the_key_of_now() -> None:
    seen = question("q", stem={"en": "As she saw it"})
    shown = with_key_of(replace(seen, stem={"en": "Other"}, key="b", feedback={"en": "New"}), seen)
    assert (shown.stem, shown.key, shown.feedback, shown.points) == (seen.stem, "b", {"en": "New"}, 1)


@dataclass
class Office:
    kind: str
    place_path: str


@dataclass
class Somebody:
    roles: list[Office]
    licences: tuple[()] = ()
    is_authenticated: bool = True
    is_active: bool = True


@dataclass
class Made:
    """A regrade of a place."""

    place_path: str


@pytest.mark.parametrize(
    ("roles", "places"),
    [
        ([("coordinator", "/UZ/")], ("/UZ/",)),
        ([("coordinator", "/UZ/UZ-TO/")], ()),  # a region does not decide for itself
        ([("reviewer", "/UZ/"), ("coordinator", "/UZ/")], ("/UZ/",)),
        ([("reviewer", "/UZ/"), ("coordinator", "/KZ/")], ("/KZ/", "/UZ/")),
        ([("reviewer", "/UZ/"), ("reviewer", "/UZ/UZ-TO/")], ("/UZ/",)),
        ([("administrator", "/UZ/"), ("observer", "/UZ/"), ("m&e officer", "/UZ/")], ()),
    ],
)
def test_the_places_and_the_table_agree(roles: list[tuple[str, str]], places: tuple[str, ...]) -> None:
    person = Somebody([Office(*role) for role in roles])
    assert scopes(person.roles) == places
    assert may(person, Can.REGRADE) is bool(places)
    assert all(may(person, Can.SEE_REGRADE, Made(place)) for place in places)
    assert not may(person, Can.SEE_REGRADE, Made("/TJ/"))


@pytest.mark.parametrize(("may_pass", "passing"), [(True, 1), (False, 0)])
def test_a_pretest_is_neither_passed_nor_failed(may_pass: bool, passing: int) -> None:
    change = Change(1, 1, 1, 1, "BRD-pre", 1, 0.0, 1.0)
    before = Tally(right=7, of=10, pass_mark=8, answered=10, waiting=0)
    assert Effect(change, before, replace(before, right=8), may_pass=may_pass).passing == passing
