"""Writes what was judged good: lines that are new, that are corrected, and that somebody has checked."""

from collections.abc import Sequence

from sqlalchemy import insert

from tot.audit import Did, remember
from tot.db import db
from tot.progress.actions import tell_all
from tot.quizzes.actions.typed.corrections import correct, revisions_of, rows_corrected
from tot.quizzes.actions.typed.fresh import answers_of, attempts_of
from tot.quizzes.actions.typed.lines import Change, Desk
from tot.quizzes.actions.typed.readings import mark_open
from tot.quizzes.actions.typed.steps import keep
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.queries import PaperLine


def write(desk: Desk, fresh: Sequence[Change], changed: Sequence[Change], checked: Sequence[PaperLine]) -> None:
    """All of them, in one go."""
    attempts = attempts_of(desk, fresh)
    rows, tells = [], []
    for change, attempt in zip(fresh, attempts, strict=True):
        answers, told = answers_of(desk, change, attempt)
        rows += answers
        tells.append(told)
    revisions = revisions_of([change.stands.attempt_id for change in changed])
    for change in changed:
        rows += rows_corrected(desk, change, revisions)
        tells.append(correct(desk, change))
    for line in checked:
        _check(desk, line)
    if rows:
        db.session.flush()
        db.session.execute(insert(Answer), rows)
    written = list(zip(fresh, (one.id for one in attempts), strict=True))
    mark_open(desk, written + [(change, change.stands.attempt_id) for change in changed])
    tell_all(tells, desk.now)


def _check(desk: Desk, line: PaperLine) -> None:
    stands = line.stands
    assert stands is not None  # noqa: S101 only what stands is checked
    keep(desk, [(stands.attempt_id, stands.number + 1, "checked", {})])
    facts = {"enrolment": line.enrolment_id, "quiz": stands.quiz.id, "number": stands.attempt_number}
    attempt = db.session.get_one(Attempt, stands.attempt_id)
    remember(Did.CHECKED_KEYING, actor=desk.actor, now=desk.now, about=attempt, **facts)
