"""Item analysis: how hard each question was, whether it tells the stronger from the weaker, which options are chosen.

Classical test theory over right and not right, as the platform counts a test. Every formula names its source; where a
figure does not exist (nobody differs, one person only) it is None and never 0. Everything is counted per score first,
so that 10,000 attempts are gone through once and no order of people who tie can change a figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

TAIL = 0.27  # Kelley 1939: the share of the best and of the weakest that tells most about an item
NON_FUNCTIONAL = 0.05  # F-TOT-15: a distractor chosen by fewer does no work


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was asked. `options` is empty where nothing is chosen from a list, `key` is what is right."""

    id: str
    options: tuple[str, ...] = ()
    key: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody's first attempt at a test. Each tuple follows the order of the items."""

    language: str
    right: tuple[bool | None, ...]  # None where the item was not asked: a test may draw its questions
    chosen: tuple[tuple[str, ...] | None, ...]  # the options; None where nothing was answered
    seconds: tuple[int | None, ...]  # from the answer before to this one, where that is known

    @property
    def score(self) -> int:
        """How many were right."""
        return sum(1 for one in self.right if one)


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


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What is known about one item."""

    item: Item
    n: int
    answered: int
    difficulty: float  # p, the share that was right
    point_biserial: float | None  # with the score on the other items
    discrimination: float | None  # upper 27 % minus lower 27 %
    options: tuple[Option, ...]
    seconds: float | None  # the median


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """What is known about the test as a whole; scores are counted in questions that were right."""

    n: int
    of: int
    mean: float | None
    deviation: float | None
    reliability: float | None  # KR-20, which for right and not right is Cronbach's alpha
    standard_error: float | None  # of measurement, in questions
    scores: tuple[int, ...]  # how many had 0, 1, 2 … right


def difficulty(right: Sequence[bool]) -> float | None:
    """p, the share of takers who were right: an easy item has a high one (F-TOT-14)."""
    return sum(right) / len(right) if right else None


def correlation(pairs: Mapping[tuple[float, float], int]) -> float | None:
    """Pearson's r over counted pairs (x, y) → how often; with x 0 or 1 it is the point-biserial correlation.

    r = (Mp - Mq) / S · √(pq), S being the deviation in the group itself (Brown, J. D. (2001), "Point-biserial
    correlation coefficients", Shiken 5 (3), hosted.jalt.org/test/bro_12.htm). None where x or y does not vary.
    """
    n = sum(pairs.values())
    if not n:
        return None
    mean_x = sum(x * count for (x, _y), count in pairs.items()) / n
    mean_y = sum(y * count for (_x, y), count in pairs.items()) / n
    across = sum((x - mean_x) * (y - mean_y) * count for (x, y), count in pairs.items())
    spread_x = sum((x - mean_x) ** 2 * count for (x, _y), count in pairs.items())
    spread_y = sum((y - mean_y) ** 2 * count for (_x, y), count in pairs.items())
    if len({x for x, _y in pairs}) < 2 or len({y for _x, y in pairs}) < 2:
        return None
    return max(-1.0, min(1.0, across / sqrt(spread_x * spread_y)))


def corrected_point_biserial(cells: Mapping[tuple[bool, int], int]) -> float | None:
    """r between an item and the score on all *other* items: (right, score) → how often.

    With the item inside its own total even noise correlates, the more the shorter the test is (Henrysson 1963).
    """
    rest: Counter[tuple[float, float]] = Counter()
    for (is_right, score), count in cells.items():
        rest[(float(is_right), score - is_right)] += count
    return correlation(rest)


def tails(counted: Mapping[int, int], share: float = TAIL) -> tuple[int, dict[int, tuple[float, float]]]:
    """Of score → how many: the size of a tail, and for every score which part of it belongs to the upper and the lower.

    Where the border falls among people with the same score, each of them belongs to the tail by an equal part: who
    happens to be listed first decides nothing. One person makes no tails (size 0).
    """
    n = sum(counted.values())
    size = min(n // 2, max(1, int(n * share + 0.5)))
    upper, lower = _filled(sorted(counted, reverse=True), counted, size), _filled(sorted(counted), counted, size)
    return size, {score: (upper.get(score, 0.0), lower.get(score, 0.0)) for score in counted}


def _filled(ordered: Sequence[int], counted: Mapping[int, int], size: int) -> dict[int, float]:
    parts, left = {}, size
    for score in ordered:
        taken = min(left, counted[score])
        parts[score] = taken / counted[score]
        left -= taken
    return parts


def discrimination(
    cells: Mapping[tuple[bool, int], int], size: int, belongs: Mapping[int, tuple[float, float]]
) -> float | None:
    """D = (U - L) / n: how many more of the upper 27 % than of the lower 27 % were right (Kelley 1939; Ebel 1965)."""
    if not size:
        return None
    difference = sum(
        count * (belongs[score][0] - belongs[score][1]) for (is_right, score), count in cells.items() if is_right
    )
    return difference / size


def kr20(difficulties: Sequence[float], scores: Iterable[int]) -> float | None:
    """KR-20 = k / (k - 1) · (1 - Σpq / σ²), σ² being the variance in the group itself (Kuder & Richardson 1937).

    pq is the variance of an item in the group, so σ² must be that of the group too; then this is Cronbach's alpha
    (Wuensch, "The Kuder-Richardson 20", core.ecu.edu/wuenschk/StatHelp/KR20.txt). It can be negative.
    """
    k, variance = len(difficulties), _variance(Counter(scores))
    if k < 2 or not variance:
        return None
    return k / (k - 1) * (1 - sum(p * (1 - p) for p in difficulties) / variance)


def _variance(counted: Mapping[int, int]) -> float:
    n = sum(counted.values())
    if not n:
        return 0.0
    mean = sum(score * count for score, count in counted.items()) / n
    return sum((score - mean) ** 2 * count for score, count in counted.items()) / n


def standard_error(deviation: float, reliability: float) -> float:
    """SEM = S · √(1 - reliability): about two of three scores lie within one of it from the true one."""
    return deviation * sqrt(1 - reliability)


def whole_figures(items: Sequence[Item], takings: Sequence[Taken]) -> WholeFigures:
    """The test as a whole. Where each attempt drew its own questions there is no reliability of "the" test."""
    counted = Counter(taken.score for taken in takings)
    n, k = len(takings), max((sum(one is not None for one in t.right) for t in takings), default=len(items))
    is_drawn = any(None in taken.right for taken in takings)
    shares = (
        [] if is_drawn else [sum(map(bool, column)) / n for column in zip(*(t.right for t in takings), strict=True)]
    )
    deviation = sqrt(_variance(counted)) if n else None
    reliability = kr20(shares, counted.elements())
    return WholeFigures(
        n=n,
        of=k,
        mean=sum(score * count for score, count in counted.items()) / n if n else None,
        deviation=deviation,
        reliability=reliability,
        standard_error=None if reliability is None or deviation is None else standard_error(deviation, reliability),
        scores=tuple(counted[score] for score in range(k + 1)),
    )


def item_figures(items: Sequence[Item], takings: Sequence[Taken]) -> tuple[ItemFigures, ...]:
    """Each item that anybody was asked, in the order of the test."""
    scores = [taken.score for taken in takings]
    columns = zip(
        items,
        zip(*(taken.right for taken in takings), strict=True),
        zip(*(taken.chosen for taken in takings), strict=True),
        zip(*(taken.seconds for taken in takings), strict=True),
        strict=bool(takings),
    )
    found = []
    for item, right, chosen, seconds in columns:
        counted = Counter(zip(right, scores, strict=True))
        cells = {(one, score): count for (one, score), count in counted.items() if one is not None}
        if cells:
            found.append(_figures(item, cells, Counter(zip(chosen, scores, strict=True)), seconds))
    return tuple(found)


def _figures(
    item: Item,
    cells: Mapping[tuple[bool, int], int],
    chosen: Mapping[tuple[tuple[str, ...] | None, int], int],
    seconds: Iterable[int | None],
) -> ItemFigures:
    known = [one for one in seconds if one is not None]
    asked = Counter[int]()
    for (_is_right, score), count in cells.items():
        asked[score] += count
    groups = tails(asked)
    n = asked.total()
    return ItemFigures(
        item=item,
        n=n,
        answered=sum(count for (options, _score), count in chosen.items() if options is not None),
        difficulty=sum(count for (is_right, _score), count in cells.items() if is_right) / n,
        point_biserial=corrected_point_biserial(cells),
        discrimination=discrimination(cells, *groups),
        options=tuple(_option(option, item, chosen, n, *groups) for option in item.options),
        seconds=median(known) if known else None,
    )


def _option(
    option: str,
    item: Item,
    chosen: Mapping[tuple[tuple[str, ...] | None, int], int],
    n: int,
    size: int,
    belongs: Mapping[int, tuple[float, float]],
) -> Option:
    count, upper, lower = 0, 0.0, 0.0
    for (options, score), times in chosen.items():
        if options is not None and option in options:
            count += times
            upper += times * belongs[score][0]
            lower += times * belongs[score][1]
    middle = n - 2 * size
    return Option(
        id=option,
        is_key=option in item.key,
        count=count,
        share=count / n,
        upper=upper / size if size else None,
        middle=max(0.0, count - upper - lower) / middle if size and middle else None,
        lower=lower / size if size else None,
    )
