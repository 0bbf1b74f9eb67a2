"""Lines that were saved and say something else now: answers are added, none is edited, and the reason stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from tot.audit import Did, remember
from tot.courses.rules import Question
from tot.db import db
from tot.progress.actions import Told
from tot.quizzes import keying, rules
from tot.quizzes.actions.typed.fresh import Rows, give_form
from tot.quizzes.actions.typed.lines import Change, Desk, answer_row
from tot.quizzes.actions.typed.steps import keep, told
from tot.quizzes.keying import Stands
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.types import Keyed

Revisions = Mapping[tuple[int, str], int]


def revisions_of(attempt_ids: Sequence[int]) -> Revisions:
    """Attempt and question → the highest revision there is."""
    if not attempt_ids:
        return {}
    found = db.session.execute(
        select(Answer.attempt_id, Answer.question_key, func.max(Answer.revision))
        .where(Answer.attempt_id.in_(attempt_ids))
        .group_by(Answer.attempt_id, Answer.question_key)
    )
    return {(attempt_id, question): revision for attempt_id, question, revision in found}


def rows_corrected(desk: Desk, change: Change, revisions: Revisions) -> Rows:
    """The answers that are added; what was answered in another form is taken back."""
    stands = change.stands
    before = dict(zip((question.id for question in stands.quiz.questions), stands.typed, strict=True))
    after = dict(zip((question.id for question in change.quiz.questions), change.reading.typed, strict=True))
    said = {question.id: keyed for question, keyed in change.said}
    asked = {question.id: question for question in (*stands.quiz.questions, *change.quiz.questions)}
    number, rows = stands.number + 1, []
    for question in asked.values():
        if before.get(question.id, keying.BLANK) == after.get(question.id, keying.BLANK):
            continue
        if _is_only_marked(stands, question, said.get(question.id)):
            continue
        revision = revisions.get((stands.attempt_id, question.id), 0) + 1
        rows.append(answer_row(stands.attempt_id, question, said.get(question.id), revision, number, desk.now))
    return rows


def correct(desk: Desk, change: Change) -> Told:
    """Puts the correction on record, with its form where that was another; what progress is told."""
    stands = change.stands
    attempt = db.session.get_one(Attempt, stands.attempt_id, with_for_update={"of": Attempt})
    changes = _changes(change, stands)
    if change.form != stands.form:
        attempt.form = change.form if desk.test.other_half else None
        attempt.seed = rules.seed_on_paper(change.quiz.id, change.form)
        give_form(desk, change)
    kind = "settled" if desk.sent.is_second else "corrected"
    keyed = keep(desk, [(attempt.id, stands.number + 1, kind, changes)])[0]
    tells = told(attempt.enrolment_id, change.quiz, change.points, f"keying {keyed.id} of attempt {attempt.id}")
    facts = {"enrolment": attempt.enrolment_id, "quiz": change.quiz.id, "number": attempt.number}
    facts |= {"changed": len(changes), "points": tells.facts["points"], "reason": desk.sent.reason}
    remember(Did.CORRECTED_KEYING, actor=desk.actor, now=desk.now, about=attempt, **facts)
    return tells


def _is_only_marked(stands: Stands, question: Question, said: Keyed | None) -> bool:
    """Whether the sheet stays as it is and only what it shows is read otherwise: that is a marking."""
    given = stands.given.get(question.id)
    return said is not None and said.criteria is not None and given is not None and given.response == said.response


def _changes(change: Change, stands: Stands) -> dict[str, Any]:
    if change.form != stands.form:
        return {"form": [stands.form, change.form], "typed": [list(stands.typed), list(change.reading.typed)]}
    pairs = zip(change.quiz.questions, stands.typed, change.reading.typed, strict=True)
    return {question.id: [was, now] for question, was, now in pairs if was != now}
