"""How open answers are marked in the demo world: by the trainer alone, or by two and, where they differ, a third."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tot.accounts.models import Person
from tot.cohorts.models import Cohort, Enrolment
from tot.courses.queries import question_version
from tot.db import db
from tot.installation.demo_words import points_of
from tot.quizzes import actions as quizzes
from tot.quizzes.models import Answer, Attempt
from tot.quizzes.queries import turn
from tot.quizzes.settling import Part

DECIDED = "U yolgʻiz emasligini aytgan: bola buni tasalli deb tushunadi."


def mark_alone(cohort: Cohort, module_keys: Sequence[str], now: datetime) -> None:
    """Her trainer reads what waits in the checks of these modules; the others still wait for her."""
    for answer in _waiting(cohort, module_keys):
        said = points_of(question_version(answer.version_id), answer.response)
        quizzes.mark(answer, said, "", number=1, actor=cohort.led_by, now=now)


def mark_by_two(cohort: Cohort, module_key: str, second: Person, third: Person, now: datetime) -> None:
    """Trainer and second marker read without knowing of each other; a third decides where they differ, once.

    The second is generous where it is doubtful, and at the first answer in any case. What came last still waits: for
    the second, and for both.
    """
    quiz_key = f"{module_key}-check"
    beside: dict[Part, Person] = {"second": second, "third": third}
    for part, person in beside.items():
        quizzes.choose_marker(cohort, quiz_key, part, person.id, cohort.led_by, now)
    answers = _waiting(cohort, [module_key])
    is_decided = False
    for place, answer in enumerate(answers):
        question, left = question_version(answer.version_id), len(answers) - place
        careful = points_of(question, answer.response)
        generous = points_of(question, answer.response, is_generous=True)
        if place == 0:
            generous = dict.fromkeys(careful, 1)
        if left > 1:
            _rate(answer, "first", careful, cohort.led_by, now)
        if left > 2:
            _rate(answer, "second", generous, second, now)
            if careful != generous and not is_decided:
                _rate(answer, "third", generous, third, now, DECIDED)
                is_decided = True


def _rate(answer: Answer, part: Part, said: dict[str, int], actor: Person, now: datetime, reason: str = "") -> None:
    found = turn(answer.id, part)
    assert found is not None  # noqa: S101 the markers were chosen a moment ago
    quizzes.rate(found, said, "", reason=reason, number=1, actor=actor, now=now)


def _waiting(cohort: Cohort, module_keys: Sequence[str]) -> list[Answer]:
    keys = [f"{key}-check" for key in module_keys]
    found = (
        select(Answer)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, Attempt.quiz_key.in_(keys), Answer.points.is_(None))
        .order_by(Answer.id)
    )
    return list(db.session.scalars(found))
