"""Who marks a test beside its trainer is chosen, and dismissed."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from tot.accounts.models import Person
from tot.audit import Did, remember
from tot.clock import local_day
from tot.cohorts.actions import lock_cohort
from tot.cohorts.models import Cohort
from tot.courses.queries import book
from tot.db import db
from tot.quizzes import queries, rules
from tot.quizzes.actions.letters import tell_marker
from tot.quizzes.actions.marking import add_marking
from tot.quizzes.models import Answer, Marker
from tot.quizzes.settling import Part
from tot.refusals import Refused


def choose_marker(cohort: Cohort, quiz_key: str, part: Part, person_id: int, actor: Person, now: datetime) -> Marker:
    """Asks somebody to mark a cohort's test as second or third, in the place of whoever was asked before.

    What that one has marked already stays. Asking the same person again changes nothing. Raises Refused for somebody
    who is not independent, and for a third while one marker is enough.
    """
    lock_cohort(cohort.id)  # two who choose at once would each find that the part is free
    current = queries.asked_marker(cohort, quiz_key, part)
    if current is not None and current.person_id == person_id:
        return current
    if not queries.may_mark(person_id, cohort, quiz_key, part, local_day(now)):
        raise Refused(
            _l("This person cannot mark here. Choose a trainer of this course who is not in the cohort."), "person"
        )
    if part == "third" and not queries.is_for_two(cohort, quiz_key):
        raise Refused(_l("Choose the second marker first: a third is needed only where two differ."))
    if current is not None:
        _dismiss(current, actor, now)
    marker = Marker(
        cohort=cohort,
        quiz_key=quiz_key,
        part=part,
        person=db.session.get_one(Person, person_id),
        assigned_at=now,
        assigned_by_id=actor.id,
    )
    db.session.add(marker)
    db.session.flush()
    _remember_marker(Did.CHOSE_MARKER, marker, actor, now)
    if part == "second" or _waits_for_third(cohort, quiz_key):
        tell_marker(marker, now)
    return marker


def go_on_alone(cohort: Cohort, quiz_key: str, actor: Person, now: datetime) -> int:
    """Ends the marking by two that a trainer asked for: what she gave counts. Returns how many answers that settles.

    Raises Refused where the author wants two, and where the second has read something that is not settled.
    """
    lock_cohort(cohort.id)
    found = rules.quiz_in(book(cohort.course_version_id), quiz_key)
    if found is not None and found.quiz.markers == 2:
        raise Refused(_l("This test is always marked by two; so its author decided."))
    waiting = queries.unsettled(cohort, quiz_key)
    if any(stands.second or stands.third for stands in waiting.values()):
        raise Refused(_l("The second marker has read answers that wait for you. Mark them first."))
    for part in ("second", "third"):
        current = queries.asked_marker(cohort, quiz_key, part)
        if current is not None:
            _dismiss(current, actor, now)
    given = [(answer_id, stands.first) for answer_id, stands in waiting.items() if stands.first]
    for answer_id, first in given:
        answer = db.session.get_one(Answer, answer_id)
        add_marking(answer, first.criteria, first.remark, marked_by_id=first.person_id, now=now)
    return len(given)


def _waits_for_third(cohort: Cohort, quiz_key: str) -> bool:
    return any(stands.is_read_by_both for stands in queries.unsettled(cohort, quiz_key).values())


def _dismiss(marker: Marker, actor: Person, now: datetime) -> None:
    marker.ended_at = now
    db.session.flush()
    _remember_marker(Did.DISMISSED_MARKER, marker, actor, now)


def _remember_marker(did: Did, marker: Marker, actor: Person, now: datetime) -> None:
    facts = {"cohort": marker.cohort_id, "quiz": marker.quiz_key, "part": marker.part, "person": marker.person_id}
    remember(did, actor=actor, now=now, about=marker, **facts)
