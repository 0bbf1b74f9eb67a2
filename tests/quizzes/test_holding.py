"""Tests that are held: forms that balance, a key that is kept, time by the server's clock, draws that stay."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.progress import make
from tests.quizzes.make import World, right, world
from tot.audit import Did, Event
from tot.certificates.rules import conditions_of, is_earned
from tot.cohorts import actions as cohorts
from tot.cohorts.queries import own_enrolment
from tot.courses.bodies import seal, unseal
from tot.courses.rules import Cut, Draw, Quiz, things_in
from tot.db import db, transaction
from tot.progress.queries import evidence_of, openings_of
from tot.progress.rules import conditions_of_tests, course_tests
from tot.quizzes import actions, queries, rules
from tot.quizzes.models import Answer, Attempt, ExtraTime, FormGiven
from tot.quizzes.queries import Sitting
from tot.refusals import Refused

PRE, POST, FINAL = "BRD-pre", "BRD-post", "BRD-final"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def w(inside: None) -> World:
    return world(make.tested_value())


def quiz(w: World, key: str) -> Quiz:
    found = rules.quiz_in(w.course, key)
    assert found
    return found[1]


def hold(w: World, key: str, now: datetime, *, is_open: bool = True) -> int | None:
    with transaction():
        act = actions.open_test if is_open else actions.close_test
        return act(w.cohort, quiz(w, key), w.trainer, now)


def begun(w: World, key: str, now: datetime, enrolment_id: int | None = None) -> Sitting:
    with transaction():
        own = own_enrolment(enrolment_id or w.enrolment.id)
        return queries.sitting_by_id(actions.begin(own, quiz(w, key), None, now))


def give(sitting: Sitting, number: int, response: object, now: datetime, revision: int = 1) -> actions.Saved:
    asked = queries.quiz_of(sitting)
    said = {"client_key": f"key {number}-{revision}", "revision": revision, "now": now}
    with transaction():
        return actions.answer(sitting, asked, asked.questions[number - 1], response, **said)


def answer_all(sitting: Sitting, now: datetime, *, but: int = 0) -> rules.Tally:
    asked = queries.quiz_of(sitting)
    for number, question in enumerate(asked.questions, 1):
        if number > but:
            give(sitting, number, right(question), now)
    with transaction():
        return actions.finish(sitting, asked, None, now)


def test_nobody_begins_before_the_trainer_opens_and_the_post_test_comes_after(w: World, now: datetime) -> None:
    for key in (PRE, POST):
        with pytest.raises(Refused):
            begun(w, key, now)
    with pytest.raises(Refused):
        hold(w, POST, now)
    hold(w, PRE, now)
    hold(w, PRE, now)  # a double click
    with pytest.raises(Refused):
        hold(w, POST, now)
    begun(w, PRE, now)
    assert hold(w, PRE, now, is_open=False) == 1
    hold(w, POST, now)
    with pytest.raises(Refused):
        hold(w, PRE, now)
    assert openings_of([w.cohort.id]) == {w.cohort.id: {PRE: False, POST: True}}
    said = Counter(db.session.scalars(select(Event.kind).where(Event.thing_kind == "cohorts")))
    assert (said[Did.OPENED_TEST.value], said[Did.CLOSED_TEST.value]) == (2, 1)


def test_forms_balance_within_the_cohort_and_each_person_has_both(w: World, now: datetime) -> None:
    enrolments = [w.enrolment.id, *(make.enrolment(w.cohort).id for _more in range(6))]
    hold(w, PRE, now)
    before = [begun(w, PRE, now, number) for number in enrolments]
    counts = Counter(one.form for one in before)
    assert sorted(counts.values()) == [3, 4]
    assert begun(w, PRE, now, enrolments[0]).form == before[0].form
    hold(w, PRE, now, is_open=False)
    hold(w, POST, now)
    late = make.enrolment(w.cohort).id  # she was not there before
    for number, first in [*zip(enrolments, (one.form for one in before), strict=True), (late, None)]:
        after = begun(w, POST, now, number)
        assert after.form != first
        asked = queries.quiz_of(after)
        assert asked.kind == "post-test"
        assert [q.id for q in asked.questions] == list(w.course.prepost.forms[after.form])
    assert len(list(db.session.scalars(select(FormGiven)))) == 8


def test_closing_hands_in_what_is_saved_and_tells_progress(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    sitting = begun(w, PRE, now)
    give(sitting, 1, right(queries.quiz_of(sitting).questions[0]), now)
    assert hold(w, PRE, now + MINUTE, is_open=False) == 1
    assert hold(w, PRE, now + MINUTE, is_open=False) == 0
    handed_in = queries.sitting_by_id(sitting.id)
    assert (handed_in.submitted_at, handed_in.ended_by) == (now + MINUTE, "trainer")
    (fact,) = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert (fact.thing_key, fact.facts["points"], fact.facts["of"]) == (PRE, 1, 12)
    with pytest.raises(Refused):
        give(sitting, 2, right(queries.quiz_of(sitting).questions[1]), now + MINUTE)


def test_a_cohort_that_is_closed_leaves_no_test_open(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    done, going_on = begun(w, PRE, now), begun(w, PRE, now, make.enrolment(w.cohort).id)
    answer_all(done, now)
    give(going_on, 1, right(queries.quiz_of(going_on).questions[0]), now)
    with transaction():
        assert cohorts.close_cohort(w.cohort, w.trainer, now + MINUTE) == 1
        assert cohorts.close_cohort(w.cohort, w.trainer, now + MINUTE) == 0  # a double click
    assert openings_of([w.cohort.id]) == {w.cohort.id: {PRE: False}}
    handed_in = queries.sitting_by_id(going_on.id)
    assert (handed_in.submitted_at, handed_in.ended_by) == (now + MINUTE, "trainer")
    assert queries.sitting_by_id(done.id).submitted_at == now
    (fact,) = evidence_of([going_on.enrolment_id])[going_on.enrolment_id]
    assert (fact.thing_key, fact.facts["points"]) == (PRE, 1)
    said = list(db.session.scalars(select(Event.kind).where(Event.thing_kind == "cohorts").order_by(Event.id)))
    assert said[-2:] == [Did.CLOSED_TEST.value, Did.CLOSED_COHORT.value]
    with pytest.raises(Refused):
        begun(w, PRE, now, make.enrolment(w.cohort).id)


def test_a_reopened_cohort_has_its_tests_opened_by_its_trainer(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    hold(w, PRE, now, is_open=False)
    hold(w, POST, now)
    sitting = begun(w, POST, now)
    with transaction():
        assert cohorts.close_cohort(w.cohort, w.trainer, now) == 1
    with pytest.raises(Refused):
        hold(w, POST, now)
    with transaction():
        cohorts.reopen_cohort(w.cohort, w.trainer, now)
    late = make.enrolment(w.cohort).id
    with pytest.raises(Refused):  # nothing opens by itself
        begun(w, POST, now, late)
    hold(w, POST, now)
    assert begun(w, POST, now, late).submitted_at is None
    with pytest.raises(Refused):  # what was handed in stays handed in
        begun(w, POST, now, sitting.enrolment_id)
    with transaction():
        assert cohorts.close_cohort(w.cohort, w.trainer, now + MINUTE) == 1
    assert openings_of([w.cohort.id]) == {w.cohort.id: {PRE: False, POST: False}}


def test_each_half_is_taken_once(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    answer_all(begun(w, PRE, now), now)
    with pytest.raises(Refused):
        begun(w, PRE, now)


def test_completion_asks_for_the_post_test_and_says_where_the_mark_comes_from(w: World, now: datetime) -> None:
    def unmet() -> list[tuple[str, float, float]]:
        facts = evidence_of([w.enrolment.id])[w.enrolment.id]
        return [(c.kind, c.have, c.need) for c in conditions_of_tests(w.course, facts) if not c.is_met]

    assert unmet() == [("post-test", 0, 9), ("final test", 0, 3)]
    hold(w, PRE, now)
    answer_all(begun(w, PRE, now), now)
    assert len(unmet()) == 2  # what was known before counts for nothing
    hold(w, PRE, now, is_open=False)
    hold(w, POST, now)
    answer_all(begun(w, POST, now), now, but=3)
    assert unmet() == [("final test", 0, 3)]
    facts = evidence_of([w.enrolment.id])[w.enrolment.id]
    post, final = conditions_of_tests(w.course, facts)
    assert (post.cut.percent, post.cut.origin, final.cut.judges) == (70, "provisional", 7)
    assert post in conditions_of("completion", w.course, (), facts)
    assert not is_earned(conditions_of("completion", w.course, (), facts))
    states = {test.kind: test.state for test in course_tests(w.course, facts, {PRE: False, POST: True})}
    assert states == {"pre-test": "done", "post-test": "passed", "final test": "open"}


def test_the_time_is_the_servers_with_a_grace(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    sitting = begun(w, PRE, now)
    assert sitting.ends_at == now + 20 * MINUTE
    asked = queries.quiz_of(sitting).questions
    assert give(sitting, 1, right(asked[0]), now + 20 * MINUTE + rules.GRACE).is_kept
    late = now + 20 * MINUTE + rules.GRACE + timedelta(seconds=1)
    with pytest.raises(Refused):
        give(sitting, 2, right(asked[1]), late)
    assert give(sitting, 1, right(asked[0]), late).is_kept  # the same once more, because its answer was lost
    actions.hand_in_what_is_over(late)
    actions.hand_in_what_is_over(late)
    handed_in = queries.sitting_by_id(sitting.id)
    assert (handed_in.submitted_at, handed_in.ended_by) == (sitting.ends_at, "time")
    (fact,) = evidence_of([w.enrolment.id])[w.enrolment.id]
    assert fact.facts["points"] == 1


def test_whoever_comes_back_after_the_time_does_not_go_on(w: World, now: datetime) -> None:
    sitting = begun(w, FINAL, now)
    again = begun(w, FINAL, now + 31 * MINUTE)
    assert again.id != sitting.id
    assert queries.sitting_by_id(sitting.id).ended_by == "time"
    with pytest.raises(Refused):  # two attempts are two
        begun(w, FINAL, now + 62 * MINUTE)


def test_extra_time_counts_at_once_and_is_on_record(w: World, now: datetime) -> None:
    final, hour = quiz(w, FINAL), now + 60 * MINUTE

    def more(minutes: int, at: datetime) -> None:
        with transaction():
            actions.give_time(w.enrolment, final, minutes, "By decision of the commission", w.trainer, at)

    more(10, now)
    sitting = begun(w, FINAL, now)
    assert sitting.ends_at == now + 40 * MINUTE
    more(25, now)
    assert queries.sitting_by_id(sitting.id).ends_at == now + 55 * MINUTE
    with pytest.raises(Refused):
        more(40, hour)
    assert [one.minutes for one in db.session.scalars(select(ExtraTime).order_by(ExtraTime.number))] == [10, 25]
    assert queries.extra_minutes(w.enrolment.id, FINAL) == 25
    with pytest.raises(Refused), transaction():
        actions.give_time(w.enrolment, w.quiz, 10, "", w.trainer, now)  # a knowledge check has no limit


def test_what_was_drawn_stays_drawn_and_passing_ends_the_attempts(w: World, now: datetime) -> None:
    sitting = begun(w, FINAL, now)
    asked = [question.id for question in queries.quiz_of(sitting).questions]
    assert (len(asked), asked[:2]) == (4, ["BRD-f1", "BRD-f2"])
    assert [question.id for question in queries.quiz_of(db.session.get_one(Attempt, sitting.id)).questions] == asked
    seeds = [{q.id for q in rules.drawn(quiz(w, FINAL), seed).questions} for seed in range(40)]
    assert len(set(map(frozenset, seeds))) == 6  # every pair of four
    assert answer_all(sitting, now).is_passed
    with pytest.raises(Refused):
        begun(w, FINAL, now)
    (outcome,) = queries.outcomes(w.enrolment.id, FINAL)
    assert (outcome.tally.right, outcome.tally.of) == (4, 4)


def test_answers_change_until_they_are_handed_in(w: World, now: datetime) -> None:
    sitting = begun(w, FINAL, now)
    give(sitting, 1, "b", now)
    assert give(sitting, 1, "a", now, revision=2).is_kept
    assert not give(sitting, 1, "b", now, revision=9).is_kept
    assert queries.answers_of(sitting.id)["BRD-f1"].response == "a"
    assert len(list(db.session.scalars(select(Answer)))) == 2


@pytest.mark.parametrize(
    ("kind", "is_passed", "finished", "is_closed", "shown"),
    [
        ("knowledge check", False, 1, False, True),
        ("refresher quiz", False, 1, False, True),
        ("final test", False, 1, False, False),
        ("final test", True, 1, False, True),
        ("final test", False, 2, False, True),
        ("pre-test", True, 1, False, False),
        ("post-test", True, 1, False, False),
        ("pre-test", False, 1, True, True),
        ("post-test", False, 1, True, True),
    ],
)
def test_when_the_key_is_shown(kind: str, is_passed: bool, finished: int, is_closed: bool, shown: bool) -> None:
    asked = Quiz(id="Q", kind=kind, pass_mark=1, questions=(), attempts=2)
    said = rules.shows_key(asked, is_passed=is_passed, finished=finished, is_posttest_closed=is_closed)
    assert said is shown


def test_the_settings_survive_publishing() -> None:
    value = make.tested_value()
    bodies = {one.key: one.body for one in seal(value)}
    parts = {thing.id: thing for thing in things_in(value)}
    again = unseal("quiz", bodies["BRD-final"], 5, parts)
    assert again == replace(value.final, version_id=5)
    assert (again.cut.on, again.draw) == (date(2027, 3, 5), (Draw(tag="claims", count=2),))
    assert {"BRD-pre", "BRD-post"} <= bodies.keys()
    assert Cut(percent=75) == Cut(percent=75, origin="provisional", judges=0, on=None)
