"""Gain between two results of the same people: matched pairs only, normalised after Hake, with a bootstrap interval."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

FEWEST_PAIRS = 5  # below, no figure about a group: it would be about persons
FEWEST_FOR_INTERVAL = 10
MEDIUM, HIGH = 0.3, 0.7  # F-TOT-13, after Hake 1998
SEED = 1998  # the interval is the same whenever and wherever it is computed
RESAMPLES = 2000
DRAWS = 2_000_000  # of one interval at most: large groups need fewer resamples, and nobody should wait for them


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's two results. `most` is the highest that could be reached in both."""

    person: int
    pre: float
    post: float
    most: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % percentile interval, with what is needed to find it again."""

    low: float
    high: float
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What is known about a group. Shares from 0 to 1. None where a figure does not exist or stands for too few."""

    pairs: int
    only_pre: int  # drop-outs: they are in no other figure
    only_post: int
    pre: float | None = None
    post: float | None = None
    class_gain: float | None = None  # Hake's: of the averages
    mean_gain: float | None = None  # the average of the gains of the persons who have one
    at_most_before: int = 0  # had everything right before: they can gain nothing, and have no gain of their own
    improved: float | None = None
    interval: Interval | None = None  # of the class gain


def gain_of(pair: Pair) -> float | None:
    """g = (post - pre) / (max - pre), F-TOT-13; undefined for somebody who had everything right before."""
    return None if pair.pre >= pair.most else (pair.post - pair.pre) / (pair.most - pair.pre)


def class_gain(pre: float, post: float) -> float | None:
    """⟨g⟩ = (⟨post⟩ - ⟨pre⟩) / (1 - ⟨pre⟩) of the averages as shares (Hake 1998, Am. J. Phys. 66, 64)."""
    return None if pre >= 1 else (post - pre) / (1 - pre)


def band(g: float) -> str:
    """F-TOT-13: below 0.3 low, to 0.7 medium, above high."""
    if g < MEDIUM:
        return "low"
    return "medium" if g <= HIGH else "high"


def matched(pre: Mapping[int, tuple[float, float]], post: Mapping[int, tuple[float, float]]) -> tuple[Pair, ...]:
    """Pairs of those who have both results, each as (points, most); as shares, because forms may differ in length."""
    return tuple(
        Pair(person, pre[person][0] / pre[person][1], post[person][0] / post[person][1], 1.0)
        for person in sorted(pre.keys() & post.keys())
    )


def gain(pairs: Sequence[Pair], only_pre: int = 0, only_post: int = 0) -> Gain:
    """The figures of a group; below FEWEST_PAIRS only how many there are."""
    if len(pairs) < FEWEST_PAIRS:
        return Gain(len(pairs), only_pre, only_post)
    before = [pair.pre / pair.most for pair in pairs]
    after = [pair.post / pair.most for pair in pairs]
    own = [g for pair in pairs if (g := gain_of(pair)) is not None]
    n = len(pairs)
    return Gain(
        pairs=n,
        only_pre=only_pre,
        only_post=only_post,
        pre=sum(before) / n,
        post=sum(after) / n,
        class_gain=class_gain(sum(before) / n, sum(after) / n),
        mean_gain=sum(own) / len(own) if own else None,
        at_most_before=n - len(own),
        improved=sum(pair.post > pair.pre for pair in pairs) / n,
        interval=interval(pairs),
    )


def interval(pairs: Sequence[Pair], seed: int = SEED) -> Interval | None:
    """The percentile bootstrap of the class gain: persons are drawn anew with replacement (Efron & Tibshirani 1993).

    None for a few pairs, and where a resample has no gain because everybody in it had everything right before.
    """
    n = len(pairs)
    if n < FEWEST_FOR_INTERVAL:
        return None
    resamples = min(RESAMPLES, max(400, DRAWS // n))
    found = sorted(g for mean in means(pairs, resamples, seed) if (g := class_gain(mean.real, mean.imag)) is not None)
    if len(found) < resamples:
        return None
    return Interval(percentile(found, 0.025), percentile(found, 0.975), resamples, seed)


def means(pairs: Sequence[Pair], resamples: int, seed: int) -> Iterable[complex]:
    """The average results before (real part) and after (imaginary part) in each resample.

    Both are added up in one number because that is four times as fast; an order of the pairs is chosen so that the
    same people give the same interval in whatever order they come.
    """
    n, chance = len(pairs), Random(seed)  # noqa: S311 no secret: it must be repeatable
    results = [complex(before, after) for before, after in sorted((p.pre / p.most, p.post / p.most) for p in pairs)]
    for _time in range(resamples):
        yield sum(chance.choices(results, k=n)) / n


def percentile(ordered: Sequence[float], share: float) -> float:
    """Between neighbours in proportion, as spreadsheets do (type 7 of Hyndman & Fan 1996)."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
