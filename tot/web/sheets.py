"""Tables as files for a spreadsheet. Text stays text however it begins: a cell is never a formula or a link."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = "dd.mm.yyyy"
A4 = 9  # as Excel numbers sizes of paper
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would work out


def table_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> bytes:
    """A workbook with one table; moments, in local time and without a zone, are moments there as well."""
    content = io.BytesIO()
    with workbook_in(content) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        moment = workbook.add_format({"num_format": f"{DAY} hh:mm", "align": "left", "valign": "top"})
        sheet = workbook.add_worksheet(_sheet_name(title))
        sheet.write_row(0, 0, headings, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell, moment if isinstance(cell, datetime) else wrap)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(1, 0)
        print_on_pages(sheet, 0)
    return content.getvalue()


def table_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> bytes:
    """The byte order mark tells Excel the alphabet; it divides by what the language writes decimals without."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="," if language == "en" else ";")
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def workbook_in(content: io.BytesIO) -> Any:
    """A workbook that is written into `content`."""
    import xlsxwriter

    # A name such as =cmd|… must arrive as that text and never as a formula or a link.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return xlsxwriter.Workbook(content, options)


def print_on_pages(sheet: Any, headings: int) -> None:
    """Whoever prints it gets A4 across, all columns on a page, the headings on each, and the pages counted."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.repeat_rows(headings)
    sheet.set_footer("&L&A&R&P / &N")


def _harmless(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _sheet_name(title: str) -> str:
    # Excel refuses these signs in the name of a sheet, and names of more than 31 letters.
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "1"
