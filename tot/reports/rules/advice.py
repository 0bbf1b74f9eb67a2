"""What to think of the figures: bands, cautions and flags, with the thresholds of F-TOT-13 to F-TOT-15."""

from collections.abc import Sequence
from math import sqrt

from tot.reports.rules.fairness import Fairness
from tot.reports.rules.items import ItemFigures

FLOOR = 10  # finished first attempts below which no figure about an item is shown
ADVISING = 30  # F-TOT-15: "even ~30 can help"; below, only a key that may be wrong is worth a look
CAUTION = 100  # F-TOT-15: below, everything is read with caution

HARDEST, HARD, MODERATE, EASY = 0.20, 0.40, 0.60, 0.80  # F-TOT-14
POOR, GOOD, VERY_GOOD = 0.20, 0.30, 0.40  # F-TOT-15
BEYOND_CHANCE = 1.96  # standard errors: 95 percent


def certainty(n: int) -> str:
    """How far figures from n attempts carry: "none", "few", "caution" or "enough"."""
    if n < FLOOR:
        return "none"
    if n < ADVISING:
        return "few"
    return "caution" if n < CAUTION else "enough"


def difficulty_band(p: float | None) -> str:
    """F-TOT-14: 0.40–0.60 moderate, 0.60–0.80 easy but fine, 0.20–0.40 hard but fine, beyond them revise."""
    if p is None:
        return "none"
    if p < HARDEST:
        return "very hard"
    if p < HARD:
        return "hard"
    if p <= MODERATE:
        return "moderate"
    return "easy" if p <= EASY else "very easy"


def discrimination_band(d: float | None) -> str:
    """F-TOT-15: 0.40 and more very good, 0.30–0.39 good, 0.20–0.29 marginal, less poor, below 0 negative."""
    if d is None:
        return "none"
    d = round(d, 2)  # a figure is judged as it is shown
    if d < 0:
        return "negative"
    if d < POOR:
        return "poor"
    if d < GOOD:
        return "marginal"
    return "good" if d < VERY_GOOD else "very good"


def is_negative(figures: ItemFigures) -> bool:
    """Whether the stronger missed it more often, so that the key is to be checked (F-TOT-15).

    F-TOT-15 judges by either index, D or r, and what is said must fit what is shown. D below 0 is enough: it is what
    the picture shows. r leaves the item out of the score and so lies lower: beside a D that is not negative a small
    negative r would contradict it, and counts only where it is further from 0 than chance explains with so many people
    (the standard error of an r of 0 is 1 / √(n - 1)). Then it finds what an item inside its own score hides in D.
    """
    if figures.n < FLOOR:
        return False
    if discrimination_band(figures.discrimination) == "negative":
        return True
    r = figures.point_biserial
    return r is not None and r * sqrt(figures.n - 1) < -BEYOND_CHANCE


def flags(figures: ItemFigures, comparisons: Sequence[Fairness], *, is_mastery: bool) -> tuple[str, ...]:
    """What an author should look at, the most urgent first. The words for each flag say what to do.

    After teaching nearly everybody should be right, so an easy item is flagged on a pre-test only (F-TOT-14).
    """
    found = []
    d = discrimination_band(figures.discrimination)
    if is_negative(figures):
        found.append("negative")
    if figures.n < ADVISING:
        return tuple(found)
    classes = {one.comparison.ets_class for one in comparisons if one.comparison is not None}
    found += [f"language {name}" for name in ("C", "B") if name in classes][:1]
    p = figures.difficulty if figures.difficulty is not None else MODERATE
    if p < HARDEST:
        found.append("very hard")
    if p > EASY and not is_mastery:
        found.append("very easy")
    # Where nearly everybody is right nothing can discriminate: on a test of mastery that is what was hoped for.
    if d == "poor" and "negative" not in found and not (is_mastery and p > EASY):
        found.append("poor")
    if any(option.is_idle for option in figures.options):
        found.append("idle option")
    return tuple(found)
