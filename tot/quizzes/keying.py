"""A line of the grid in which a test on paper is typed in: what it says, and what becomes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from tot.courses.rules import Quiz
from tot.quizzes.rules import FORMS
from tot.quizzes.types import BLANKS, ON_PAPER, Keyed, Unreadable, type_of
from tot.quizzes.types.lettering import entries_of, plain
from tot.refusals import Sentence

if TYPE_CHECKING:
    from tot.quizzes.queries.answers import Given

DATED = "dated"
"""The kind of keying that corrects the day alone."""
BLANK = "-"
"""An answer that was left out, as it is typed and shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as somebody typed it; `cells` are in the order of the questions of its form."""

    enrolment_id: int
    form: str
    cells: tuple[str, ...]
    number: int = 0  # of the keying that the page was drawn from; 0 where there was none
    is_decided: bool = False  # in a second keying: what differs is right here and wrong there

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in any cell."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells of a line say; None where an answer was left out. `errors`: number of the question → sentence."""

    said: tuple[Keyed | None, ...]
    typed: tuple[str, ...]  # each in the shortest way
    errors: Mapping[int, Sentence]


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody typed a line in, corrected it or checked it."""

    number: int
    kind: str  # keyed, corrected, checked, settled, dated
    at: datetime
    by_id: int
    by: str
    changes: Mapping[str, Any]
    reason: str

    @property
    def days(self) -> tuple[date, ...]:
        """The day before and after, where it was corrected."""
        return tuple(date.fromisoformat(day) for day in self.changes.get("day", ()))


@dataclass(frozen=True, slots=True)
class Stands:
    """A line as it is stored."""

    attempt_id: int
    attempt_number: int
    form: str
    day: date
    forms: Mapping[str, Quiz]  # as they were published when it was typed in
    given: Mapping[str, Given]
    steps: tuple[Step, ...]

    @property
    def quiz(self) -> Quiz:
        """What is printed as its form."""
        return self.forms[self.form]

    @property
    def number(self) -> int:
        """Of the latest keying."""
        return self.steps[-1].number

    @property
    def typed(self) -> tuple[str, ...]:
        """What would be typed for it, question by question."""
        return tuple(_as_typed(question, self.given.get(question.id)) for question in self.quiz.questions)

    @property
    def is_checked(self) -> bool:
        """Whether a second person typed the same, or settled with the sheet in hand where the two differed."""
        return self._of_answers[-1].kind in ("checked", "settled")

    @property
    def last_change(self) -> Step:
        """When it was typed in or corrected last, and by whom."""
        return next(step for step in reversed(self._of_answers) if step.kind != "checked")

    @property
    def _of_answers(self) -> list[Step]:
        return [step for step in self.steps if step.kind != DATED]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: saved, corrected, checked, same, differs or refused."""

    enrolment_id: int
    what: str
    sentence: Sentence = ""
    errors: Mapping[int, Sentence] = field(default_factory=dict)  # number of the question → sentence
    differs: Mapping[int, str] = field(default_factory=dict)  # number of the question → what stands there instead
    number: int = 0  # of the keying that stands now

    @property
    def is_kept(self) -> bool:
        """Whether what was typed is what stands."""
        return self.what in ("saved", "corrected", "checked", "same")


def form_of(text: str) -> str:
    """The form that was typed, in whichever alphabet; empty where it is none."""
    try:
        return "".join(entries_of(text, FORMS)[:1])
    except Unreadable:
        return ""


def read(quiz: Quiz, line: Line) -> Reading:
    """What the line says about the questions of its form."""
    said: list[Keyed | None] = []
    typed, errors = [], {}
    for number, (question, cell) in enumerate(zip(quiz.questions, line.cells, strict=True), 1):
        keyed = None
        if not cell.strip():
            errors[number] = _l("Type an answer, or - where it was left out.")
        elif not is_blank(cell):
            try:
                keyed = type_of(question).keyed(question, cell)
            except Unreadable as trouble:
                errors[number] = trouble.errors["answer"]
        said.append(keyed)
        typed.append(type_of(question).as_keyed(question, keyed) if keyed else BLANK)
    return Reading(tuple(said), tuple(typed), errors)


def is_blank(cell: str) -> bool:
    """Whether it says that the answer was left out."""
    return plain(cell) in BLANKS


def differences(reading: Reading, stands: Stands) -> dict[int, str]:
    """Number of the question → what stands there, where the line says something else."""
    pairs = zip(reading.typed, stands.typed, strict=True)
    return {number: there for number, (here, there) in enumerate(pairs, 1) if here != there}


def judge(line: Line, reading: Reading, form: str, stands: Stands | None, reason: str, who: int | None) -> Outcome:
    """What becomes of a line that can be read. `who` checks it as second person; None when it is typed in or corrected.

    A line that stands is never replaced by somebody who has not seen how it stands.
    """
    if stands is None:
        if who is None:
            return Outcome(line.enrolment_id, "saved")
        return Outcome(line.enrolment_id, "refused", _l("Nobody has typed this line in yet, so it cannot be checked."))
    is_other_form = form != stands.form
    differs = {} if is_other_form else differences(reading, stands)
    if not differs and not is_other_form:
        return _same(line, stands, who)
    last = stands.last_change
    if line.number != stands.number:
        sentence = _l(
            "%(name)s has saved this line differently meanwhile. Look at the sheet, then save again.", name=last.by
        )
    elif who is not None and not line.is_decided:
        sentence = _l("%(name)s typed something else. Look at the sheet and correct whichever is wrong.", name=last.by)
    elif who is None and not reason:
        sentence = _l("This line was saved before. Write below why it changes, then save again.")
    else:
        return Outcome(line.enrolment_id, "corrected", differs=differs)
    if is_other_form:
        sentence = _l("This line was saved with form %(form)s. %(sentence)s", form=stands.form, sentence=sentence)
    return Outcome(line.enrolment_id, "differs", sentence, differs=differs, number=stands.number)


def _same(line: Line, stands: Stands, who: int | None) -> Outcome:
    if who is None or stands.is_checked:
        return Outcome(line.enrolment_id, "same", number=stands.number)
    if who == stands.last_change.by_id:
        sentence = _l("You typed this line yourself. Somebody else has to check it.")
        return Outcome(line.enrolment_id, "refused", sentence, number=stands.number)
    return Outcome(line.enrolment_id, "checked")


def _as_typed(question: Any, given: Given | None) -> str:
    if given is None:
        return BLANK
    return type_of(question).as_keyed(question, as_keyed(given))


def as_keyed(given: Given) -> Keyed:
    """A stored answer as it would be typed; what a marker has found in an answer on paper since, included."""
    return Keyed(given.response, given.criteria if given.response == ON_PAPER else None)
