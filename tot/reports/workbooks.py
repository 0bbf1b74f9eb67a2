"""Reports as workbooks, for those who count on. Texts stay texts whatever they begin with."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from tot.reports.analysis import Analysis, Row
from tot.reports.choices import words_of
from tot.reports.learning import Learning
from tot.reports.rules.gain import Gain
from tot.reports.rules.items import Option
from tot.reports.rules.parts import Part
from tot.web.languages import OWN_NAMES
from tot.web.languages import say as said
from tot.web.sheets import DAY, print_on_pages, workbook_in

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook; `wide` is the column with the longest texts, if there is one."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Cells]
    wide: int | None = None


def on_test(analysis: Analysis, shown: Mapping[str, Any]) -> bytes:
    """The test, a row for each item, for each option, for each language that is compared."""
    tables = [_whole(analysis, shown), _items(analysis, shown)]
    if shown["shows_choices"]:
        tables.append(_options(analysis, shown))
    if analysis.is_compared:
        tables.append(_languages(analysis))
    return _written(tables)


def on_gain(learning: Learning, shown: Mapping[str, Any]) -> bytes:
    """All together, a row for each cohort, and for each person where names may be seen."""
    groups = [_together(learning, shown), _cohorts(learning)]
    people = Table(_("Participants"), [_("Name"), _("Before"), _("After"), _("Gain")], learning.people, wide=0)
    return _written([*groups, people] if learning.people else groups)


def _whole(analysis: Analysis, shown: Mapping[str, Any]) -> Table:
    whole = analysis.whole
    reliability = str(shown["reliability_words"][whole.method])
    facts = [
        *_about(shown),
        (_("Version"), analysis.sheet.number), (_("Form"), analysis.sheet.form or "–"),
        (_("First attempts"), whole.n), (_("Questions"), whole.of), (_("Right on average"), whole.mean),
        (_("Spread (standard deviation)"), whole.deviation),
        (reliability[:1].upper() + reliability[1:], whole.reliability),
        (_("Standard error of measurement"), whole.standard_error),
    ]  # fmt: skip
    return Table(_("Test"), [_("Figure"), _("Value")], facts, wide=0)


def _items(analysis: Analysis, shown: Mapping[str, Any]) -> Table:
    headings = [
        _("Item"), _("Code"), _("Question"), _("First attempts"), _("Difficulty p"), _("Difficulty"),
        _("Discrimination D"), _("Discrimination"), _("Point-biserial r"), _("Seconds (median)"), _("To look at"),
        _("What to do"),
    ]  # fmt: skip
    return Table(_("Items"), headings, [_item_cells(row, shown) for row in analysis.rows], wide=2)


def _item_cells(row: Row, shown: Mapping[str, Any]) -> Cells:
    words, figures = shown["flag_words"], row.figures
    is_hidden = shown["scope"].is_counted and figures.n < shown["fewest"]
    return [
        row.number, row.question.id, said(row.question.stem, shown["language"]) if shown["shows_words"] else "",
        _("fewer than %(few)s", few=shown["fewest"]) if is_hidden else figures.n,
        figures.difficulty, str(shown["difficulty_words"][row.difficulty_band]),
        figures.discrimination, str(shown["discrimination_words"][row.discrimination_band]), figures.point_biserial,
        figures.seconds, "; ".join(str(words[flag][0]) for flag in row.flags),
        " ".join(str(words[flag][1]) for flag in row.flags),
    ]  # fmt: skip


def _options(analysis: Analysis, shown: Mapping[str, Any]) -> Table:
    """Who chose what: of each option, and of each answer to a part of an item."""
    headings = [
        _("Item"), _("Entry"), _("Option"), _("Words"), _("Right"), pgettext("counted", "People"), _("All"),
        _("Best 27 percent"), _("Middle"), _("Weakest 27 percent"),
    ]  # fmt: skip
    rows = [
        [row.number, *words_of(row.question, part, option.id, shown["language"]), *_chosen(option)]
        for row in analysis.rows
        for part, options in _tables(row, shown["choices"])
        for option in options
    ]
    return Table(_("Options"), headings, rows, wide=3)


def _tables(row: Row, choices: Mapping[int, Sequence[Part]]) -> list[tuple[str, Sequence[Option]]]:
    """Part → what was chosen there; a choice from one list has one part without a name."""
    return [("", row.figures.options), *((part.id, part.chosen) for part in choices.get(row.number, ()))]


def _chosen(option: Option) -> Cells:
    right = _("yes") if option.is_key else ""
    return [right, option.count, option.share, option.upper, option.middle, option.lower]


def _languages(analysis: Analysis) -> Table:
    people = pgettext("counted", "People")
    headings = [
        _("Item"), _("Language"), people, _("Compared with"), people, _("Difference (delta)"),
        _("Odds ratio (Mantel–Haenszel)"), _("Chance (p)"), _("Class"),
    ]  # fmt: skip
    rows = [
        [
            row.number, OWN_NAMES.get(one.language, one.language), one.n,
            OWN_NAMES.get(one.reference, one.reference), one.n_reference,
            *((found.delta, found.odds, found.p_value, found.ets_class) if (found := one.comparison) else ("–",) * 4),
        ]
        for row in analysis.rows
        for one in row.comparisons
    ]  # fmt: skip
    return Table(_("Between languages"), headings, rows)


def _about(shown: Mapping[str, Any]) -> list[Cells]:
    """Whoever finds the file a year later sees what it is about."""
    return [
        (_("Course"), said(shown["course"].title)), (_("Whose results"), shown["scope"].name),
        (_("Date"), shown["made_on"]),
    ]  # fmt: skip


def _together(learning: Learning, shown: Mapping[str, Any]) -> Table:
    gain, interval = learning.together, learning.together.interval
    facts = [
        *_about(shown),
        (_("Both results"), gain.pairs), (_("Pre-test only"), learning.readable(gain.only_pre)),
        (_("Post-test only"), learning.readable(gain.only_post)),
        (_("Right before"), gain.pre), (_("Right after"), gain.post), (_("Class gain g"), gain.class_gain),
        (_("Interval of 95 percent, from"), interval and interval.low),
        (_("Interval of 95 percent, to"), interval and interval.high),
        (_("Resamples"), interval and interval.resamples), (_("Seed"), interval and interval.seed),
        (_("Average of the gains of single people"), gain.mean_gain), (_("Know more than before"), gain.improved),
    ]  # fmt: skip
    return Table(_("Together"), [_("Figure"), _("Value")], facts, wide=0)


def _cohorts(learning: Learning) -> Table:
    headings = [
        _("Cohort"), _("Both results"), _("Pre-test only"), _("Before"), _("After"), _("Class gain"),
        _("Interval from"), _("Interval to"), _("Know more"),
    ]  # fmt: skip
    rows = [[name, *_gain_cells(gain, learning)] for name, gain in learning.by_group]
    return Table(_("Cohorts"), headings, rows, wide=0)


def _gain_cells(gain: Gain, learning: Learning) -> Cells:
    interval = gain.interval
    return [
        gain.pairs, learning.readable(gain.only_pre), gain.pre, gain.post, gain.class_gain,
        interval and interval.low, interval and interval.high, gain.improved,
    ]  # fmt: skip


def _written(tables: Iterable[Table]) -> bytes:
    file = io.BytesIO()
    with workbook_in(file) as book:
        for table in tables:
            _write(book.add_worksheet(str(table.name)[:31]), book, table)
    return file.getvalue()


def _write(sheet: Any, book: Any, table: Table) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    decimal = book.add_format({"num_format": "0.00", "valign": "top"})
    day = book.add_format({"num_format": DAY, "align": "left", "valign": "top"})
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, str(heading), bold)
    for line, cells in enumerate(table.rows, 1):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif isinstance(value, (int, float)):
                sheet.write_number(line, column, value, decimal if isinstance(value, float) else wrap)
            elif value is not None:
                sheet.write_string(line, column, str(value), wrap)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(table.headings) - 1, 16)
    if table.wide is not None:
        sheet.set_column(table.wide, table.wide, 60 if table.wide else 44)
    if len(table.headings) == 2:
        sheet.set_column(1, 1, 44)  # figures and texts below each other
    print_on_pages(sheet, 0)
