"""The courses of the project: in order, every scenario comes to an end, and checking them takes little time."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from random import Random
from re import sub
from shutil import copy, copytree
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.real import real
from tot.config import ROOT
from tot.courses.reader import Reading, read_courses
from tot.courses.rules import Ending, Node, Scenario

SCENARIOS = [module.scenario for course in real().courses for module in course.modules if module.scenario]
LONGEST = 200  # choices; a player who chooses blindly comes to an end long before


@pytest.fixture(scope="module")
def reading() -> Reading:
    return real()


def test_the_courses_are_in_order(reading: Reading) -> None:
    assert [str(problem) for problem in reading.errors] == []
    assert reading.courses
    assert reading.library.facts
    assert reading.library.glossary
    assert len(reading.library.glossary.terms) == 64
    assert len(reading.library.annexes) == 5


def test_every_course_speaks_three_languages(reading: Reading) -> None:
    for course in reading.courses:
        assert set(course.languages) >= {"en", "ru", "uz"}
    missing = [one for one in reading.standings if one.state == "missing"]
    assert missing == []


def follow(scenario: Scenario, name: str) -> Node | Ending:
    return scenario.endings[name] if name in scenario.endings else scenario.nodes[name]


@given(scenario=st.sampled_from(SCENARIOS), seed=st.integers(0, 2**32))
@settings(max_examples=300)
def test_a_walk_at_random_always_ends(scenario: Scenario, seed: int) -> None:
    draw = Random(seed)  # not drawn by hypothesis, which would find whoever chooses “again” for ever
    place: Node | Ending = scenario.nodes[scenario.start]
    for _step in range(LONGEST):
        if isinstance(place, Ending):
            break
        choice = draw.choice(place.choices)
        assert all(-2 <= effect <= 2 for effect in choice.effects.values())
        assert set(choice.effects) <= set(scenario.scales)
        place = follow(scenario, choice.to)
    assert isinstance(place, Ending), f"{scenario.id} goes round and round"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_from_every_decision_there_is_a_way_back_to_safety(scenario: Scenario) -> None:
    for start in scenario.nodes:
        seen, waiting = set[str](), [start]
        while waiting:
            name = waiting.pop()
            if name in scenario.nodes and name not in seen:
                waiting += [choice.to for choice in scenario.nodes[name].choices]
            seen.add(name)
        assert any(ending.safe for name, ending in scenario.endings.items() if name in seen), start


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_every_choice_says_why_in_every_language(scenario: Scenario) -> None:
    for node in scenario.nodes.values():
        for choice in node.choices:
            assert set(choice.feedback) >= {"en", "ru", "uz"}, (node.id, choice.id)


def full_size(folder: Path) -> Path:
    """Four courses of five complete modules in three languages, all like the model module; and the library."""
    for name in ("facts.yaml", "glossary.yaml"):
        copy(ROOT / "courses" / name, folder / name)
    copytree(ROOT / "courses" / "annexes", folder / "annexes")
    model = ROOT / "courses" / "BRD" / "modules" / "2-identification"
    for course in ("BRD", "INV", "JDG", "TOT"):
        (folder / course).mkdir()
        text = (ROOT / "courses" / "BRD" / "course.yaml").read_text().replace("BRD", course)
        (folder / course / "course.yaml").write_text(text)
        for number in range(1, 6):
            _copy_module(model, folder / course / "modules" / f"{number}-like-the-model", f"{course}-{number}")
    return folder


def _copy_module(model: Path, folder: Path, module_id: str) -> None:
    folder.mkdir(parents=True)
    texts = {path.name: path.read_text().replace("BRD-2", module_id) for path in model.iterdir()}
    for name, text in texts.items():
        source = texts[sub(r"\.(ru|uz)\.", ".en.", name)]
        digest = sha256(source.encode()).hexdigest()
        (folder / name).write_text(sub("sha256:[0-9a-f]{64}", f"sha256:{digest}", text))


def test_four_courses_in_three_languages_are_checked_in_three_seconds(tmp_path: Path) -> None:
    folder = full_size(tmp_path)
    before = process_time()
    reading = read_courses(folder)
    took = process_time() - before
    assert len(reading.courses) == 4
    assert sum(len(course.ready_modules) for course in reading.courses) == 20
    assert took < 3
