"""The day on which a test was taken on paper was typed wrongly: it is corrected, on record like a wrong answer."""

from collections.abc import Sequence

from tot.audit import Did, remember
from tot.db import db
from tot.quizzes import queries
from tot.quizzes.actions.typed.lines import Desk
from tot.quizzes.actions.typed.steps import keep
from tot.quizzes.keying import DATED
from tot.quizzes.models import Attempt
from tot.quizzes.queries import PaperLine


def correct_day(desk: Desk, lines: Sequence[PaperLine]) -> int:
    """Of these lines, those that were saved with another day; returns how many. What was checked stays checked."""
    moment, count = queries.moment_of(desk.sent.day, desk.now), 0
    for line in lines:
        stands = line.stands
        if stands is None or stands.day == desk.sent.day:
            continue
        attempt = db.session.get_one(Attempt, stands.attempt_id, with_for_update={"of": Attempt})
        attempt.paper_on, attempt.began_at, attempt.submitted_at = desk.sent.day, moment, moment
        changes = {"day": [stands.day.isoformat(), desk.sent.day.isoformat()]}
        keep(desk, [(attempt.id, stands.number + 1, DATED, changes)])
        facts = {"enrolment": line.enrolment_id, "quiz": attempt.quiz_key, "number": attempt.number}
        facts |= {"before": stands.day, "taken_on": desk.sent.day, "reason": desk.sent.reason}
        remember(Did.CORRECTED_DAY, actor=desk.actor, now=desk.now, about=attempt, **facts)
        count += 1
    return count
