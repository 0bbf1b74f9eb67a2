"""What people made of the items of a test, and the same counted: how many with so many points had which outcome.

10,000 attempts are gone through once. Every figure is then made of a few hundred counts an item, so no order of people
who tie can change one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was asked. `options` is empty where nothing is chosen from a list, `key` is what is right."""

    id: str
    options: tuple[str, ...] = ()
    key: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What an answer was worth, and what was chosen. Compared by identity: whoever says the same shares one."""

    share: float  # of the item's points: 1 or 0, and between them where a marker gives points by a rubric
    chosen: tuple[str, ...] | None  # the options; None where nothing was answered
    said: str = "null"  # the response as it is stored (JSON), for whoever asks more closely

    @property
    def is_right(self) -> bool:
        """All of the points, as a test counts a question."""
        return self.share >= 1


NOTHING = Outcome(0.0, None)
"""Asked, and left without an answer: that counts as not right."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody's first attempt at a test. Each tuple follows the order of the items."""

    language: str
    outcomes: tuple[Outcome | None, ...]  # None where the item was not asked: a test may draw its questions
    seconds: tuple[int | None, ...]  # from the answer before to this one, where that is known
    asked: int = field(init=False)  # how many questions she saw
    points: float = field(init=False)  # the sum of her shares: how many were right, a rubric counting in part
    right: int = field(init=False)  # how many were right, as her result says

    def __post_init__(self) -> None:
        shares = [one.share for one in self.outcomes if one is not None]
        object.__setattr__(self, "asked", len(shares))
        object.__setattr__(self, "points", round(sum(shares), 4))
        object.__setattr__(self, "right", shares.count(1.0))


@dataclass(frozen=True, slots=True)
class Cell:
    """So many people of one language, with so many points of so many asked, had this outcome at one item."""

    language: str
    points: float
    asked: int
    outcome: Outcome
    count: int

    @property
    def total(self) -> float:
        """Her score as a share of what she saw: who drew other questions is compared by it."""
        return self.points / self.asked

    @property
    def rest(self) -> float | None:
        """The same on all *other* items; None for whoever saw this one only."""
        if self.asked < 2:
            return None
        return (self.points - self.outcome.share) / (self.asked - 1)


def cells(items: int, takings: Iterable[Taken]) -> tuple[tuple[Cell, ...], ...]:
    """For each item its counts; whoever was not asked it is in none."""
    alike: dict[tuple[str, float, int], list[Sequence[Outcome | None]]] = defaultdict(list)
    for taken in takings:
        alike[taken.language, taken.points, taken.asked].append(taken.outcomes)
    found: list[list[Cell]] = [[] for _item in range(items)]
    for standing, rows in alike.items():
        for of_item, column in zip(found, zip(*rows, strict=True), strict=True):
            for outcome, count in Counter(column).items():
                if outcome is not None:
                    of_item.append(Cell(*standing, outcome, count))
    return tuple(tuple(of_item) for of_item in found)
