"""All that was answered in many attempts, each as a few long texts, and what markers made of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, case, cast, func, select

from tot.db import db
from tot.quizzes.models import Answer, Marking
from tot.reports.queries.seconds import Seconds
from tot.reports.rules.reading import BETWEEN, Lines


@dataclass(frozen=True, slots=True)
class Given:
    """Attempt → its answers, and the points of the latest marking of those that were marked."""

    lines: Mapping[int, Lines]
    marked: Mapping[int, Mapping[str, str]]

    def of(self, attempt_id: int) -> tuple[Lines | None, Mapping[str, str] | None]:
        """What is known of one attempt, for rules.reading.Reader."""
        return self.lines.get(attempt_id), self.marked.get(attempt_id)


def given(attempts: Any) -> Given:
    """The answers in these attempts, a subquery with their ids. Two queries, whatever the number of people."""
    return Given(
        {attempt: Lines(*texts) for attempt, *texts in db.session.execute(_lines(attempts))}, _marked(attempts)
    )


def _lines(attempts: Any) -> Any:
    """Half a million short rows take several times as long to hand over as a few thousand long ones."""
    whole = case((Answer.points == 1, "1"), (Answer.points == 0, "0"))  # to write out a decimal takes much longer
    columns = (
        Answer.question_key + " " + cast(Answer.revision, Text),
        func.coalesce(whole, cast(Answer.points, Text), ""),
        func.coalesce(cast(Answer.response, Text), "null"),
        Seconds(Answer.answered_at),
    )
    return (
        select(Answer.attempt_id, *(func.aggregate_strings(column, BETWEEN) for column in columns))
        .where(Answer.attempt_id.in_(select(attempts.c.id)))
        .group_by(Answer.attempt_id)
    )


def _marked(attempts: Any) -> dict[int, dict[str, str]]:
    """Attempt → question and revision → points by the latest marking or regrade; nothing where it waits again."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for attempt, question, revision, points in db.session.execute(
        select(Answer.attempt_id, Answer.question_key, Answer.revision, Marking.points)
        .join(Marking, Marking.answer_id == Answer.id)
        .join(attempts, attempts.c.id == Answer.attempt_id)
        .order_by(Marking.number)
    ):
        found[attempt][f"{question} {revision}"] = "" if points is None else str(points)
    return found
