"""The cascade as a tree: its sums, who sees what of it, and that hidden counts cannot be worked out."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tot.reports.rules.cascade import (
    Figures,
    Node,
    Reach,
    Trainer,
    flat,
    forest,
    generations,
    hides_something,
    region_of,
    sight_of,
)


@dataclass
class Office:
    kind: str
    place_path: str


@dataclass
class Paper:
    path: str
    course_key: str = "BRD"
    is_valid: bool = True


@dataclass
class Somebody:
    roles: list[Office] = field(default_factory=list)
    licences: list[Paper] = field(default_factory=list)


def trainer(path: str, place: str = "/UZ/UZ-TO/") -> Trainer:
    return Trainer(int(path.strip("/").split("/")[-1]), path, f"Trainer {path}", "national trainer", place, True)


def reach(people: int, *, first: int = 1, cohorts: int = 1, certificates: int = 0) -> Reach:
    return Reach(cohorts, frozenset(range(first, first + people)), people, certificates)


SOUTH = "/UZ/UZ-SA/"
#    1 ── 2 ── 4 (south)        9 (south) ── 10
#     └── 3
TREE = [
    trainer("/1/"), trainer("/1/2/"), trainer("/1/3/"), trainer("/1/2/4/", SOUTH),
    trainer("/9/", SOUTH), trainer("/9/10/", SOUTH),
]  # fmt: skip
EVERYBODY = {trainer.path for trainer in TREE}


@pytest.mark.parametrize(
    ("who", "named", "counted", "connecting"),
    [
        (Somebody(licences=[Paper("/1/")]), {"/1/", "/1/2/", "/1/3/", "/1/2/4/"}, set(), set()),
        (Somebody(licences=[Paper("/1/2/")]), {"/1/2/", "/1/2/4/"}, {"/1/", "/1/3/"}, set()),
        (Somebody(licences=[Paper("/1/2/", is_valid=False)]), set(), set(), set()),
        (Somebody(licences=[Paper("/77/", "INV")]), set(), set(), set()),
        (Somebody([Office("coordinator", "/UZ/")]), EVERYBODY, set(), set()),
        (Somebody([Office("coordinator", "/UZ/UZ-TO/")]), {"/1/", "/1/2/", "/1/3/"}, {"/1/2/4/"}, set()),
        (Somebody([Office("coordinator", SOUTH)]), {"/1/2/4/", "/9/", "/9/10/"}, set(), {"/1/", "/1/2/"}),
        (Somebody([Office("observer", SOUTH)]), set(), {"/1/2/4/", "/9/", "/9/10/"}, {"/1/", "/1/2/"}),
        (Somebody([Office("m&e officer", "/UZ/")]), set(), EVERYBODY, set()),
        (Somebody([Office("administrator", "/UZ/")]), set(), set(), set()),
    ],
)
def test_who_sees_names_who_counts_and_who_only_the_branches(
    who: Somebody, named: set[str], counted: set[str], connecting: set[str]
) -> None:
    sight = sight_of(who, TREE, "BRD")
    assert {path for path, seen in sight.items() if seen == "named"} == named
    assert {path for path, seen in sight.items() if seen == "counted"} == counted
    assert {path for path, seen in sight.items() if seen == "connecting"} == connecting


def test_the_tree_hangs_together_in_its_order() -> None:
    trees = forest(TREE[::-1], {}, dict.fromkeys(EVERYBODY, "named"))
    assert [node.trainer.path for node in flat(trees)] == ["/1/", "/1/2/", "/1/2/4/", "/1/3/", "/9/", "/9/10/"]
    assert [node.trainer.generation for node in flat(trees)] == [1, 2, 3, 2, 1, 2]


def test_people_count_once_and_participations_each_time() -> None:
    reaches = {"/1/": reach(10, cohorts=2, certificates=8), "/1/2/": reach(8, first=6), "/9/": reach(3, first=100)}
    sight = dict.fromkeys(EVERYBODY, "named")
    root = forest(TREE, reaches, sight)[0]
    assert root.figures == Figures(2, 10, 10, 8)
    assert root.line == Figures(3, 13, 18, 8)
    assert [(row.number, row.trainers, row.figures) for row in generations(TREE, reaches, sight)] == [
        (1, 2, Figures(3, 13, 13, 8)),
        (2, 3, Figures(1, 8, 8, 0)),
        (3, 1, Figures(0, 0, 0, 0)),
        (0, 6, Figures(4, 16, 21, 8)),
    ]


def test_a_count_from_one_to_four_is_hidden_and_left_out_of_every_sum() -> None:
    reaches = {"/1/": reach(10, certificates=3), "/1/2/": reach(4, first=50), "/1/3/": reach(5, first=60)}
    sight = dict.fromkeys(EVERYBODY, "counted")
    trees = forest(TREE, reaches, sight)
    figures = {node.trainer.path: node.figures for node in flat(trees)}
    assert figures["/1/"] == Figures(1, 10, 10, None)
    assert figures["/1/2/"] == Figures(1, None, None, None)
    assert figures["/1/3/"] == Figures(1, 5, 5, 0)
    assert figures["/9/"] == Figures(0, 0, 0, 0)
    assert trees[0].line == Figures(3, 15, 15, 0)
    assert generations(TREE, reaches, sight)[-1].figures == Figures(3, 15, 15, 0)
    assert hides_something(trees)


def test_whoever_is_named_is_counted_exactly_and_whoever_connects_not_at_all() -> None:
    reaches = {"/1/": reach(3), "/1/2/": reach(2, first=50)}
    trees = forest(TREE, reaches, {"/1/": "connecting", "/1/2/": "named"})
    assert trees[0].figures is None
    assert trees[0].line is None
    assert trees[0].children[0].figures == Figures(1, 2, 2, 0)
    assert not hides_something(trees)
    assert generations(TREE, reaches, {"/1/": "connecting", "/1/2/": "named"})[-1].trainers == 1


sizes = st.integers(0, 12)
worlds = st.lists(st.tuples(sizes, sizes, st.integers(0, 40)), min_size=6, max_size=6)
sights = st.lists(st.sampled_from(["named", "counted", "connecting"]), min_size=6, max_size=6)


def shown(nodes: list[Node]) -> list[tuple[object, ...]]:
    return [(node.trainer.path, node.figures, node.line) for node in nodes]


@given(worlds, sights, st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_what_is_hidden_changes_nothing_else_on_the_page(
    world: list[tuple[int, int, int]], seen: list[str], others: list[int]
) -> None:
    """Were the hidden counts different, still from 1 to 4, every figure and sum would read the same."""
    sight = {trainer.path: how for trainer, how in zip(TREE, seen, strict=True)}
    reaches, different = {}, {}
    for one, (people, certificates, first), other in zip(TREE, world, others, strict=True):
        truth = reach(people, first=first, certificates=min(certificates, people))
        lie = truth
        if sight[one.path] == "counted" and 0 < people < 5:
            lie = reach(other, first=first + 1000, certificates=other)
        elif sight[one.path] == "counted" and 0 < truth.certificates < 5:
            lie = replace(truth, certificates=other)
        elif sight[one.path] == "connecting":
            lie = reach(other * 7, first=first + 2000, certificates=other)
        reaches[one.path], different[one.path] = truth, lie
    pages = [
        (shown(flat(forest(TREE, world, sight))), generations(TREE, world, sight)) for world in (reaches, different)
    ]
    assert pages[0] == pages[1]


@given(worlds)
def test_nobody_without_names_reads_a_count_from_one_to_four(world: list[tuple[int, int, int]]) -> None:
    sight = dict.fromkeys(EVERYBODY, "counted")
    reaches = {
        one.path: reach(people, first=first, certificates=min(certificates, people))
        for one, (people, certificates, first) in zip(TREE, world, strict=True)
    }
    trees = forest(TREE, reaches, sight)
    everything = [node.figures for node in flat(trees)] + [node.line for node in flat(trees)]
    everything += [row.figures for row in generations(TREE, reaches, sight)]
    for figures in everything:
        if figures is not None:
            counts = (figures.people, figures.participations, figures.certificates)
            assert not [count for count in counts if count is not None and 0 < count < 5]


def test_a_place_is_described_by_its_region_or_country() -> None:
    assert [region_of(path) for path in ("/UZ/", "/UZ/UZ-TO/", "/UZ/UZ-TO/UZ-TO-1/")] == [
        "/UZ/",
        "/UZ/UZ-TO/",
        "/UZ/UZ-TO/",
    ]
