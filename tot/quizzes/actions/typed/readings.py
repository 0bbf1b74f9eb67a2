"""What whoever read the sheets found in open answers becomes markings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tot.db import db
from tot.quizzes import rules
from tot.quizzes.actions.typed.lines import Change, Desk
from tot.quizzes.models import Answer, Marking


def mark_open(desk: Desk, written: Sequence[tuple[Change, int]]) -> None:
    """Of each change and its attempt: marks what was typed of open answers, unless that is how they are marked."""
    wanted = [
        (attempt_id, question, said)
        for change, attempt_id in written
        for question, said in change.said
        if said is not None and said.criteria is not None
    ]
    if not wanted:
        return
    newest = _newest_answers([attempt_id for attempt_id, _question, _said in wanted])
    for attempt_id, question, said in wanted:
        answer_id, number, criteria = newest[(attempt_id, question.id)]
        marked = rules.as_marked(question, said.criteria or {})
        if criteria == marked:
            continue
        marking = Marking(
            answer_id=answer_id,
            number=number + 1,
            criteria=marked,
            points=rules.points_of_marking(question, marked),
            remark="",
            marked_at=desk.now,
            marked_by_id=desk.actor.id,
        )
        db.session.add(marking)
    db.session.flush()


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
