"""Answers are saved once, as they are given; what is finished stays finished; open answers are marked on record."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.quizzes.make import GOOD, HALF, World, right, world
from tot.audit import Did, Event
from tot.cohorts.models import Cohort
from tot.cohorts.queries import own_enrolment
from tot.db import db, transaction
from tot.progress.queries import evidence_of
from tot.quizzes import actions, queries, rules
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.queries import Sitting
from tot.refusals import Refused


@pytest.fixture
def w(inside: None) -> World:
    return world()


def begun(w: World, now: datetime) -> Sitting:
    own = own_enrolment(w.enrolment.id)
    with transaction():
        return queries.sitting_by_id(actions.begin(own, w.quiz, w.person, now))


def give(w: World, attempt: Sitting, number: int, response: object, now: datetime, **changes: object) -> actions.Saved:
    values = {"client_key": f"key {number}", "revision": 1, **changes}
    with transaction():
        return actions.answer(attempt, w.quiz, w.quiz.questions[number - 1], response, now=now, **values)


def answer_all(w: World, attempt: Sitting, now: datetime, *, wrong: int = 0, short: str = GOOD) -> None:
    for number, question in enumerate(w.quiz.questions, 1):
        response = short if question.type == "short" else right(question)
        if number <= wrong:
            response = {"single": "a", "tf": True, "multi": ["c"]}[question.type]
        give(w, attempt, number, response, now)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_open_attempt_is_continued_and_a_finished_one_followed_by_the_next(w: World, now: datetime) -> None:
    first = begun(w, now)
    assert begun(w, now).id == first.id
    with transaction():
        actions.finish(first, w.quiz, w.person, now)
    second = begun(w, now)
    one, other = (db.session.get_one(Attempt, begun.id) for begun in (first, second))
    assert (one.number, other.number) == (1, 2)
    assert other.version_id == w.quiz.version_id
    assert other.course_version_id == w.cohort.course_version_id


def test_the_same_key_sent_again_is_the_same_answer(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    for _retry in range(3):
        assert give(w, attempt, 1, "b", now) == actions.Saved(is_kept=True, revision=1)
    assert count(Answer) == 1
    assert queries.answers_of(attempt.id)["BRD-2-q1"].points == 1


def test_an_older_tab_never_overwrites(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    give(w, attempt, 1, "b", now)
    late = give(w, attempt, 1, "a", now, client_key="the other tab")
    assert late == actions.Saved(is_kept=False, revision=1)
    assert queries.answers_of(attempt.id)["BRD-2-q1"].response == "b"


def test_after_the_feedback_the_answer_stands(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    give(w, attempt, 1, "a", now)
    assert not give(w, attempt, 1, "b", now, client_key="second thought", revision=2).is_kept
    assert queries.answers_of(attempt.id)["BRD-2-q1"].response == "a"


def test_where_answers_may_change_the_highest_revision_counts(
    w: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules.WAYS, "knowledge check", rules.Way(is_told_at_once=False, may_change=True))
    attempt = begun(w, now)
    give(w, attempt, 1, "a", now)
    assert give(w, attempt, 1, "b", now, client_key="k2", revision=2).is_kept
    # Two tabs knew of revision 1: the slower one changes nothing. A revision out of nowhere neither.
    assert give(w, attempt, 1, "c", now, client_key="k3", revision=2) == actions.Saved(is_kept=False, revision=2)
    assert not give(w, attempt, 1, "c", now, client_key="k4", revision=9).is_kept
    given = queries.answers_of(attempt.id)["BRD-2-q1"]
    assert (given.response, given.revision, given.points) == ("b", 2, 1)
    assert count(Answer) == 2  # the earlier one stays on record


def test_a_key_belongs_to_one_question(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    give(w, attempt, 1, "b", now, client_key="k")
    assert not give(w, attempt, 4, "c", now, client_key="k").is_kept
    assert set(queries.answers_of(attempt.id)) == {"BRD-2-q1"}


def test_after_the_end_an_answer_is_refused_but_a_retry_is_not(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    give(w, attempt, 1, "b", now)
    with transaction():
        actions.finish(attempt, w.quiz, w.person, now)
    with pytest.raises(Refused):
        give(w, attempt, 2, False, now)
    assert give(w, attempt, 1, "b", now).is_kept
    assert count(Answer) == 1


def test_nobody_answers_after_leaving_the_cohort(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    w.enrolment.ended_at = now
    db.session.flush()
    with pytest.raises(Refused):
        give(w, attempt, 1, "b", now)
    with pytest.raises(Refused):
        begun(w, now)


def test_finishing_tells_progress_once(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    answer_all(w, attempt, now, wrong=2)
    for minutes in range(2):
        with transaction():
            stands = actions.finish(attempt, w.quiz, w.person, now + timedelta(minutes=minutes))
    assert (stands.right, stands.is_passed) == (8, True)
    assert queries.sitting_by_id(attempt.id).submitted_at == now
    (fact,) = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert fact.facts == {"points": 8, "of": 10, "is_passed": True, "waits": False}
    assert fact.source == f"attempt {attempt.id}"
    kinds = list(db.session.scalars(select(Event.kind).where(Event.thing_kind == "attempts")))
    assert sorted(kinds) == sorted([Did.STARTED_ATTEMPT.value, Did.SUBMITTED_ATTEMPT.value])


def test_a_marking_completes_the_attempt_and_a_correction_is_a_new_one(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    answer_all(w, attempt, now, wrong=2, short=HALF)
    with transaction():
        stands = actions.finish(attempt, w.quiz, w.person, now)
    assert (stands.right, stands.waiting, stands.is_passed, stands.may_still_pass) == (7, 1, False, True)
    (waiting,) = queries.waiting_in(w.cohort.id)
    assert db.session.scalar(select(queries.count_waiting()).select_from(Cohort)) == 1
    answer = db.session.get_one(Answer, waiting.answer_id)

    def mark(said: dict[str, int], number: int, remark: str = "Good.") -> Marking:
        with transaction():
            return actions.mark(answer, said, remark, number=number, actor=w.trainer, now=now)

    assert mark({"no_promise": 1, "need_to_know": 1}, 1).points == 2
    assert mark({"need_to_know": 1, "no_promise": 1}, 1).number == 1  # a double click
    assert not queries.waiting_in(w.cohort.id)
    assert db.session.scalar(select(queries.count_waiting()).select_from(Cohort)) == 0
    told = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert [fact.facts["is_passed"] for fact in told] == [False, True]
    with pytest.raises(Refused):  # a page that does not know of the first marking
        mark({}, 1)
    assert mark({"no_promise": 1, "unknown": 1}, 2).points == 1
    given = queries.answers_of(attempt.id)["BRD-2-q9"]
    assert (given.points, given.criteria, given.markings, given.marked_by) == (
        1,
        {"no_promise": 1, "need_to_know": 0},
        2,
        "Malika Fictional",
    )
    assert count(Marking) == 2


def test_an_answer_of_an_unfinished_attempt_waits_for_nobody(w: World, now: datetime) -> None:
    attempt = begun(w, now)
    give(w, attempt, 9, HALF, now)
    assert queries.waiting_in(w.cohort.id) == []
