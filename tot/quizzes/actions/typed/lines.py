"""A line that is to be written: what it says of each question, as answers and as points. Reads and writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tot.accounts.models import Person
from tot.cohorts.models import Cohort
from tot.courses.rules import Question, Quiz
from tot.quizzes import keying, rules
from tot.quizzes.keying import Reading, Stands
from tot.quizzes.queries import OnPaper, PaperLine
from tot.quizzes.types import Keyed, type_of


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent with the lines."""

    day: date  # on which the test was taken
    reason: str = ""  # why lines change that were saved before
    is_second: bool = False  # a second person types them to check
    may_mark: bool = False  # whoever types may say what open answers show


@dataclass(frozen=True, slots=True)
class Desk:
    """Where lines are typed: the test of a cohort, by whom and when, and what was sent."""

    cohort: Cohort
    test: OnPaper
    sent: Sent
    actor: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A line to be written."""

    line: PaperLine
    form: str
    quiz: Quiz
    reading: Reading

    @property
    def said(self) -> list[tuple[Question, Keyed | None]]:
        """Each question, and what the line says; None where the answer was left out."""
        return list(zip(self.quiz.questions, self.reading.said, strict=True))

    @property
    def points(self) -> dict[str, float | None]:
        """Question → points, of what was answered; None where somebody has to read it."""
        return {q.id: _points_of(q, said, self.line.stands) for q, said in self.said if said is not None}

    @property
    def stands(self) -> Stands:
        """How the line stands that is corrected."""
        assert self.line.stands is not None  # noqa: S101 only what stands is corrected
        return self.line.stands


def _points_of(question: Question, said: Keyed, stands: Stands | None) -> float | None:
    if said.criteria is not None:
        return rules.points_of_marking(question, rules.as_marked(question, said.criteria))
    given = stands.given.get(question.id) if stands else None
    if given is not None and keying.as_keyed(given) == said:
        return given.points  # as it counts now, marked again by a corrected key perhaps
    return type_of(question).mark(question, said.response)


def answer_row(
    attempt_id: int, question: Question, said: Keyed | None, revision: int, keying_number: int, now: datetime
) -> Mapping[str, Any]:
    """An answer to be added; without anything said it takes back what stood there."""
    return {
        "attempt_id": attempt_id,
        "question_key": question.id,
        "version_id": question.version_id,
        "revision": revision,
        "client_key": f"keying {keying_number} {question.id}",
        "response": said.response if said else None,
        "points": type_of(question).mark(question, said.response) if said else 0.0,
        "answered_at": now,
    }
