"""The report on a test as a PDF to file, and its items as a workbook for those who count on."""

import io
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from tot.reports.analysis import Analysis, Row
from tot.reports.pictures import item_map, score_bars
from tot.web import paper
from tot.web.languages import in_language
from tot.web.languages import say as said


def report(analysis: Analysis, shown: Mapping[str, Any], title_of: Any, language: str) -> bytes:
    """The report in this language: figures, pictures, what to do, every item."""
    with in_language(language):
        return paper.pdf(
            "reports/test_paper.html",
            styles=("_frame/paper.css", "reports/papers.css"),
            title=_("Report on the test"),
            name=title_of(analysis.test),
            map=item_map(analysis),
            bars=score_bars(analysis, is_counted=shown["scope"].is_counted),
            **shown,
        )


def workbook(analysis: Analysis, shown: Mapping[str, Any]) -> bytes:
    """Two sheets: a row for each item, a row for each option. Texts stay texts whatever they begin with."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        items = book.add_worksheet(str(_("Items"))[:31])
        _write(items, book, _item_headings(), [_item_cells(row, shown) for row in analysis.rows])
        if shown["shows_words"] and not shown["scope"].is_counted:
            chosen = book.add_worksheet(str(_("Options"))[:31])
            cells = [cells for row in analysis.rows for cells in _option_cells(row, shown["language"])]
            _write(chosen, book, _option_headings(), cells)
    return file.getvalue()


def _item_headings() -> list[str]:
    return [
        _("Item"), _("Code"), _("Question"), _("First attempts"), _("Difficulty p"), _("Difficulty"),
        _("Discrimination D"), _("Discrimination"), _("Point-biserial r"), _("Seconds (median)"), _("To look at"),
        _("What to do"),
    ]  # fmt: skip


def _item_cells(row: Row, shown: Mapping[str, Any]) -> list[Any]:
    words = shown["flag_words"]
    figures = row.figures
    return [
        row.number, row.question.id, said(row.question.stem, shown["language"]) if shown["shows_words"] else "",
        figures.n, figures.difficulty, str(shown["difficulty_words"][row.difficulty_band]),
        figures.discrimination, str(shown["discrimination_words"][row.discrimination_band]), figures.point_biserial,
        figures.seconds, "; ".join(str(words[flag][0]) for flag in row.flags),
        " ".join(str(words[flag][1]) for flag in row.flags),
    ]  # fmt: skip


def _option_headings() -> list[str]:
    return [
        _("Item"), _("Option"), _("Words"), _("Right"), _("People"), _("All"), _("Best 27 percent"), _("Middle"),
        _("Weakest 27 percent"),
    ]  # fmt: skip


def _option_cells(row: Row, language: str) -> list[list[Any]]:
    return [
        [
            row.number, option.id, said(row.question.labels.get(option.id, {}), language) or option.id,
            _("yes") if option.is_key else "", option.count, option.share, option.upper, option.middle, option.lower,
        ]
        for option in row.figures.options
    ]  # fmt: skip


def _write(sheet: Any, book: Any, headings: list[str], rows: list[list[Any]]) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    decimal = book.add_format({"num_format": "0.00", "valign": "top"})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for line, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(line, column, value, wrap)
            elif value is not None:
                sheet.write_number(line, column, value, decimal if isinstance(value, float) else wrap)
    sheet.freeze_panes(1, 1)
    sheet.set_column(1, len(headings) - 1, 16)
    sheet.set_column(2, 2, 60)
