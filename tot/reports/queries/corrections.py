"""Questions of a test whose key was corrected after people answered: how their answers stand to it now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, select

from tot.courses.models import Version
from tot.courses.queries import current_course, thing
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes.corrections import corrected_in, is_same_key, obstacle, points_by
from tot.quizzes.queries import Counted, Past, answers_to, regrades_of


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected question of the test, its number, and the answers that were marked by an earlier key."""

    number: int
    newer: Question
    corrected_at: datetime
    answers: int
    otherwise: int  # that have other points than the corrected key would give them
    past: tuple[Past, ...]


def corrections(course_key: str, questions: Iterable[Question], where: ColumnElement[bool]) -> list[Correction]:
    """One query where no key was corrected, four where some were."""
    now = current_course(course_key)
    newer = {
        question.id: (number, found)
        for number, question in enumerate(questions, 1)
        if (found := corrected_in(now, question)) is not None
    }
    if not newer:
        return []
    given, otherwise = Counter[str](), Counter[str]()
    for answer in answers_to(newer, where):
        after = newer[answer.question_key][1]
        before = cast(Question, thing(answer.version_id, "question"))
        if not is_same_key(before, after):
            given[answer.question_key] += 1
            otherwise[answer.question_key] += _is_otherwise(before, after, answer)
    past, moments = regrades_of(newer), _moments(found.version_id or 0 for _number, found in newer.values())
    return [
        Correction(
            number=number,
            newer=found,
            corrected_at=moments[found.version_id or 0],
            answers=given[key],
            otherwise=otherwise[key],
            past=tuple(one for one in past if one.question_key == key),
        )
        for key, (number, found) in newer.items()
    ]


def _is_otherwise(before: Question, after: Question, answer: Counted) -> bool:
    if answer.is_read or obstacle(before, after, answer.response):
        return False
    points = points_by(after, answer.response, before.points)
    return points is not None and points != answer.now


def _moments(version_ids: Iterable[int]) -> dict[int, datetime]:
    wanted = select(Version.id, Version.published_at).where(Version.id.in_(list(version_ids)))
    return dict(iter(db.session.execute(wanted)))
