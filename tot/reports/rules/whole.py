"""A test as a whole: averages, and how far its scores can be relied on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from tot.reports.rules.taken import Cell, Taken


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """What is known about the test as a whole; scores are counted in questions."""

    n: int
    of: int  # how many questions a person was asked
    mean: float | None
    deviation: float | None
    reliability: float | None
    method: str  # of the reliability: KR-20, alpha, or pairs
    standard_error: float | None  # of measurement
    scores: tuple[int, ...]  # how many had 0, 1, 2 … right


def alpha(variances: Sequence[float], scores: Mapping[float, int]) -> float | None:
    """Cronbach's alpha = k / (k - 1) · (1 - Σσᵢ² / σ²), with the variances in the group itself (Cronbach 1951).

    For right and not right σᵢ² is pq and this is KR-20 (Kuder & Richardson 1937; Wuensch, "The Kuder-Richardson 20",
    core.ecu.edu/wuenschk/StatHelp/KR20.txt). It can be negative; None where nobody differs.
    """
    k, variance = len(variances), _variance(scores)
    return None if k < 2 or not variance else k / (k - 1) * (1 - sum(variances) / variance)


def alpha_over_pairs(takings: Sequence[Taken], least: int) -> tuple[float | None, float | None]:
    """Alpha of a test whose questions are drawn anew for each person, and the deviation of its scores.

    Nobody saw all questions, so there is no total that all have in common. But alpha is k·c / (v + (k - 1)·c), with v
    the average variance of an item and c the average covariance of two, and what somebody was not asked was left out by
    lot: so each pair is taken from those who were asked both (Revelle, Wilt & Rosenthal 2010, chapter 2 in Gruszka et
    al., Handbook of Individual Differences in Cognition: "Synthetic Aperture Personality Assessment"). With everything
    asked of everybody it is KR-20. None while an item was asked of fewer than `least`, or no pair varies together.
    """
    sums: list[float] = [0.0] * len(takings[0].outcomes) if takings else []
    counts = [0] * len(sums)
    for taken in takings:
        for at, one in enumerate(taken.outcomes):
            if one is not None:
                sums[at] += one.share
                counts[at] += 1
    asked = [count for count in counts if count]
    if len(asked) < 2 or min(asked) < least:
        return None, None
    means = [total / count if count else 0.0 for total, count in zip(sums, counts, strict=True)]
    squares, products, pairs = 0.0, 0.0, 0
    for taken in takings:
        apart = [one.share - mean for one, mean in zip(taken.outcomes, means, strict=True) if one is not None]
        own = sum([one * one for one in apart])
        squares += own
        products += (sum(apart) ** 2 - own) / 2  # of every pair that she was asked
        pairs += len(apart) * (len(apart) - 1) // 2
    k, v, c = sum(asked) / len(takings), squares / sum(asked), products / pairs if pairs else 0.0
    spread = k * v + k * (k - 1) * c
    return (k * c / (v + (k - 1) * c), sqrt(spread)) if pairs and v and spread > 0 else (None, None)


def standard_error(deviation: float, reliability: float) -> float:
    """SEM = S · √(1 - reliability): about two of three scores lie within one of it from the true one."""
    return deviation * sqrt(1 - reliability)


def whole_figures(counted: Sequence[Sequence[Cell]], takings: Sequence[Taken], least: int = 1) -> WholeFigures:
    """The test as a whole, `counted` item by item.

    Where questions are drawn, reliability waits until each was asked of `least` people.
    """
    asked = [taken.asked for taken in takings]
    n, of = len(takings), max(asked, default=len(counted))
    scores = Counter(taken.points * of / count for taken, count in zip(takings, asked, strict=True) if count)
    right = Counter(taken.right for taken in takings)
    deviation = sqrt(_variance(scores)) if n else None
    if any(count < len(counted) for count in asked):
        method, (reliability, spread) = "pairs", alpha_over_pairs(takings, least)
    else:
        columns = [_shares(of_item) for of_item in counted]
        is_whole = all(share in (0, 1) for column in columns for share in column)
        method, spread = "KR-20" if is_whole else "alpha", deviation
        reliability = alpha([_variance(column) for column in columns], scores)
    return WholeFigures(
        n=n,
        of=of,
        mean=_mean(scores) if n else None,
        deviation=deviation,
        reliability=reliability,
        method=method,
        standard_error=None if reliability is None or spread is None else standard_error(spread, reliability),
        scores=tuple(right[score] for score in range(of + 1)),
    )


def _shares(counted: Iterable[Cell]) -> Counter[float]:
    found = Counter[float]()
    for cell in counted:
        found[cell.outcome.share] += cell.count
    return found


def _mean(counted: Mapping[float, int]) -> float:
    return sum(score * count for score, count in counted.items()) / sum(counted.values())


def _variance(counted: Mapping[float, int]) -> float:
    if not counted:
        return 0.0
    mean, n = _mean(counted), sum(counted.values())
    return sum((score - mean) ** 2 * count for score, count in counted.items()) / n
