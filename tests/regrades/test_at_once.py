"""Regrades while others mark, finish and regrade, on real connections: nothing lost, nothing twice, nothing half."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import count_of
from tests.quizzes.make import HALF
from tests.quizzes.test_at_once import at_once
from tests.regrades.make import AT, FIRST, World, corrected, take, wanted, world
from tot.db import db, transaction
from tot.progress.queries import evidence_of
from tot.progress.rules import tries_at
from tot.quizzes import actions as quizzes
from tot.quizzes import queries as answers
from tot.quizzes.models import Answer, Attempt, Marking, Regrade
from tot.refusals import Refused
from tot.regrades import actions, queries
from tot.regrades.queries import Wanted


@pytest.fixture
def w(fresh: Flask) -> World:
    with fresh.app_context(), transaction():
        made = world(3)
        for one in made.enrolments:
            one.person  # noqa: B018 loaded before the session ends
        return made


def regrade(w: World, what: Wanted, state: str, key: str) -> Any:
    return lambda: actions.regrade(what, "So.", state, w.coordinator, AT, request_key=key).id


def stands_as_told(app: Flask, w: World) -> bool:
    """Whether progress knows of every finished attempt exactly what its answers say."""
    with app.app_context():
        evidence = evidence_of([one.id for one in w.enrolments])
        for attempt in db.session.scalars(select(Attempt).where(Attempt.submitted_at.is_not(None))):
            tally = answers.tally_of(attempt, answers.quiz_of(attempt))
            if [one["points"] for one in tries_at(w.quiz.id, evidence[attempt.enrolment_id])] != [tally.right]:
                return False
    return True


def test_the_same_click_and_another_persons(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        take(w.enrolments[0], w.quiz, {FIRST: "a"})
        with transaction():
            what = wanted(corrected(w.course, key="a"), w.place)
        state = queries.preview(what).state
    done = at_once(fresh, *[regrade(w, what, state, "one")] * 3, regrade(w, what, state, "other"))
    made = {one for one in done if not isinstance(one, Refused)}
    assert len(made) == 1
    assert isinstance(done[3], Refused) or all(isinstance(one, Refused) for one in done[:3])
    assert (count_of(fresh, Regrade), count_of(fresh, Marking)) == (1, 1)
    assert stands_as_told(fresh, w)


def test_a_person_marks_what_a_regrade_marks(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        take(w.enrolments[0], w.quiz, {"BRD-2-q9": HALF})
        promise, _know = w.quiz.question("BRD-2-q9").criteria
        with transaction():
            what = wanted(
                corrected(w.course, "BRD-2-q9", criteria=(promise, replace(promise, id="need_to_know"))), w.place
            )  # fmt: skip
        state, waiting = queries.preview(what).state, answers.waiting_in(w.cohort.id)[0].answer_id

    def mark() -> int:
        given = db.session.get_one(Answer, waiting)
        return quizzes.mark(given, {"no_promise": 1}, "", number=1, actor=w.trainer, now=AT).id

    done = at_once(fresh, regrade(w, what, state, "k"), mark)
    assert [isinstance(one, Refused) for one in done].count(True) == 1
    assert count_of(fresh, Marking) == 1
    assert stands_as_told(fresh, w)


def test_an_attempt_ends_while_another_is_regraded(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        take(w.enrolments[0], w.quiz, {FIRST: "a"})
        going_on = take(w.enrolments[1], w.quiz, {FIRST: "a"}, finishes=False).id
        with transaction():
            what = wanted(corrected(w.course, key="a"), w.place)
        state = queries.preview(what).state

    def finish() -> Any:
        sitting = answers.sitting_by_id(going_on)
        assert sitting
        return quizzes.finish(sitting, w.quiz, None, AT)

    done, _tally = at_once(fresh, regrade(w, what, state, "k"), finish)
    assert count_of(fresh, Marking) == (not isinstance(done, Refused))
    assert stands_as_told(fresh, w)
    with fresh.app_context():  # whoever came too late for it is in the next preview
        assert queries.preview(what).raised == 2 - count_of(fresh, Marking)
