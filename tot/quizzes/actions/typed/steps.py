"""What happened to a line stays on record, and progress is told how its attempt stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from tot.courses.rules import Quiz
from tot.db import db
from tot.progress.actions import Told
from tot.quizzes import rules
from tot.quizzes.actions.typed.lines import Desk
from tot.quizzes.models import Keying

Step = tuple[int, int, str, Mapping[str, Any]]
"""Of an attempt: its id, the number of the keying, its kind, and what changed."""


def keep(desk: Desk, steps: Iterable[Step]) -> list[Keying]:
    """Adds the steps, with their numbers. A reason belongs to what was corrected."""
    kept = [
        Keying(
            attempt_id=attempt_id,
            number=number,
            kind=kind,
            changes=dict(changes),
            reason=desk.sent.reason if changes else "",
            keyed_at=desk.now,
            keyed_by_id=desk.actor.id,
        )
        for attempt_id, number, kind, changes in steps
    ]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def told(enrolment_id: int, quiz: Quiz, points: Mapping[str, float | None], source: str) -> Told:
    """What progress is told of an attempt with these points; `source` names the row that made it so."""
    stands = rules.tally(quiz, points)
    facts = {
        "points": stands.right,
        "of": stands.of,
        "is_passed": stands.is_passed,
        "waits": stands.may_still_pass,
    }
    return Told(enrolment_id, "quiz", quiz.id, source, facts)
