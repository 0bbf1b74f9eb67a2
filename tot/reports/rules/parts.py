"""Distractor tables of items that are more than one choice: for each part, what people gave to it.

A part is an entry of a matching item, a step of an ordering one, a criterion of an answer in own words, or the whole of
a number.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tot.reports.rules.items import Chosen, Option, option_of, tails_of
from tot.reports.rules.taken import Cell, Outcome

Given = Iterable[tuple[str, str]]
"""Part → what somebody gave to it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item, and how often each answer was given to it."""

    id: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """What was given by anybody, and what is right."""
        return tuple(option for option in self.options if option.count or option.is_key)


def parts(
    counted: Sequence[Cell],
    given_in: Callable[[Outcome], Given],
    asked: Mapping[str, Sequence[str]],
    key: Collection[tuple[str, str]],
) -> tuple[Part, ...]:
    """The parts as `asked` names them: part → all that can be given to it, in the order in which it is shown.

    `key` is what is right as published; where answers were marked again, it is what their points call right.
    """
    n, size, belongs = tails_of(counted)
    found: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    marked: set[tuple[str, str]] = set()
    for cell in counted:
        given = set(given_in(cell.outcome))
        if cell.outcome.is_right:
            marked |= given
        for one in given:
            for at, part in enumerate((1, *belongs[cell.total])):
                found[one][at] += cell.count * part
    right = (marked or set(key)) if key else set()

    def option(part: str, one: str) -> Option:
        count, upper, lower = found[part, one]
        return option_of(one, Chosen(int(count), upper, lower), n, size, is_key=(part, one) in right)

    return tuple(Part(part, tuple(option(part, one) for one in options)) for part, options in asked.items())
