"""What waits for somebody who may mark again: told on her first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tot.accounts.models import Person
from tot.regrades.queries.places import places_of
from tot.regrades.queries.questions import corrected_questions, standing_in, states_in
from tot.regrades.rules import scopes


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Corrected keys about which nobody has decided yet for the cohorts of a place."""

    place_path: str
    place: Mapping[str, str]
    count: int


def to_decide(person: Person) -> list[ToDecide]:
    """Place by place, those alone where something waits. One query where no key was corrected, four where some were."""
    paths = scopes(person.roles)
    corrected = corrected_questions() if paths else []
    if not corrected:
        return []
    states = states_in(corrected, standing_in(corrected, paths))
    counted = {path: sum(state == "to decide" for state in of_each.values()) for path, of_each in states.items()}
    return [ToDecide(path, names, counted[path]) for path, names in places_of(person).items() if counted[path]]
