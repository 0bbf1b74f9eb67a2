"""An answer is saved as it is given: nearly always by one statement that decides by itself whether it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import cast as as_type

from flask_babel import lazy_gettext as _l
from sqlalchemy import Float, Table, bindparam, cast, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from tot.cohorts.models import Enrolment
from tot.courses.rules import Question, Quiz
from tot.db import at_once, db, rows, transaction
from tot.quizzes import rules
from tot.quizzes.actions.taking import ENDED
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.queries import Sitting
from tot.quizzes.types import Response, type_of
from tot.refusals import Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an answer that was sent."""

    is_kept: bool  # false: another answer already stood there, and stands
    revision: int


def answer(
    sitting: Sitting,
    quiz: Quiz,
    question: Question,
    response: Response,
    *,
    client_key: str,
    revision: int,
    now: datetime,
) -> Saved:
    """Saves an answer as the given revision, once per client key.

    The same key again is the same answer. A page that did not know of the newest answer (its revision is taken) changes
    nothing. Raises Refused after the attempt was finished.

    Nearly every answer is added by one statement that is a transaction of its own; only where something speaks against
    it does this look closer, in `transaction()`. Never call it inside one.
    """
    row = {
        "attempt_id": sitting.id,
        "question_key": question.id,
        "version_id": question.version_id,
        "revision": revision,
        "client_key": client_key,
        "response": response,
        "points": type_of(question).mark(question, response),
        "answered_at": now,
    }
    may_change = rules.way_of(quiz).may_change
    if revision == 1 or may_change:
        add = _ADD_AT_ONCE[db.session.get_bind().dialect.name]
        if at_once(add, {**row, "not_over_at": now - rules.GRACE, "stands": revision - 1}):
            return Saved(is_kept=True, revision=revision)
    with transaction():
        return _looked_at(row, now, may_change=may_change)


def _looked_at(row: dict[str, Any], now: datetime, *, may_change: bool) -> Saved:
    """Looks at what stands there, while nobody else can change it, and decides."""
    submitted_at, ends_at, ended_at = rows(_LOCK, attempt_id=row["attempt_id"]).one()
    known = rows(_KNOWN, **{name: row[name] for name in ("attempt_id", "question_key", "client_key")}).all()
    for key, number, sent_as in known:
        if sent_as == row["client_key"]:
            return Saved(is_kept=key == row["question_key"], revision=number)
    if rules.is_over(ends_at, now):
        raise Refused(_l("The time was over, so this answer was not added. What was saved before counts."))
    if submitted_at is not None:
        raise Refused(_l("This attempt is finished, so your answer was not added."))
    if ended_at is not None:
        raise Refused(ENDED)
    stands = max((number for _key, number, _sent_as in known), default=0)
    if row["revision"] != stands + 1 or (stands and not may_change):
        return Saved(is_kept=False, revision=stands)
    db.session.connection().execute(insert(_ANSWERS), row)
    return Saved(is_kept=True, revision=stands + 1)


# Made once: to put a statement together takes longer than to run one of these. Answering and finishing wait for each
# other at the row of the attempt, so each decides on what is true.
_LOCK = (
    select(Attempt.submitted_at, Attempt.ends_at, Enrolment.ended_at)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt_id"))
    .with_for_update(of=Attempt)
)
_KNOWN = select(Answer.question_key, Answer.revision, Answer.client_key).where(
    Answer.attempt_id == bindparam("attempt_id"),
    or_(Answer.question_key == bindparam("question_key"), Answer.client_key == bindparam("client_key")),
)
_ANSWERS = as_type(Table, Answer.__table__)
_SAID = [bindparam(column.key, type_=column.type) for column in _ANSWERS.c if column.key != "id"]
_SO_FAR = select(func.coalesce(func.max(Answer.revision), 0)).where(
    Answer.attempt_id == bindparam("attempt_id"), Answer.question_key == bindparam("question_key")
)
_UNLESS = (
    # Points may be none, and of nothing PostgreSQL cannot guess the type.
    select(*(cast(said, Float) if said.key == "points" else said for said in _SAID))
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.submitted_at.is_(None),
        or_(Attempt.ends_at.is_(None), Attempt.ends_at >= bindparam("not_over_at")),
        Enrolment.ended_at.is_(None),
        _SO_FAR.scalar_subquery() == bindparam("stands"),
    )
    .with_for_update(of=Attempt)
)
# A retry meets its own key. On PostgreSQL another page may also have answered since this statement began.
_ADD_AT_ONCE = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(_ANSWERS)
    .from_select([said.key for said in _SAID], _UNLESS)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
    for dialect in (postgresql, sqlite)
}
