"""Item analysis: how hard each question was, whether it tells the stronger from the weaker, which options are chosen.

Classical test theory over shares of points. Every formula names its source; where a figure does not exist (nobody
differs, one person only) it is None and never 0.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from tot.reports.rules.taken import Cell, Item

TAIL = 0.27  # Kelley 1939: the share of the best and of the weakest that tells most about an item
NON_FUNCTIONAL = 0.05  # F-TOT-15: a distractor chosen by fewer does no work

Belonging = Mapping[float, tuple[float, float]]
"""Score → which part of the people with it belongs to the upper and to the lower tail."""


@dataclass(frozen=True, slots=True)
class Option:
    """How often an option was chosen, in all and as a share of each group; the groups are None for a few people."""

    id: str
    is_key: bool
    count: int
    share: float
    upper: float | None
    middle: float | None
    lower: float | None

    @property
    def is_idle(self) -> bool:
        """A distractor that hardly anybody takes for right (F-TOT-15)."""
        return not self.is_key and self.share < NON_FUNCTIONAL


class Chosen(NamedTuple):
    """By how many something was chosen, and by how many of the upper and of the lower tail."""

    people: int
    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What is known about one item, from those who were asked it."""

    item: Item
    n: int
    answered: int
    difficulty: float | None  # p, the share that was right; by a rubric, the average share of the points
    point_biserial: float | None = None  # with the score on the other items
    discrimination: float | None = None  # upper 27 % minus lower 27 %
    options: tuple[Option, ...] = ()
    seconds: float | None = None  # the median


def median_of(counted: Mapping[int | None, int]) -> float | None:
    """The value in the middle, or between the two there, of value → how often; None is no value."""
    ordered = sorted(value for value in counted if value is not None)
    upto = list(accumulate(counted[value] for value in ordered))
    if not upto:
        return None
    n = upto[-1]
    return (ordered[bisect_right(upto, (n - 1) // 2)] + ordered[bisect_right(upto, n // 2)]) / 2


def withheld(figures: ItemFigures) -> ItemFigures:
    """How many were asked, and nothing about what they said: for an item that only few have drawn."""
    return replace(
        figures, answered=figures.n, difficulty=None, point_biserial=None, discrimination=None, options=(), seconds=None
    )


def correlation(pairs: Mapping[tuple[float, float], int]) -> float | None:
    """Pearson's r over counted pairs (x, y) → how often; with x 0 or 1 it is the point-biserial correlation.

    r = (Mp - Mq) / S · √(pq), S being the deviation in the group itself (Brown, J. D. (2001), "Point-biserial
    correlation coefficients", Shiken 5 (3), hosted.jalt.org/test/bro_12.htm). None where x or y does not vary.
    """
    n = sum(pairs.values())
    if len({x for x, _y in pairs}) < 2 or len({y for _x, y in pairs}) < 2:
        return None
    mean_x = sum(x * count for (x, _y), count in pairs.items()) / n
    mean_y = sum(y * count for (_x, y), count in pairs.items()) / n
    across = sum((x - mean_x) * (y - mean_y) * count for (x, y), count in pairs.items())
    spread_x = sum((x - mean_x) ** 2 * count for (x, _y), count in pairs.items())
    spread_y = sum((y - mean_y) ** 2 * count for (_x, y), count in pairs.items())
    return max(-1.0, min(1.0, across / sqrt(spread_x * spread_y)))


def corrected_correlation(counted: Iterable[Cell]) -> float | None:
    """r between an item and the score on all *other* items that the same people saw.

    With the item inside its own total even noise correlates, the more the shorter the test is (Henrysson 1963).
    """
    rest: Counter[tuple[float, float]] = Counter()
    for cell in counted:
        if cell.rest is not None:
            rest[cell.outcome.share, cell.rest] += cell.count
    return correlation(rest)


def tails(counted: Mapping[float, int], share: float = TAIL) -> tuple[int, Belonging]:
    """Of score → how many: the size of a tail, and for every score which part of it belongs to the upper and the lower.

    Where the border falls among people with the same score, each of them belongs to the tail by an equal part: who
    happens to be listed first decides nothing. One person makes no tails (size 0).
    """
    n = sum(counted.values())
    size = min(n // 2, max(1, int(n * share + 0.5)))
    upper, lower = _filled(sorted(counted, reverse=True), counted, size), _filled(sorted(counted), counted, size)
    return size, {score: (upper.get(score, 0.0), lower.get(score, 0.0)) for score in counted}


def tails_of(counted: Iterable[Cell]) -> tuple[int, int, Belonging]:
    """How many were asked an item, and their tails."""
    totals = Counter[float]()
    for cell in counted:
        totals[cell.total] += cell.count
    return totals.total(), *tails(totals)


def _filled(ordered: Sequence[float], counted: Mapping[float, int], size: int) -> dict[float, float]:
    parts, left = {}, size
    for score in ordered:
        taken = min(left, counted[score])
        parts[score] = taken / counted[score]
        left -= taken
    return parts


def discrimination(counted: Iterable[Cell], size: int, belongs: Belonging) -> float | None:
    """D = (U - L) / n: how much more of the points the upper 27 % had than the lower 27 % (Kelley 1939; Ebel 1965)."""
    if not size:
        return None
    difference = 0.0
    for cell in counted:
        upper, lower = belongs[cell.total]
        difference += cell.outcome.share * cell.count * (upper - lower)
    return difference / size


def item_figures(item: Item, counted: Sequence[Cell], seconds: Iterable[int | None]) -> ItemFigures | None:
    """Everything about one item; None when nobody was asked it."""
    if not counted:
        return None
    n, size, belongs = tails_of(counted)
    item = replace(item, key=_key(item, counted))
    return ItemFigures(
        item=item,
        n=n,
        answered=sum(cell.count for cell in counted if cell.outcome.chosen is not None),
        difficulty=sum(cell.outcome.share * cell.count for cell in counted) / n,
        point_biserial=corrected_correlation(counted),
        discrimination=discrimination(counted, size, belongs),
        options=tuple(_option(option, item, counted, n, size, belongs) for option in item.options),
        seconds=median_of(Counter(seconds)),
    )


def _key(item: Item, counted: Iterable[Cell]) -> frozenset[str]:
    """What counts as right: as published, or as answers were marked again after the key was corrected."""
    marked = {option for cell in counted if cell.outcome.is_right for option in cell.outcome.chosen or ()}
    return frozenset(marked) or item.key


def _option(option: str, item: Item, counted: Iterable[Cell], n: int, size: int, belongs: Belonging) -> Option:
    count, upper, lower = 0, 0.0, 0.0
    for cell in counted:
        if cell.outcome.chosen and option in cell.outcome.chosen:
            count += cell.count
            upper += cell.count * belongs[cell.total][0]
            lower += cell.count * belongs[cell.total][1]
    return option_of(option, Chosen(count, upper, lower), n, size, is_key=option in item.key)


def option_of(option: str, chosen: Chosen, n: int, size: int, *, is_key: bool) -> Option:
    """How often it was chosen, as a share of all `n` people and of each group; `size` is that of a tail."""
    middle = n - 2 * size
    return Option(
        id=option,
        is_key=is_key,
        count=chosen.people,
        share=chosen.people / n,
        upper=chosen.upper / size if size else None,
        middle=max(0.0, chosen.people - chosen.upper - chosen.lower) / middle if size and middle else None,
        lower=chosen.lower / size if size else None,
    )
