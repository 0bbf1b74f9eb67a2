"""Reports as PDF to print and file: figures, pictures, what to do. Call them in the language they shall have."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from tot.reports.analysis import Analysis
from tot.reports.learning import Learning
from tot.reports.pictures import gain_by_group, item_map, score_bars
from tot.web import paper

STYLES = ("_frame/paper.css", "reports/papers.css")


def on_test(analysis: Analysis, shown: Mapping[str, Any], name: str) -> bytes:
    """The analysis of a test."""
    return paper.pdf(
        "reports/test_paper.html",
        styles=STYLES,
        title=_("Report on the test"),
        name=name,
        map=item_map(analysis),
        bars=score_bars(analysis, is_counted=shown["scope"].is_counted),
        **shown,
    )


def on_gain(learning: Learning, shown: Mapping[str, Any]) -> bytes:
    """The gain between pre-test and post-test."""
    return paper.pdf(
        "reports/gain_paper.html",
        styles=STYLES,
        title=_("Report on the gain"),
        picture=gain_by_group(learning.by_group),
        **shown,
    )
