"""Files that people fill in: the template of an import. Text stays text however it begins."""

import csv
import io

from flask_babel import gettext as _

from tot.cohorts.sheet.headings import COLUMNS
from tot.web.sheets import print_on_pages, workbook_in

WIDTHS = {"name": 42, "email": 28, "position": 28, "agency": 28}


def template_headings(language: str) -> list[str]:
    """The headings of a template in a language, in English where there are none of it."""
    return [words.get(language, words["en"]) for words in COLUMNS.values()]


def template_csv(language: str) -> bytes:
    """A file with one line. The byte order mark tells Excel the alphabet; it divides by what it expects itself."""
    written = io.StringIO()
    csv.writer(written, delimiter="," if language == "en" else ";").writerow(template_headings(language))
    return written.getvalue().encode("utf-8-sig")


def template_xlsx(language: str) -> bytes:
    """A workbook with the headings, and a second sheet that says what may stand below each."""
    content = io.BytesIO()
    with workbook_in(content) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        sheet = workbook.add_worksheet(_("List")[:31])
        sheet.write_row(0, 0, template_headings(language), bold)
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(COLUMNS):
            sheet.set_column(number, number, WIDTHS.get(column, 16), workbook.add_format({"num_format": "@"}))
        print_on_pages(sheet, 0)
        notes = workbook.add_worksheet(_("How to fill it in")[:31])
        notes.set_column(0, 0, 32)
        notes.set_column(1, 1, 90)
        notes.set_landscape()
        notes.fit_to_pages(1, 0)
        for line, (heading, text) in enumerate(zip(template_headings(language), _explanations(), strict=True)):
            notes.write_row(line, 0, (heading, text))
    return content.getvalue()


def _explanations() -> list[str]:
    return [
        _("Needed. As in the identity document, in Latin or Cyrillic letters. One person in each row."),
        _("female or male; empty means: prefer not to say."),
        _("May stay empty: people without an address get a printed slip to sign in with."),
        _("The body the person works for, as it is called on the platform."),
        _("The region where the person works. Empty means: the place of the cohort."),
        _("The district, if known."),
        _("What the person does there."),
        _("The language in which the person reads. Empty means: the language of the cohort."),
    ]
