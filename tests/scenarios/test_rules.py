"""A row of choices leads through the story; the real one always ends, whatever is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.real import real_course
from tot.courses.rules import Scenario
from tot.scenarios.rules import HIGHEST, LOWEST, follow, scenario_in

STORY: Scenario = real_course("BRD").module("BRD-2").scenario


@pytest.mark.parametrize(
    ("choices", "at", "scores"),
    [
        ("", "n1", (0, 0, 0)),
        ("c", "n2", (0, 0, 0)),
        ("cb", "n2", (0, 0, 0)),  # another passenger: one is asked again
        ("cbbc", "n3", (1, 0, 0)),
        ("cccc", "n5", (2, 1, 1)),
        ("ccccb", "protected", (2, 1, 2)),
        ("a", "missed", (0, 0, -2)),
        ("cccb", "harm", (2, 1, -2)),
        ("baab", "harm", (-2, 0, -2)),  # further down than the scale shows
    ],
)
def test_a_path_leads_to_a_node_or_an_ending(choices: str, at: str, scores: tuple[int, ...]) -> None:
    path = follow(STORY, choices)
    assert (path.ending or path.node).id == at
    assert tuple(path.scores[scale] for scale in ("trust", "evidence", "safety")) == scores
    assert [taken.choice.id for taken in path.taken] == list(choices)


@pytest.mark.parametrize("choices", ["x", "cx", "aa"])
def test_what_is_not_offered_is_no_choice(choices: str) -> None:
    with pytest.raises(KeyError):
        follow(STORY, choices)


@given(st.data())
def test_a_random_walk_reaches_an_ending_and_the_scales_hold(data: st.DataObject) -> None:
    choices: list[str] = []
    while (path := follow(STORY, choices)).node is not None:
        assert path.ending is None
        offered = [choice.id for choice in path.node.choices]
        back = [choice.id for choice in path.node.choices if choice.to == path.node.id]
        # Whoever stays for ever at one place is not playing: a choice that leads back is taken twice at most.
        seen = sum(1 for taken in path.taken if taken.node is path.node)
        choices.append(data.draw(st.sampled_from([one for one in offered if one not in back or seen < 2])))
        assert len(choices) <= 40
    assert path.ending is not None
    assert path.taken[-1].scores == path.scores
    assert all(LOWEST <= score <= HIGHEST for score in path.scores.values())


def test_a_scenario_is_found_with_its_module() -> None:
    found = scenario_in(real_course("BRD"), "BRD-2-scenario")
    assert found is not None
    assert found[0].id == "BRD-2"
    assert scenario_in(real_course("BRD"), "NO") is None
