"""What to think of the figures: bands, cautions and flags, with the thresholds of F-TOT-13 to F-TOT-15."""

from collections.abc import Sequence

from tot.reports.rules.fairness import Fairness
from tot.reports.rules.items import ItemFigures

FLOOR = 10  # finished first attempts below which no figure about an item is shown
ADVISING = 30  # F-TOT-15: "even ~30 can help"; below, only a key that may be wrong is worth a look
CAUTION = 100  # F-TOT-15: below, everything is read with caution

HARDEST, HARD, MODERATE, EASY = 0.20, 0.40, 0.60, 0.80  # F-TOT-14
POOR, GOOD, VERY_GOOD = 0.20, 0.30, 0.40  # F-TOT-15


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


def flags(figures: ItemFigures, comparisons: Sequence[Fairness], *, is_mastery: bool) -> tuple[str, ...]:
    """What an author should look at, the most urgent first. The words for each flag say what to do.

    After teaching nearly everybody should be right, so an easy item is flagged on a pre-test only (F-TOT-14).
    """
    found = []
    r, d = figures.point_biserial, discrimination_band(figures.discrimination)
    if figures.n >= FLOOR and (d == "negative" or (r is not None and round(r, 2) < 0)):
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
