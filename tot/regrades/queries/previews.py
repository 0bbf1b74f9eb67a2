"""What marking again would do, worked out from the answers as they are now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from tot.cascade.queries import beneath
from tot.cohorts.models import Cohort
from tot.courses.models import Thing
from tot.courses.queries import book, question_version
from tot.courses.rules import Quiz
from tot.db import db
from tot.quizzes import rules as quizzes
from tot.quizzes.corrections import obstacle, points_by
from tot.quizzes.models import Regrade
from tot.quizzes.queries import Counted, Marked, answers_to, points_in
from tot.regrades.rules import UNDO, Change, Effect, Preview, preview_of, verdict


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to mark again: a question, by which version, in the cohorts of which place.

    In an undoing `undoes_id` is the regrade that is taken back, and there is no version.
    """

    question_key: str
    place_path: str
    mode: str
    to_version_id: int | None = None
    undoes_id: int | None = None


Judged = tuple[str, float | None]  # a verdict, and the points to come


def preview(wanted: Wanted) -> Preview:
    """Three queries (and one more to undo), whatever the number of answers, up to some thousands."""
    judge = _undone(wanted) if wanted.mode == UNDO else _by_version(wanted)
    kept, versions, same, changes = Counter[str](), Counter[int](), 0, dict[Change, Counted]()
    for answer in answers_to([wanted.question_key], beneath(Cohort.place_path, wanted.place_path)):
        said, points = judge(answer)
        if said == "not meant":
            continue
        versions[answer.version_id] += 1
        if said == "change":
            changes[_change(answer, points)] = answer
        elif said == "same":
            same += 1
        else:
            kept[said] += 1
    about = (wanted.question_key, wanted.place_path, wanted.mode, wanted.to_version_id, wanted.undoes_id)
    newest = db.session.scalar(select(Thing.current_version_id).where(Thing.key == wanted.question_key))
    return preview_of(_effects(changes), kept, same, versions, (*about, newest))


def _change(answer: Counted, points: float | None) -> Change:
    return Change(
        answer.answer_id, answer.attempt_id, answer.enrolment_id, answer.cohort_id, answer.quiz_key,
        answer.next_number, answer.now, points,
    )  # fmt: skip


def _by_version(wanted: Wanted) -> Callable[[Counted], Judged]:
    assert wanted.to_version_id is not None  # noqa: S101 only an undoing has none
    after = question_version(wanted.to_version_id)

    @cache  # most people say the same few things, so each is marked once
    def marked(version_id: int, response: str) -> tuple[str, float | None]:
        before, said = question_version(version_id), json.loads(response)
        hindered = obstacle(before, after, said)
        return hindered, None if hindered else points_by(after, said, before.points)

    def judge(answer: Counted) -> Judged:
        hindered, points = marked(answer.version_id, json.dumps(answer.response))
        return verdict(answer.now, points, obstacle=hindered, is_read=answer.is_read, mode=wanted.mode), points

    return judge


def _undone(wanted: Wanted) -> Callable[[Counted], Judged]:
    """Whatever the regrade changed gets back what it had, unless something came after that still holds."""
    rows = db.session.execute(select(Regrade.id, Regrade.undoes_id).where(Regrade.question_key == wanted.question_key))
    undoes: dict[int, int | None] = dict(rows.all())

    def judge(answer: Counted) -> Judged:
        if all(marked.regrade_id != wanted.undoes_id for marked in answer.markings):
            return "not meant", None
        holding = _holding(answer.markings, undoes, wanted.undoes_id)
        if not holding or holding[-1].regrade_id != wanted.undoes_id:
            return "changed since", None
        return "change", holding[-2].points if len(holding) > 1 else answer.points

    return judge


def _holding(markings: Sequence[Marked], undoes: Mapping[int, int | None], wanted: int | None) -> list[Marked]:
    """The markings without those that were taken back, and without what took them back."""
    holding: list[Marked] = []
    for marked in markings:
        before = undoes.get(marked.regrade_id) if marked.regrade_id else None
        if before is not None and marked.regrade_id != wanted and holding and holding[-1].regrade_id == before:
            holding.pop()
        else:
            holding.append(marked)
    return holding


def _effects(changes: dict[Change, Counted]) -> Iterator[Effect]:
    points = points_in({change.attempt_id for change in changes})
    for change, answer in changes.items():
        quiz, stands = _quiz(answer), points[change.attempt_id]
        after: dict[str, float | None] = {**stands, answer.question_key: change.after}
        yield Effect(change, quizzes.tally(quiz, stands), quizzes.tally(quiz, after), may_pass=quiz.kind != "pre-test")


def _quiz(answer: Counted) -> Quiz:
    return quizzes.pinned_quiz(book(answer.course_version_id), answer.quiz_key, answer.form, answer.seed).quiz
