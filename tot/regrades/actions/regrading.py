"""Marks answers again by another key, exactly as the preview said, and tells progress how attempts stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, insert, select

from tot import jobs
from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.models import Thing
from tot.db import db
from tot.progress.actions import Told, tell_all
from tot.quizzes.models import Answer, Attempt, Marking, Regrade
from tot.quizzes.standing import LEFT
from tot.refusals import Refused
from tot.regrades import queries
from tot.regrades.queries import Wanted
from tot.regrades.rules import Effect, Preview


def regrade(wanted: Wanted, reason: str, state: str, actor: Person, now: datetime, *, request_key: str) -> Regrade:
    """Adds a marking to every answer that changes; `state` is that of the preview that was read.

    The same `request_key` twice does it once. Where nobody gains and some would lose, it puts on record, once, that it
    is left as it is. Raises Refused when anything changed since, and when nothing would.
    """
    db.session.execute(select(Thing.key).where(Thing.key == wanted.question_key).with_for_update())
    if known := queries.regrade_of_request(request_key):
        return known
    if wanted.undoes_id is not None and (done := queries.undoing_of(wanted.undoes_id)):
        raise Refused(_l("This regrade was undone already, by regrade %(number)s.", number=done))
    _hold(wanted)
    stands = queries.preview(wanted)
    if stands.state != state:
        raise Refused(
            _l("Something changed since you saw this: an answer, a marking or a version. Read it again, then confirm.")
        )
    if not stands.effects and not (stands.may_be_left and not _is_decided(wanted)):
        raise Refused(_l("No answer would change, so there is nothing to do."))
    made = _add(wanted, stands, reason, actor, now, request_key)
    if not stands.effects:  # left as it is: on record, and nobody's points change, so nobody is told
        return made
    _mark(made, stands.effects, now)
    tell_all(_told(made, stands.effects), now)
    jobs.request("tell of a regrade", f"regrade {made.id}", actor=actor, now=now, regrade=made.id)
    return made


def _is_decided(wanted: Wanted) -> bool:
    return queries.is_decided(wanted.question_key, wanted.to_version_id, wanted.place_path)


def _hold(wanted: Wanted) -> None:
    """Whoever marks or finishes one of these attempts waits until this is written, and the reverse."""
    asked = exists().where(Answer.attempt_id == Attempt.id, Answer.question_key == wanted.question_key)
    db.session.execute(
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(beneath(Cohort.place_path, wanted.place_path), Attempt.submitted_at.is_not(None), asked)
        .order_by(Attempt.id)
        .with_for_update(of=Attempt)
    )


def _add(wanted: Wanted, stands: Preview, reason: str, actor: Person, now: datetime, request_key: str) -> Regrade:
    mode = wanted.mode if stands.effects else LEFT
    made = Regrade(
        question_key=wanted.question_key,
        to_version_id=wanted.to_version_id,
        from_version_ids=list(stands.versions),
        place_path=wanted.place_path,
        mode=mode,
        reason=reason,
        counts={**stands.counts, "cohorts": _by_cohort(stands.effects)},
        undoes_id=wanted.undoes_id,
        made_at=now,
        made_by_id=actor.id,
        request_key=request_key,
    )
    db.session.add(made)
    db.session.flush()
    remember(
        Did.REGRADED,
        actor=actor,
        now=now,
        about=made,
        question=wanted.question_key,
        place=wanted.place_path,
        mode=mode,
        to_version=wanted.to_version_id,
        undoes=wanted.undoes_id,
        raised=stands.raised,
        lowered=stands.lowered,
        passed=len(stands.passed),
        failed=len(stands.failed),
    )
    return made


def _by_cohort(effects: Iterable[Effect]) -> dict[str, list[int]]:
    """Cohort → raised, lowered, passed, no longer passed: what its trainer is told."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for effect in effects:
        counts = found[str(effect.change.cohort_id)]
        counts[0 if effect.change.is_raised else 1] += 1
        counts[2] += effect.passing > 0
        counts[3] += effect.passing < 0
    return dict(found)


def _mark(made: Regrade, effects: Iterable[Effect], now: datetime) -> None:
    rows: list[dict[str, Any]] = [
        {
            "answer_id": effect.change.answer_id,
            "number": effect.change.number,
            "criteria": {},
            "points": effect.change.after,
            "remark": "",
            "marked_at": now,
            "marked_by_id": made.made_by_id,
            "regrade_id": made.id,
        }
        for effect in effects
    ]
    db.session.execute(insert(Marking), rows)


def _told(made: Regrade, effects: Iterable[Effect]) -> list[Told]:
    said = "regrade" if made.undoes_id is None else "undoing"
    return [
        Told(
            effect.change.enrolment_id,
            "quiz",
            effect.change.quiz_key,
            f"{said} {made.id} of attempt {effect.change.attempt_id}",
            {
                "points": effect.after.right,
                "of": effect.after.of,
                "is_passed": effect.after.is_passed,
                "waits": effect.after.may_still_pass,
            },
        )
        for effect in effects
    ]
