"""Lines that are typed in for the first time: each is an attempt that is finished."""

from collections.abc import Mapping, Sequence
from typing import Any

from tot.audit import Did, remember
from tot.db import db
from tot.progress.actions import Told
from tot.progress.models import Opening
from tot.progress.queries import last_openings
from tot.quizzes import queries, rules
from tot.quizzes.actions.typed.lines import Change, Desk, answer_row
from tot.quizzes.actions.typed.steps import keep, told
from tot.quizzes.models import Attempt, FormGiven

Rows = list[Mapping[str, Any]]


def attempts_of(desk: Desk, fresh: Sequence[Change]) -> list[Attempt]:
    """A finished attempt for each line that is new, with its form given where another one was planned."""
    moment = queries.moment_of(desk.sent.day, desk.now)
    attempts = [
        Attempt(
            enrolment_id=change.line.enrolment_id,
            quiz_key=change.quiz.id,
            version_id=change.quiz.version_id,
            course_version_id=desk.cohort.course_version_id,
            number=1 + sum(one.quiz_key == desk.test.quiz_key for one in change.line.tried),
            seed=rules.seed_on_paper(change.quiz.id, change.form),
            began_at=moment,
            submitted_at=moment,
            form=change.form if desk.test.other_half else None,
            paper_on=desk.sent.day,
        )
        for change in fresh
    ]
    for change in fresh:
        give_form(desk, change)
    if attempts:
        _hold(desk)
    db.session.add_all(attempts)
    db.session.flush()
    keep(desk, [(attempt.id, 1, "keyed", {}) for attempt in attempts])
    return attempts


def answers_of(desk: Desk, change: Change, attempt: Attempt) -> tuple[Rows, Told]:
    """The answers of a new line, and what progress is told."""
    rows = [answer_row(attempt.id, question, said, 1, 1, desk.now) for question, said in change.said if said]
    tells = told(attempt.enrolment_id, change.quiz, change.points, f"attempt {attempt.id}")
    facts = {"enrolment": attempt.enrolment_id, "quiz": change.quiz.id, "number": attempt.number}
    facts |= {"taken_on": desk.sent.day, "points": tells.facts["points"]}
    remember(Did.KEYED_TEST, actor=desk.actor, now=desk.now, about=attempt, **facts)
    return rows, tells


def give_form(desk: Desk, change: Change) -> None:
    """The form that was on the sheet is hers from now on, whatever was planned."""
    if desk.test.has_forms and change.form != change.line.form:
        first = rules.other_form(change.form) if desk.test.is_second_half else change.form
        number = change.line.form_number + 1
        row = {"enrolment_id": change.line.enrolment_id, "test_key": desk.test.test_key, "first": first}
        db.session.add(FormGiven(**row, number=number, given_at=desk.now))


def _hold(desk: Desk) -> None:
    """A test that is taken on paper counts as held: as opened and closed, unless it was opened on the platform."""
    if desk.test.other_half and desk.test.quiz_key not in last_openings(desk.cohort.id):
        row = {"cohort_id": desk.cohort.id, "quiz_key": desk.test.quiz_key, "number": 1, "is_open": False}
        db.session.add(Opening(**row, at=desk.now, by_id=desk.actor.id))
