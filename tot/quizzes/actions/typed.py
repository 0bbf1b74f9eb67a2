"""Lines of the grid become attempts, corrections and checks, all at once: few statements for many lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from tot.audit import Did, remember
from tot.cohorts.models import Cohort
from tot.courses.rules import Question, Quiz
from tot.db import db
from tot.progress.actions import Told, tell_all
from tot.progress.models import Opening
from tot.progress.queries import last_openings
from tot.quizzes import keying, queries, rules
from tot.quizzes.keying import Reading, Stands
from tot.quizzes.models import Answer, Attempt, FormGiven, Keying, Marking
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
class Change:
    """A line to be written."""

    line: PaperLine
    form: str
    quiz: Quiz
    reading: Reading


class Pen:
    """Writes what was judged good: lines that are new, that are corrected, and that somebody has checked."""

    def __init__(self, cohort: Cohort, test: OnPaper, sent: Sent, actor: Any, now: datetime) -> None:
        self.cohort, self.test, self.sent, self.actor, self.now = cohort, test, sent, actor, now

    def write(self, fresh: Sequence[Change], changed: Sequence[Change], checked: Sequence[PaperLine]) -> None:
        """All of them, in one go."""
        attempts = self._attempts(fresh)
        rows, told = [], []
        for change, attempt in zip(fresh, attempts, strict=True):
            points = _points(change)
            rows += [_row(attempt.id, question, said, 1, 1, self.now) for question, said in _said(change) if said]
            told.append(self._told(attempt.id, attempt.enrolment_id, change.quiz, points, f"attempt {attempt.id}"))
            facts = {"enrolment": attempt.enrolment_id, "quiz": change.quiz.id, "number": attempt.number}
            facts |= {"taken_on": self.sent.day, "points": told[-1].facts["points"]}
            remember(Did.KEYED_TEST, actor=self.actor, now=self.now, about=attempt, **facts)
        revisions = _revisions([change.line.stands.attempt_id for change in changed if change.line.stands])
        for change in changed:
            stands = change.line.stands
            assert stands is not None  # noqa: S101 only what stands is corrected
            rows += self._corrected(change, stands, revisions)
            told.append(self._correct(change, stands))
        for line in checked:
            self._check(line)
        if rows:
            db.session.flush()
            db.session.execute(insert(Answer), rows)
        written = list(zip(fresh, (one.id for one in attempts), strict=True))
        written += [(change, change.line.stands.attempt_id) for change in changed if change.line.stands]
        self._mark(written)
        tell_all(told, self.now)

    def _attempts(self, fresh: Sequence[Change]) -> list[Attempt]:
        """A finished attempt for each line that is new, with its form given where another one was planned."""
        moment = queries.moment_of(self.sent.day, self.now)
        attempts = [
            Attempt(
                enrolment_id=change.line.enrolment_id,
                quiz_key=change.quiz.id,
                version_id=change.quiz.version_id,
                course_version_id=self.cohort.course_version_id,
                number=1 + sum(one.quiz_key == self.test.quiz_key for one in change.line.tried),
                seed=rules.seed_on_paper(change.quiz.id, change.form),
                began_at=moment,
                submitted_at=moment,
                form=change.form if self.test.other_half else None,
                paper_on=self.sent.day,
            )
            for change in fresh
        ]
        for change in fresh:
            self._give_form(change)
        if attempts:
            self._hold()
        db.session.add_all(attempts)
        db.session.flush()
        self._keep([(attempt.id, 1, "keyed", {}) for attempt in attempts])
        return attempts

    def _give_form(self, change: Change) -> None:
        if self.test.has_forms and change.form != change.line.form:
            first = rules.other_form(change.form) if self.test.is_second_half else change.form
            number = change.line.form_number + 1
            row = {"enrolment_id": change.line.enrolment_id, "test_key": self.test.test_key, "first": first}
            db.session.add(FormGiven(**row, number=number, given_at=self.now))

    def _hold(self) -> None:
        """A test that is taken on paper counts as held: as opened and closed, unless it was opened on the platform."""
        if self.test.other_half and self.test.quiz_key not in last_openings(self.cohort.id):
            row = {"cohort_id": self.cohort.id, "quiz_key": self.test.quiz_key, "number": 1, "is_open": False}
            db.session.add(Opening(**row, at=self.now, by_id=self.actor.id))

    def _corrected(self, change: Change, stands: Stands, revisions: Mapping[tuple[int, str], int]) -> list[Any]:
        """The answers that are added; what was answered in another form is taken back."""
        before = dict(zip((question.id for question in stands.quiz.questions), stands.typed, strict=True))
        after = dict(zip((question.id for question in change.quiz.questions), change.reading.typed, strict=True))
        said = {question.id: keyed for question, keyed in _said(change)}
        asked = {question.id: question for question in (*stands.quiz.questions, *change.quiz.questions)}
        number, rows = stands.number + 1, []
        for question in asked.values():
            if before.get(question.id, keying.BLANK) == after.get(question.id, keying.BLANK):
                continue
            if _is_only_marked(stands, question, said.get(question.id)):
                continue
            revision = revisions.get((stands.attempt_id, question.id), 0) + 1
            rows.append(_row(stands.attempt_id, question, said.get(question.id), revision, number, self.now))
        return rows

    def _correct(self, change: Change, stands: Stands) -> Told:
        attempt = db.session.get_one(Attempt, stands.attempt_id, with_for_update={"of": Attempt})
        changes = _changes(change, stands)
        if change.form != stands.form:
            attempt.form = change.form if self.test.other_half else None
            attempt.seed = rules.seed_on_paper(change.quiz.id, change.form)
            self._give_form(change)
        kind = "settled" if self.sent.is_second else "corrected"
        keyed = self._keep([(attempt.id, stands.number + 1, kind, changes)], self.sent.reason)[0]
        source = f"keying {keyed.id} of attempt {attempt.id}"
        told = self._told(attempt.id, attempt.enrolment_id, change.quiz, _points(change), source)
        facts = {"enrolment": attempt.enrolment_id, "quiz": change.quiz.id, "number": attempt.number}
        facts |= {"changed": len(changes), "points": told.facts["points"], "reason": self.sent.reason}
        remember(Did.CORRECTED_KEYING, actor=self.actor, now=self.now, about=attempt, **facts)
        return told

    def _check(self, line: PaperLine) -> None:
        stands = line.stands
        assert stands is not None  # noqa: S101 only what stands is checked
        self._keep([(stands.attempt_id, stands.number + 1, "checked", {})])
        facts = {"enrolment": line.enrolment_id, "quiz": stands.quiz.id, "number": stands.attempt_number}
        attempt = db.session.get_one(Attempt, stands.attempt_id)
        remember(Did.CHECKED_KEYING, actor=self.actor, now=self.now, about=attempt, **facts)

    def _keep(self, steps: Iterable[tuple[int, int, str, Mapping[str, Any]]], reason: str = "") -> list[Keying]:
        kept = [
            Keying(
                attempt_id=attempt_id,
                number=number,
                kind=kind,
                changes=dict(changes),
                reason=reason,
                keyed_at=self.now,
                keyed_by_id=self.actor.id,
            )
            for attempt_id, number, kind, changes in steps
        ]
        db.session.add_all(kept)
        db.session.flush()
        return kept

    def _told(self, attempt_id: int, enrolment_id: int, quiz: Quiz, points: Any, source: str) -> Told:
        stands = rules.tally(quiz, points)
        facts = {
            "points": stands.right,
            "of": stands.of,
            "is_passed": stands.is_passed,
            "waits": stands.may_still_pass,
        }
        return Told(enrolment_id, "quiz", quiz.id, source, facts)

    def _mark(self, written: Sequence[tuple[Change, int]]) -> None:
        """What whoever read the sheets found in open answers."""
        wanted = [
            (attempt_id, question, said)
            for change, attempt_id in written
            for question, said in _said(change)
            if said is not None and said.criteria is not None
        ]
        if not wanted:
            return
        newest = _newest_answers([attempt_id for attempt_id, _question, _said_ in wanted])
        for attempt_id, question, said in wanted:
            answer_id, number, criteria = newest[(attempt_id, question.id)]
            marked = rules.as_marked(question, said.criteria or {})
            if criteria == marked:
                continue
            points = rules.points_of_marking(question, marked)
            marking = Marking(
                answer_id=answer_id,
                number=number + 1,
                criteria=marked,
                points=points,
                remark="",
                marked_at=self.now,
                marked_by_id=self.actor.id,
            )
            db.session.add(marking)
        db.session.flush()


def _said(change: Change) -> list[tuple[Question, Keyed | None]]:
    return list(zip(change.quiz.questions, change.reading.said, strict=True))


def _points(change: Change) -> dict[str, float | None]:
    return {
        question.id: _points_of(question, said, change.line.stands)
        for question, said in _said(change)
        if said is not None
    }


def _points_of(question: Question, said: Keyed, stands: Stands | None) -> float | None:
    if said.criteria is not None:
        return rules.points_of_marking(question, rules.as_marked(question, said.criteria))
    given = stands.given.get(question.id) if stands else None
    if given is not None and keying.as_keyed(given) == said:
        return given.points  # as it counts now, marked again by a corrected key perhaps
    return type_of(question).mark(question, said.response)


def _row(
    attempt_id: int, question: Question, said: Keyed | None, revision: int, keying_number: int, now: datetime
) -> dict[str, Any]:
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


def _is_only_marked(stands: Stands, question: Question, said: Keyed | None) -> bool:
    """Whether the sheet stays as it is and only what it shows is read otherwise: that is a marking."""
    given = stands.given.get(question.id)
    return said is not None and said.criteria is not None and given is not None and given.response == said.response


def _changes(change: Change, stands: Stands) -> dict[str, Any]:
    if change.form != stands.form:
        return {"form": [stands.form, change.form], "typed": [list(stands.typed), list(change.reading.typed)]}
    pairs = zip(change.quiz.questions, stands.typed, change.reading.typed, strict=True)
    return {question.id: [was, now] for question, was, now in pairs if was != now}


def _revisions(attempt_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """Attempt and question → the highest revision there is."""
    if not attempt_ids:
        return {}
    found = db.session.execute(
        select(Answer.attempt_id, Answer.question_key, func.max(Answer.revision))
        .where(Answer.attempt_id.in_(attempt_ids))
        .group_by(Answer.attempt_id, Answer.question_key)
    )
    return {(attempt_id, question): revision for attempt_id, question, revision in found}


def _newest_answers(attempt_ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, int, Any]]:
    """Attempt and question → its newest answer, how often it was marked, and what was found in it last."""
    found = {}
    for row in db.session.execute(
        select(Answer.attempt_id, Answer.question_key, Answer.id, Marking.number, Marking.criteria)
        .outerjoin(Marking, Marking.answer_id == Answer.id)
        .where(Answer.attempt_id.in_(attempt_ids))
        .order_by(Answer.revision, Answer.id, Marking.number)
    ):
        found[row.attempt_id, row.question_key] = (row.id, row.number or 0, row.criteria)
    return found
