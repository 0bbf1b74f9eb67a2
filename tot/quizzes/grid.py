"""The grid as it is drawn and as it is sent: one line a person, all of them in one form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tot.courses.rules import Question, Quiz
from tot.quizzes.keying import Line, Outcome
from tot.quizzes.queries import PaperLine
from tot.quizzes.types import BLANKS, FALSE, READINGS, TRUE, type_of


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid: what stands in its fields, and what was said about it last."""

    line: PaperLine
    form: str
    cells: tuple[str, ...]
    number: int  # of the keying that it is drawn from
    is_decided: bool = False
    outcome: Outcome | None = None

    @property
    def id(self) -> int:
        return self.line.enrolment_id

    @property
    def taken_at(self) -> datetime | None:
        """When she took the test elsewhere, where no attempt is left for this sheet."""
        return self.line.taken_at

    @property
    def is_bad(self) -> bool:
        """Whether what was typed is not saved."""
        return self.outcome is not None and not self.outcome.is_kept

    @property
    def width(self) -> int:
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """All lines, and what may be typed in each column."""

    rows: tuple[Row, ...]
    forms: Mapping[str, Quiz]
    is_second: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those of the first form: in the same place every form asks for the same kind of answer."""
        return next(iter(self.forms.values())).questions

    @property
    def done(self) -> int:
        """How many lines are saved; in a second keying, how many are checked."""
        return sum(is_done(row.line, is_second=self.is_second) for row in self.rows)

    @property
    def count(self) -> int:
        """How many lines there are to type."""
        return sum(row.taken_at is None for row in self.rows)

    @property
    def ways(self) -> list[str]:
        """For each question how its answer is typed, a word that the script knows, too."""
        return [keys.split()[0] for keys in _keys(next(iter(self.forms.values())))]

    @property
    def numbers(self) -> dict[str, list[int]]:
        """Way of typing → the numbers of the questions that are answered so."""
        found: dict[str, list[int]] = {}
        for number, way in enumerate(self.ways, 1):
            found.setdefault(way, []).append(number)
        return found

    @property
    def script_keys(self) -> str:
        """For the script: form → what may be typed for each question."""
        return json.dumps({form: _keys(quiz) for form, quiz in self.forms.items()})

    @property
    def script_letters(self) -> str:
        """For the script: how letters of other alphabets are read, and what means true, false and left out."""
        letters = {"readings": READINGS, "yes": TRUE.split(), "no": FALSE.split(), "blank": sorted(BLANKS)}
        return json.dumps(letters, ensure_ascii=False)


def is_done(line: PaperLine, *, is_second: bool) -> bool:
    """Whether nobody needs to type this line any more."""
    return line.stands is not None and (line.stands.is_checked or not is_second)


def _keys(quiz: Quiz) -> list[str]:
    return [type_of(question).keys(question) for question in quiz.questions]


def rows_stored(lines: Sequence[PaperLine], forms: Mapping[str, Quiz], *, is_second: bool) -> list[Row]:
    """The grid as the lines stand. Whoever checks sees nothing of what was typed before."""
    width = len(next(iter(forms.values())).questions)
    rows = []
    for line in lines:
        stands = line.stands
        if stands is None:
            rows.append(Row(line, line.form, ("",) * width, 0))
        elif is_second and not stands.is_checked:
            rows.append(Row(line, stands.form, ("",) * width, stands.number))
        else:
            rows.append(Row(line, stands.form, stands.typed, stands.number))
    return rows


def lines_sent(fields: Any, rows: Sequence[Row]) -> dict[int, Line]:
    """What was typed in the lines that were sent; a line in which nothing was typed, and nothing stands, is none."""
    found = {}
    for row in rows:
        if fields.get(f"{row.id}-1") is None or row.taken_at is not None:
            continue
        line = Line(
            row.id,
            fields.get(f"{row.id}-form", row.form)[:9],
            tuple(fields.get(f"{row.id}-{number}", "")[:200] for number in range(1, row.width + 1)),
            _number(fields.get(f"{row.id}-number", "")),
            fields.get(f"{row.id}-mine", "") == "yes",
        )
        if not line.is_empty:
            found[row.id] = line
    return found


def rows_sent(rows: Sequence[Row], sent: Mapping[int, Line], outcomes: Mapping[int, Outcome]) -> list[Row]:
    """The grid with what was typed where it was not saved, and as it stands elsewhere."""
    return [_row_sent(row, sent.get(row.id), outcomes.get(row.id)) for row in rows]


def _row_sent(row: Row, line: Line | None, outcome: Outcome | None) -> Row:
    if line is None or (outcome is not None and outcome.is_kept):
        return Row(row.line, row.form, row.cells, row.number, outcome=outcome)
    # Whoever has seen how the line stands now may change it: the next sending is drawn from that.
    number = outcome.number if outcome and outcome.what == "differs" else line.number
    return Row(row.line, line.form, line.cells, number, line.is_decided, outcome)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
