"""Questions of a test whose key was corrected after people answered: how their answers stand to it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from tot.courses.models import Version
from tot.courses.queries import current_course, question_version
from tot.courses.rules import Question
from tot.db import db
from tot.quizzes.corrections import corrected_in
from tot.quizzes.queries import Past, alike_answers, decisions, regrades_of
from tot.quizzes.standing import Standing, modes_in, standings


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected question of the test, its number, and the answers that were marked by an earlier key."""

    number: int
    newer: Question
    corrected_at: datetime
    standing: Standing
    state: str  # as the list of corrected keys says it
    past: tuple[Past, ...]

    @property
    def answers(self) -> int:
        return self.standing.answers

    @property
    def otherwise(self) -> int:
        """Answers that have other points than the corrected key would give them."""
        return self.standing.raised + self.standing.lowered


def corrections(
    course_key: str, questions: Iterable[Question], where: ColumnElement[bool], place_path: str | None = None
) -> list[Correction]:
    """One query where no key was corrected, five where some were. `place_path`: that of all cohorts of `where`."""
    now = current_course(course_key)
    newer = {
        question.id: (number, found)
        for number, question in enumerate(questions, 1)
        if (found := corrected_in(now, question)) is not None
    }
    if not newer:
        return []
    standing = standings(
        alike_answers(newer, where),
        {key: found for key, (_number, found) in newer.items()},
        question_version,
        lambda answer: answer.question_key,
    )
    past, made = regrades_of(newer), decisions(newer)
    moments = _moments(found.version_id or 0 for _number, found in newer.values())
    return [
        Correction(
            number=number,
            newer=found,
            corrected_at=moments[found.version_id or 0],
            standing=standing.get(key, Standing()),
            state=standing.get(key, Standing()).state(modes_in(made, key, found.version_id, place_path)),
            past=tuple(one for one in past if one.question_key == key),
        )
        for key, (number, found) in newer.items()
    ]


def _moments(version_ids: Iterable[int]) -> dict[int, datetime]:
    wanted = select(Version.id, Version.published_at).where(Version.id.in_(list(version_ids)))
    return dict(db.session.execute(wanted).all())
