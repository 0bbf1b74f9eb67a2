"""Where a row of choices leads in a scenario, and what it does to trust, evidence and safety."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tot.courses.rules import Choice, Course, Ending, Module, Node, Scenario

LOWEST, HIGHEST = -2, 2  # what the scales show; a story may move them further, and back again


@dataclass(frozen=True, slots=True)
class Taken:
    """One choice that was made, and what the scales showed after it."""

    position: int  # counted from 0
    node: Node
    choice: Choice
    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Path:
    """The choices so far, and where they lead: to a node where one must choose, or to an ending."""

    taken: tuple[Taken, ...]
    node: Node | None
    ending: Ending | None
    scores: Mapping[str, int]


def follow(scenario: Scenario, choices: Iterable[str]) -> Path:
    """The path of these choices from the start. Raises KeyError for a choice that its node does not offer.

    A choice after an ending is none; whoever plays again begins another play.
    """
    at, sums, taken = scenario.start, dict.fromkeys(scenario.scales, 0), list[Taken]()
    for position, chosen in enumerate(choices):
        node = scenario.nodes[at]
        choice = node.choice(chosen)
        for scale, effect in choice.effects.items():
            sums[scale] = sums.get(scale, 0) + effect
        taken.append(Taken(position, node, choice, _shown(sums)))
        at = choice.to
    return Path(tuple(taken), scenario.nodes.get(at), scenario.endings.get(at), _shown(sums))


def _shown(sums: Mapping[str, int]) -> dict[str, int]:
    return {scale: max(LOWEST, min(HIGHEST, value)) for scale, value in sums.items()}


def scenario_in(course: Course, scenario_key: str) -> tuple[Module, Scenario] | None:
    """The scenario with the module it belongs to; None when the course has no such scenario."""
    for module in course.ready_modules:
        if module.scenario is not None and module.scenario.id == scenario_key:
            return module, module.scenario
    return None
