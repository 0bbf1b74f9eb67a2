"""The sign-in sheet and the register as files: PDF for the wall and the signature, XLSX for those who count on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.seminars.models import Session
from tot.seminars.queries import OnRoll, Register, RegisterRow
from tot.seminars.rules import in_parts
from tot.seminars.words import MODE_WORDS, STATUS_LETTERS, STATUS_WORDS, legend
from tot.web import paper
from tot.web.languages import format_day, format_moment, in_language, say
from tot.web.sheets import print_on_pages, workbook_in

WALK_INS = 5  # blank rows on a sheet, for those nobody expected


def sign_in_sheet(session: Session, roll: Sequence[OnRoll], language: str) -> bytes:
    """The sheet that goes round in the room: one numbered row a person, and blank ones after them."""
    with in_language(language):
        return paper.pdf(
            "seminars/sheet.html",
            styles=("_frame/paper.css", "seminars/papers.css"),
            title=_("Sign-in sheet"),
            language=language,
            session=session,
            cohort=session.cohort,
            course=book(session.cohort.course_version_id),
            mode=MODE_WORDS[session.mode],
            roll=roll,
            blank=range(len(roll) + 1, len(roll) + WALK_INS + 1),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of a register that fit beside each other: sessions with their numbers, and their days."""

    sessions: tuple[tuple[int, Session], ...]
    days: tuple[date, ...]


def parts_of(register: Register) -> list[Part]:
    """The parts of a register on paper; without sessions one that has none, so that the names stand there."""
    numbered = {session.id: (number, session) for number, session in enumerate(register.sessions, 1)}
    return [
        Part(tuple(numbered[held.id] for held in part), tuple(dict.fromkeys(held.day for held in part)))
        for part in in_parts(register.held) or [[]]
    ]


def register_pdf(cohort: Cohort, register: Register, language: str) -> bytes:
    """The register on landscape pages, to be signed and filed."""
    with in_language(language):
        return paper.pdf(
            "seminars/register_paper.html",
            styles=("_frame/paper.css", "seminars/papers.css"),
            title=_("Attendance register"),
            language=language,
            cohort=cohort,
            course=book(cohort.course_version_id),
            register=register,
            parts=parts_of(register),
            letters=STATUS_LETTERS,
            legend=legend(),
        )


def register_xlsx(cohort: Cohort, register: Register) -> bytes:
    """The register as a workbook. Names stay text whatever they begin with; minutes and percent are numbers."""
    file = io.BytesIO()
    with workbook_in(file) as workbook:
        sheet = workbook.add_worksheet(str(_("Register"))[:31])
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        share = workbook.add_format({"num_format": "0%"})
        sheet.write_string(
            0, 0, f"{_('Attendance register')}: {cohort.name}", workbook.add_format({"bold": True, "font_size": 14})
        )
        sheet.write_string(1, 0, say(book(cohort.course_version_id).title))
        sheet.write_string(2, 0, "; ".join(f"{letter} = {meaning}" for letter, meaning in legend()))
        for column, heading in enumerate(_headings(register)):
            sheet.write_string(4, column, heading, bold)
        for at, row in enumerate(register.rows, 5):
            _write_row(sheet, at, register, row, share)
        sheet.freeze_panes(5, 2)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 2, 34)
        sheet.set_column(3, 4 + 2 * len(register.sessions) + len(register.days), 13)
        print_on_pages(sheet, 4)
    return file.getvalue()


def _headings(register: Register) -> list[str]:
    headings = [_("No."), _("Name"), _("Agency")]
    for session in register.sessions:
        when = format_moment(session.begins_at, "short")
        headings += [f"{session.title}\n{when}", _("Minutes of %(minutes)s", minutes=session.minutes)]
    headings += [_("Minutes in all"), _("Percent in all")]
    return headings + [_("Percent on %(day)s", day=format_day(day, "short")) for day in register.days]


def _write_row(sheet: Any, at: int, register: Register, row: RegisterRow, share: Any) -> None:
    cells: list[Any] = [row.person.number, row.person.name, say(row.person.agency)]
    for session in register.sessions:
        mark = row.marks.get(session.id)
        cells += [str(STATUS_WORDS[mark.status]), mark.minutes] if mark else [None, None]
    cells.append(row.share.minutes)
    for column, value in enumerate(cells):
        if isinstance(value, str):
            sheet.write_string(at, column, value)
        elif value is not None:
            sheet.write_number(at, column, value)
    shares = [row.share.percent, *(row.share.by_day.get(day) for day in register.days)]
    for column, value in enumerate(shares, len(cells)):
        if value is not None:
            sheet.write_number(at, column, value / 100, share)
