"""Which rows, words and descriptions each picture is made of; the drawing itself is in charts."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from markupsafe import Markup

from tot.reports.analysis import Analysis, distribution, tone_of
from tot.reports.charts import draw
from tot.reports.rules.advice import EASY, HARDEST, POOR
from tot.reports.rules.gain import Gain

TONES = {"plain": "good"}  # what is no more than a hint is not coloured


def item_map(analysis: Analysis) -> Markup | None:
    """Each item at its difficulty and discrimination; the field is where nothing is to be done."""
    figures = [(row, row.figures.difficulty, row.figures.discrimination) for row in analysis.rows]
    placed = [(row, p, d) for row, p, d in figures if p is not None and d is not None]
    if not placed:
        return None
    lowest = min(0.0, *(d for _row, _p, d in placed))
    items = [
        {
            "number": row.number,
            "difficulty": round(p, 3),
            "discrimination": round(d, 3),
            "tone": TONES.get(tone_of(row), tone_of(row)),
        }
        for row, p, d in placed
    ]
    easiest = 1 if analysis.test.is_mastery else EASY
    return draw(
        "items",
        {"items": items, "bands": [{"from": HARDEST, "to": easiest, "low": POOR, "high": 1}]},
        {
            "difficulty": _("Difficulty p: share that was right"),
            "discrimination": _("Discrimination D"),
            "domain": [-1 if lowest < -0.4 else -0.4 if lowest < -0.05 else -0.1, 1.05],
        },
        title=_("Map of the items"),
        description=ngettext(
            "%(num)s item by difficulty and discrimination. %(flagged)s to look at. The table below has the figures.",
            "%(num)s items by difficulty and discrimination. %(flagged)s to look at. The table below has the figures.",
            len(items),
            flagged=sum(1 for item in items if item["tone"] != "good"),
        ),
    )


def score_bars(analysis: Analysis, *, is_counted: bool) -> Markup | None:
    """How many had how many right."""
    bars = distribution(analysis.whole, is_counted=is_counted)
    if not analysis.rows:
        return None
    return draw(
        "scores",
        {"scores": bars},
        {"right": _("Right answers"), "people": pgettext("counted", "People")},
        title=_("Distribution of scores"),
        description=_("How many people had how many right answers. The table below has the same figures."),
    )


def gain_by_group(groups: Sequence[tuple[str, Gain]]) -> Markup | None:
    """The class gain of each group with its interval."""
    rows = [
        {
            "label": name,
            "gain": round(gain.class_gain, 3),
            "low": round(gain.interval.low, 3) if gain.interval else None,
            "high": round(gain.interval.high, 3) if gain.interval else None,
        }
        for name, gain in groups
        if gain.class_gain is not None
    ]
    if not rows:
        return None
    lowest = min(float(one) for row in rows for one in (row["gain"], row["low"]) if isinstance(one, float))
    return draw(
        "gains",
        {"gains": rows},
        {
            "gain": _("Normalised gain g"),
            "domain": [min(0.0, round(lowest - 0.05, 1)), 1],
            "labels": [row["label"] for row in rows],
        },
        title=_("Gain by cohort"),
        description=_(
            "The class gain of each cohort as a dot, its interval of 95 percent as a line. Dashed: 0.3 and 0.7. "
            "The table below has the figures."
        ),
    )
