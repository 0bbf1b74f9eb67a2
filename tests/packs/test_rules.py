"""What follows for paper: kinds, letters, steps of a case, and the agenda."""

from dataclasses import replace

import pytest

from tests.courses.make import make_question
from tests.packs.make import small_course
from tests.progress.make import module
from tot.config import ROOT
from tot.courses.rules import Choice, Module, Node, Scenario
from tot.packs import rules, words
from tot.quizzes.types import TYPES, lettered


def lasting(name: str, session: int, test: int = 0) -> Module:
    return replace(module(name), minutes={"self_study": 45, "session": session, "test": test})


def test_participants_are_offered_nothing_with_a_key() -> None:
    course = small_course()
    assert [kind.name for kind in rules.offered(course, to_trainers=False)] == ["workbook", "job-aids"]
    assert [kind.name for kind in rules.offered(course, to_trainers=True)] == list(rules.KINDS)


def test_a_pack_is_offered_only_where_there_is_something_to_print() -> None:
    bare = replace(small_course(), prepost=None, modules=small_course().modules[1:])
    assert rules.offered(bare, to_trainers=True) == []
    without_forms = rules.offered(replace(small_course(), prepost=None), to_trainers=True)
    assert [kind.name for kind in without_forms] == ["workbook", "job-aids", "guide", "checks", "key"]


def test_every_kind_has_its_words_and_template_and_every_type_is_printed() -> None:
    paper = ROOT / "templates/packs/paper"
    assert set(words.KIND_WORDS) == set(words.KIND_NOTES) == set(rules.KINDS)
    assert all((paper / "types" / f"{kind.paper}.html").is_file() for kind in TYPES.values())


def test_the_key_holds_both_forms_and_the_checks_and_a_booklet_one_form() -> None:
    ids = {name: [test.id for test in rules.tests_in(kind, small_course())] for name, kind in rules.KINDS.items()}
    assert ids["form-a"] == ["TST-prepost-A"]
    assert ids["form-b"] == ["TST-prepost-B"]
    assert ids["checks"] == ["TST-1-check"]
    assert ids["key"] == ["TST-prepost-A", "TST-prepost-B", "TST-1-check"]


def test_options_keep_their_places_and_what_must_be_found_never_stands_in_the_right_order() -> None:
    single = make_question(type="single", options=("a", "b", "no"), key="b")
    assert lettered(single) == {"a": "A", "b": "B", "no": "C"}
    for number in range(30):
        steps = ("stop", "look", "go")
        order = make_question(id=f"T-{number}", type="order", options=steps, key=steps)
        assert tuple(lettered(order)) != steps
        assert sorted(lettered(order)) == sorted(steps)
        pairs = make_question(id=f"T-{number}", left=("a", "b"), right=("x", "y", "z"), key={"a": "x", "b": "y"})
        assert tuple(lettered(pairs))[:2] != ("x", "y")
    assert lettered(order) == lettered(order)


def test_steps_of_a_case_are_numbered_as_a_reader_meets_them() -> None:
    def node(name: str, *to: str) -> Node:
        choices = [
            Choice(id=str(at), to=one, effects={}, text={}, consequence={}, feedback={}) for at, one in enumerate(to)
        ]
        return Node(id=name, text={}, choices=tuple(choices))

    nodes = {"z": node("z", "b", "a"), "a": node("a", "end"), "b": node("b", "b", "a"), "lost": node("lost", "a")}
    scenario = Scenario(id="S", start="z", scales=(), title={}, setting={}, nodes=nodes, endings={})
    assert rules.steps(scenario) == {"z": 1, "b": 2, "a": 3}


@pytest.mark.parametrize(
    ("minutes", "days"),
    [
        ([], []),
        ([120], [[120]]),
        ([135, 135, 90], [[135, 135, 90]]),
        # Whole modules would take three days; divided they take two.
        ([135, 135, 135, 135, 135], [[135, 135, 90], [45, 135, 135]]),
        # Whole modules need no more days than divided ones.
        ([200, 200], [[200], [200]]),
        ([400], [[360], [40]]),
        # A rest of twenty minutes is not worth beginning with.
        ([340, 400], [[340], [360], [40]]),
    ],
)
def test_days_have_at_most_six_contact_hours(minutes: list[int], days: list[list[int]]) -> None:
    modules = [lasting(f"M-{number}", length) for number, length in enumerate(minutes)]
    planned = rules.agenda(modules)
    assert sum(day.contact_minutes for day in planned) == sum(minutes)
    found = []
    for day in planned:
        of: dict[str, int] = {}
        for entry in day.entries:
            if entry.module:
                of[entry.module.id] = of.get(entry.module.id, 0) + entry.ends - entry.begins
        found.append(list(of.values()))
        assert day.contact_minutes <= 360
    assert found == days


def test_a_day_has_its_pauses_and_goes_on_after_them() -> None:
    (day,) = rules.agenda([lasting("M-1", 120, 15), lasting("M-2", 200)])
    shown = [(entry.begins, entry.ends, entry.what, entry.is_continued) for entry in day.entries]
    assert shown == [
        (540, 630, "session", False),
        (630, 645, "break", False),
        (645, 690, "session", True),
        (690, 735, "session", False),
        (735, 795, "lunch", False),
        (795, 885, "session", True),
        (885, 900, "break", False),
        (900, 965, "session", True),
    ]


def test_a_pause_moves_a_little_rather_than_cut_minutes_off_a_module() -> None:
    (day,) = rules.agenda([lasting("M-1", 95), lasting("M-2", 80), lasting("M-3", 85), lasting("M-4", 100)])
    shown = [(entry.what, entry.ends - entry.begins) for entry in day.entries]
    assert shown == [
        ("session", 95), ("break", 15), ("session", 80), ("lunch", 60), ("session", 85), ("break", 15),
        ("session", 100),
    ]  # fmt: skip
    assert not any(entry.is_continued for entry in day.entries)
