"""The attendance page as it is drawn and as it is sent: one row a person, all of them in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from tot.seminars.queries import MarkMade, OnRoll
from tot.seminars.rules import PARTIAL, STATUSES, Sorted, Wish
from tot.web.forms import Form


class AttendanceForm(Form):
    """Carries the protection of the attendance page; its rows are read by the functions below."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the attendance page: what was saved, the oldest first, and what the page shows as chosen."""

    person: OnRoll
    saved: Sequence[MarkMade]
    status: str
    minutes: str  # as typed
    mode: str
    error: str | None = None

    @property
    def latest(self) -> MarkMade | None:
        """The mark that counts."""
        return self.saved[-1] if self.saved else None

    @property
    def number(self) -> int:
        """The number of the mark this row is drawn from."""
        return self.saved[-1].mark.number if self.saved else 0


def rows_saved(roll: Sequence[OnRoll], marks: Mapping[int, Sequence[MarkMade]], full: int) -> list[Row]:
    """The page as the marks stand; whoever has none is offered as present."""
    rows = []
    for person in roll:
        saved = marks.get(person.enrolment_id, ())
        mark = saved[-1].mark if saved else None
        minutes = mark.minutes if mark and mark.status in PARTIAL else full
        shown = (mark.status, str(minutes), mark.mode) if mark else ("present", str(full), "in person")
        rows.append(Row(person, saved, *shown))
    return rows


def rows_sent(fields: Any, rows: Sequence[Row], full: int) -> list[Row]:
    """The page as somebody filled it in, with a message where the minutes cannot be; `rows` is how it was saved."""
    return [_row_sent(fields, row, full) for row in rows]


def _row_sent(fields: Any, row: Row, full: int) -> Row:
    number = row.person.enrolment_id
    status = fields.get(f"status-{number}", "")
    if status not in STATUSES:  # somebody who was enrolled after the page was drawn
        return row
    minutes = fields.get(f"minutes-{number}", "").strip() or str(full)
    error = None
    if status in PARTIAL and not (_is_number(minutes) and int(minutes) <= full):
        error = _("Write a number of minutes from 0 to %(full)s.", full=full)
    mode = fields.get(f"mode-{number}", row.mode)
    return replace(row, status=status, minutes=minutes, mode=mode, error=error)


def rows_after_conflict(sent: Sequence[Row], saved: Sequence[Row], outcome: Sorted) -> list[Row]:
    """The page anew after somebody else saved: this person's own choices where she made any, else what was saved."""
    own = {wish.enrolment_id for wish in (*outcome.changes, *outcome.conflicts)}
    chosen = {row.person.enrolment_id: row for row in sent}
    return [
        replace(row, status=was.status, minutes=was.minutes, mode=was.mode)
        if (was := chosen.get(row.person.enrolment_id)) and row.person.enrolment_id in own
        else row
        for row in saved
    ]


def wishes(fields: Any, rows: Sequence[Row], full: int) -> list[Wish]:
    """What the page asks for, of those it showed. Only for rows without errors."""
    return [
        Wish(
            row.person.enrolment_id,
            row.status,
            int(row.minutes) if row.status in PARTIAL else full,
            row.mode,
            _drawn_from(fields.get(f"number-{row.person.enrolment_id}", "")),
        )
        for row in rows
        if fields.get(f"status-{row.person.enrolment_id}", "") in STATUSES
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _drawn_from(text: str) -> int:
    return int(text) if _is_number(text) else 0
