"""Advice on scenarios: neither a single question nor a novel."""

from __future__ import annotations

from tot.courses.reader.fields import Fields
from tot.courses.rules import Scenario

FEWEST_NODES, MOST_NODES = 4, 7


def advise_scenario(scenario: Scenario, fields: Fields) -> None:
    if scenario.nodes and not FEWEST_NODES <= len(scenario.nodes) <= MOST_NODES:
        message = f"has {len(scenario.nodes)} decisions; {FEWEST_NODES} to {MOST_NODES} teach and can be finished"
        fields.warning(message, "nodes")
