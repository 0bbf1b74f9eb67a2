"""Answers are marked again exactly as previewed, once, on record, and everybody concerned is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.progress import make
from tests.quizzes.make import GOOD, HALF
from tests.regrades.make import AT, FIRST, World, corrected, take, wanted, world
from tot import jobs
from tot.accounts.models import Role
from tot.audit import Did, Event
from tot.certificates.models import Batch, Certificate
from tot.cohorts.models import Cohort
from tot.courses.models import Version
from tot.db import db, new_key, transaction
from tot.mail import Letter
from tot.progress.queries import evidence_of
from tot.progress.rules import tries_at
from tot.quizzes import actions as quizzes
from tot.quizzes import queries as answers
from tot.quizzes.models import Answer, Attempt, Marking, Regrade
from tot.quizzes.rules import half_of, quiz_in
from tot.quizzes.standing import Standing
from tot.refusals import Refused
from tot.regrades import actions, queries
from tot.regrades.actions import tell_of
from tot.regrades.queries import Wanted
from tot.regrades.rules import UNDO

LATER = AT + timedelta(days=2)


@pytest.fixture
def w(inside: None) -> World:
    return world()


def again(w: World, what: Wanted, *, key: str = "once", now: datetime = LATER, reason: str = "b was wrong.") -> Regrade:
    with transaction():
        return actions.regrade(what, reason, queries.preview(what).state, w.coordinator, now, request_key=key)


def points(attempt: Attempt) -> dict[str, float | None]:
    return {key: given.points for key, given in answers.answers_of(attempt.id).items()}


def answered(w: World, said: Sequence[str | None]) -> list[Attempt]:
    """An attempt of each with this answer to the first question and everything else right."""
    return [take(one, w.quiz, {FIRST: letter}) for one, letter in zip(w.enrolments, said, strict=True)]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_in_favour_who_answered_rightly_gains_and_nobody_loses(w: World) -> None:
    by_old, by_new, wrong, none = answered(w, ["b", "a", "c", None])
    found = corrected(w.course, key="a")
    what = wanted(found, w.place)
    preview = queries.preview(what)
    assert (preview.answers, preview.raised, preview.lowered, preview.same) == (3, 1, 0, 1)
    assert preview.kept == {"favour": 1}
    made = again(w, what)
    assert [points(one).get(FIRST) for one in (by_old, by_new, wrong, none)] == [1, 1, 0, None]
    (marking,) = db.session.scalars(select(Marking))
    assert (marking.regrade_id, marking.points, marking.number, marking.criteria) == (made.id, 1, 1, {})
    assert db.session.get_one(Answer, marking.answer_id).points == 0  # what was given at first stays


def test_strictly_the_key_counts_for_everybody(w: World) -> None:
    taken = answered(w, ["b", "a", "c", None])
    made = again(w, wanted(corrected(w.course, key="a"), w.place, "strict"))
    assert [points(one).get(FIRST) for one in taken] == [0, 1, 0, None]
    assert made.counts["cohorts"] == {str(w.cohort.id): [1, 1, 0, 0]}


def test_who_passes_and_who_no_longer_does_is_told_to_progress(w: World) -> None:
    lost = {"BRD-2-q2": True, "BRD-2-q4": "a"}  # two wrong: one more decides
    barely, nearly, twice, other = w.enrolments
    passed = take(barely, w.quiz, {**lost, FIRST: "b"})
    failed = take(nearly, w.quiz, {**lost, FIRST: "a"})
    take(twice, w.quiz, {**lost, FIRST: "b"})
    take(twice, w.quiz, {FIRST: "a"})
    preview = queries.preview(wanted(corrected(w.course, key="a"), w.place, "strict"))
    assert [effect.passing for effect in preview.effects] == [-1, -1, 1, 0]
    assert {e.change.attempt_id for e in preview.failed} >= {passed.id}
    assert [e.change.attempt_id for e in preview.passed] == [failed.id]
    made = again(w, wanted(corrected(w.course, key="a"), w.place, "strict"))
    told = evidence_of([one.id for one in (barely, nearly, twice, other)])
    assert told[barely.id][-1].source == f"regrade {made.id} of attempt {passed.id}"
    assert [facts["is_passed"] for facts in tries_at(w.quiz.id, told[barely.id])] == [False]
    assert [facts["points"] for facts in tries_at(w.quiz.id, told[nearly.id])] == [8]
    assert [facts["is_passed"] for facts in tries_at(w.quiz.id, told[twice.id])] == [False, True]
    assert answers.outcomes(barely.id, w.quiz.id)[0].tally.right == 7


def test_the_same_click_twice_marks_once(w: World) -> None:
    take(w.enrolments[0], w.quiz, {FIRST: "a"})
    what = wanted(corrected(w.course, key="a"), w.place)
    state = queries.preview(what).state
    made = []
    for _click in range(2):
        with transaction():
            made.append(actions.regrade(what, "So.", state, w.coordinator, LATER, request_key="k").id)
    assert made[0] == made[1]
    assert (count(Regrade), count(Marking)) == (1, 1)
    (event,) = db.session.scalars(select(Event).where(Event.kind == Did.REGRADED.value))
    assert event.facts == {
        "question": FIRST, "place": w.place, "mode": "favour", "to_version": what.to_version_id, "undoes": None,
        "raised": 1, "lowered": 0, "passed": 0, "failed": 0,
    }  # fmt: skip


@pytest.mark.parametrize("since", ["another answer", "another marking", "another version", "another regrade"])
def test_what_changed_since_the_preview_is_refused(w: World, since: str) -> None:
    first, second, *_others = w.enrolments
    take(first, w.quiz, {FIRST: "a", "BRD-2-q9": HALF})
    found = corrected(w.course, key="a")
    what = wanted(found, w.place)
    state = queries.preview(what).state
    if since == "another answer":
        take(second, w.quiz, {FIRST: "a"})
    elif since == "another marking":
        waiting = db.session.get_one(Answer, answers.waiting_in(w.cohort.id)[0].answer_id)
        with transaction():
            quizzes.mark(waiting, {"no_promise": 1, "need_to_know": 1}, "", number=1, actor=w.trainer, now=AT)
    elif since == "another version":
        corrected(w.course, key="c")
    else:
        again(w, what, key="another")
    with pytest.raises(Refused), transaction():
        actions.regrade(what, "So.", state, w.coordinator, LATER, request_key="k")
    assert count(Regrade) == (since == "another regrade")


def test_nothing_to_do_is_refused(w: World) -> None:
    take(w.enrolments[0], w.quiz, {FIRST: "c"})
    with pytest.raises(Refused, match="No answer would change"):
        again(w, wanted(corrected(w.course, key="a"), w.place))


def test_a_key_by_which_nobody_gains_is_left_as_it_is_on_record_and_once(w: World) -> None:
    (attempt,) = (take(w.enrolments[1], w.quiz, {FIRST: "b"}),)
    found = corrected(w.course, key="a")
    what = wanted(found, w.place)
    made = again(w, what, reason="Both may be defended.")
    assert again(w, what).id == made.id  # a double click
    assert (made.mode, made.reason, made.counts["kept"]) == ("left", "Both may be defended.", {"favour": 1})
    assert points(attempt)[FIRST] == 1
    assert count(Marking) == 0
    assert jobs.by_key(f"regrade {made.id}") is None  # nobody is told
    assert [fact.source for fact in evidence_of([w.enrolments[1].id])[w.enrolments[1].id]] == [f"attempt {attempt.id}"]
    with pytest.raises(Refused, match="No answer would change"):
        again(w, what, key="another tab")
    assert again(w, wanted(found, w.place, "strict"), key="strictly").counts["lowered"] == 1  # a change of mind


def test_an_attempt_that_goes_on_keeps_its_key_until_it_is_finished(w: World) -> None:
    going_on = take(w.enrolments[0], w.quiz, {FIRST: "a"}, finishes=False)
    what = wanted(corrected(w.course, key="a"), w.place)
    assert queries.preview(what).answers == 0
    with transaction():
        quizzes.finish(going_on, w.quiz, w.enrolments[0].person, AT)
    again(w, what)
    assert points(going_on)[FIRST] == 1


def test_other_places_are_left_alone(w: World) -> None:
    elsewhere = world(1)
    mine, theirs = take(w.enrolments[0], w.quiz, {FIRST: "a"}), take(elsewhere.enrolments[0], w.quiz, {FIRST: "a"})
    again(w, wanted(corrected(w.course, key="a"), w.place))
    assert (points(mine)[FIRST], points(theirs)[FIRST]) == (1, 0)


def test_patterns_give_points_to_what_waits_and_an_undoing_lets_it_wait_again(w: World) -> None:
    attempt = take(w.enrolments[0], w.quiz, {"BRD-2-q9": HALF})
    promise, _know = w.quiz.question("BRD-2-q9").criteria
    found = corrected(w.course, "BRD-2-q9", criteria=(promise, replace(promise, id="need_to_know")))
    made = again(w, wanted(found, w.place))
    assert points(attempt)["BRD-2-q9"] == 2
    assert answers.waiting_in(w.cohort.id) == []
    undo(w, made)
    assert points(attempt)["BRD-2-q9"] is None
    assert len(answers.waiting_in(w.cohort.id)) == 1
    (told,) = [tries_at(w.quiz.id, facts) for facts in evidence_of([w.enrolments[0].id]).values()]
    assert told[-1]["points"] == 9


def test_patterns_take_nothing_away_and_what_a_person_marked_stays(w: World) -> None:
    take(w.enrolments[0], w.quiz, {"BRD-2-q9": GOOD})
    take(w.enrolments[1], w.quiz, {"BRD-2-q9": HALF})
    waiting = db.session.get_one(Answer, answers.waiting_in(w.cohort.id)[0].answer_id)
    with transaction():
        quizzes.mark(waiting, {"no_promise": 1}, "", number=1, actor=w.trainer, now=AT)
    promise, know = w.quiz.question("BRD-2-q9").criteria
    found = corrected(w.course, "BRD-2-q9", criteria=(promise, replace(know, patterns={"en": ("nothing like it",)})))
    preview = queries.preview(wanted(found, w.place, "strict"))
    assert (preview.effects, preview.kept) == ((), {"person": 1, "unread": 1})


def test_options_that_are_gone_or_were_not_offered_are_no_reason_to_mark_again(w: World) -> None:
    answered(w, "abcd")
    labels = dict(w.quiz.question(FIRST).labels)
    gone = corrected(w.course, key="a", options=("a", "b", "c"), labels={k: labels[k] for k in "abc"})
    assert queries.preview(wanted(gone, w.place, "strict")).kept == {"gone": 1}
    new = corrected(w.course, key="e", options=("a", "b", "c", "d", "e"), labels={**labels, "e": {"en": "New"}})
    assert queries.preview(wanted(new, w.place, "strict")).kept == {"not offered": 4}


def test_parts_of_points_follow_the_corrected_key(w: World) -> None:
    attempt = take(w.enrolments[0], w.quiz, {"BRD-2-q3": ["a", "b", "e"]})
    assert points(attempt)["BRD-2-q3"] == 0.33
    again(w, wanted(corrected(w.course, "BRD-2-q3", key=("a", "b", "e")), w.place))
    assert points(attempt)["BRD-2-q3"] == 1
    attempt = take(w.enrolments[1], w.quiz, {"BRD-2-q7": 17})
    again(w, wanted(corrected(w.course, "BRD-2-q7", tolerance=1), w.place), key="tolerance")
    assert points(attempt)["BRD-2-q7"] == 1


def undo(w: World, made: Regrade, key: str = "undo") -> Regrade:
    return again(w, Wanted(made.question_key, made.place_path, UNDO, undoes_id=made.id), key=key)


def test_an_undoing_gives_back_and_stays_on_record(w: World) -> None:
    attempts = answered(w, "abca")
    before = [points(one) for one in attempts]
    found = corrected(w.course, key="a")
    made = again(w, wanted(found, w.place, "strict"))
    assert [points(one) for one in attempts] != before
    back = undo(w, made)
    assert [points(one) for one in attempts] == before
    assert count(Marking) == 6
    with pytest.raises(Refused, match="undone already"):
        undo(w, made, key="once more")
    assert [(one.id, one.undone_by_id) for one in answers.regrades_of([FIRST])] == [(back.id, None), (made.id, back.id)]
    undo(w, back, key="and forth")  # an undoing is undone like any other
    assert [points(one)[FIRST] for one in attempts] == [1, 0, 0, 1]


def test_answers_that_stand_alike_are_counted_as_one_by_one(w: World) -> None:
    answered(w, "abba")
    take(make.enrolment(w.cohort, make.person("Unfinished Fictional")), w.quiz, {FIRST: "a"}, finishes=False)
    open_one = take(make.enrolment(w.cohort, make.person("Read Fictional")), w.quiz, {FIRST: "b", "BRD-2-q9": HALF})
    answer = select(Answer).where(Answer.attempt_id == open_one.id, Answer.question_key == "BRD-2-q9")
    with transaction():
        quizzes.mark(db.session.scalars(answer).one(), {"no_promise": 1}, "", number=1, actor=w.trainer, now=LATER)
    made = again(w, wanted(corrected(w.course, key="a"), w.place, "strict"))
    keys, here = [FIRST, "BRD-2-q2", "BRD-2-q9"], Cohort.place_path == w.place

    def told(one: Any) -> str:
        return repr((one.question_key, one.version_id, one.response, one.now, one.is_read, one.is_regraded))

    def counted() -> list[str]:
        return sorted(told(one) for one in answers.alike_answers(keys, here) for _each in range(one.answers))

    assert counted() == sorted(told(one) for one in answers.answers_to(keys, here))
    undo(w, made)
    assert counted() == sorted(told(one) for one in answers.answers_to(keys, here))
    assert len(list(answers.alike_answers([FIRST], here))) == 2, "of five people two said a and three b"


def test_a_decision_holds_again_when_its_undoing_is_undone(w: World) -> None:
    answered(w, "abca")
    found = corrected(w.course, key="a")

    def state() -> str:
        return queries.states_in([found], queries.standing_in([found], [w.place]))[w.place][FIRST]

    seen, made = [state()], again(w, wanted(found, w.place))
    seen.append(state())
    for time in range(3):
        made = undo(w, made, key=f"time {time}")
        seen.append(state())
    assert seen == ["to decide", "done", "to decide", "done", "to decide"], "one loses by the key and keeps her points"


def test_what_a_person_marked_since_is_not_undone(w: World) -> None:
    attempt = take(w.enrolments[0], w.quiz, {"BRD-2-q9": HALF})
    other = take(w.enrolments[1], w.quiz, {"BRD-2-q9": HALF})
    promise, _know = w.quiz.question("BRD-2-q9").criteria
    made = again(
        w, wanted(corrected(w.course, "BRD-2-q9", criteria=(promise, replace(promise, id="need_to_know"))), w.place)
    )
    answer = db.session.scalars(
        select(Answer).where(Answer.attempt_id == attempt.id, Answer.question_key == "BRD-2-q9")
    )
    with transaction():
        quizzes.mark(answer.one(), {"no_promise": 1}, "", number=2, actor=w.trainer, now=LATER)
    assert queries.preview(Wanted("BRD-2-q9", w.place, UNDO, undoes_id=made.id)).kept == {"changed since": 1}
    undo(w, made)
    assert (points(attempt)["BRD-2-q9"], points(other)["BRD-2-q9"]) == (1, None)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everybody_whose_points_changed_gets_one_letter_and_the_trainer_a_summary(w: World, language: str) -> None:
    for one in w.enrolments[:3]:
        take(one, w.quiz, {FIRST: "a"})
    take(w.enrolments[3], w.quiz, {FIRST: "c"})
    w.enrolments[1].person.language = language
    db.session.flush()
    made = again(w, wanted(corrected(w.course, key="a"), w.place), reason="Option b was never right.")
    for _again in range(2):  # a killed worker begins anew
        tell_of({"regrade": made.id}, lambda _done, _total: None)
    letters = list(db.session.scalars(select(Letter).where(Letter.thing.startswith(f"regrade {made.id}"))))
    assert {letter.person_id for letter in letters} == {
        w.enrolments[1].person_id, w.enrolments[2].person_id, w.trainer.id,
    }  # fmt: skip  # person 0 has no address, the points of person 3 stayed
    bodies = {letter.person_id: letter.body for letter in letters}
    assert all("Option b was never right." in body for body in bodies.values())
    assert "3 answers with more points" in bodies[w.trainer.id]
    assert "before 0, now 1" in bodies[w.enrolments[2].person_id]
    assert "/quizzes/attempts/" in bodies[w.enrolments[1].person_id]
    assert jobs.by_key(f"regrade {made.id}") is not None


def test_an_undoing_is_told_as_one(w: World) -> None:
    for one in w.enrolments[:2]:
        take(one, w.quiz, {FIRST: "a"})
    made = undo(w, again(w, wanted(corrected(w.course, key="a"), w.place)))
    tell_of({"regrade": made.id}, lambda _done, _total: None)
    written = db.session.scalars(select(Letter).where(Letter.thing.endswith(f" {made.id}")))
    letters = {one.person_id: one for one in written}
    letter = letters[w.enrolments[1].person_id]
    assert letter.subject == "Your answer has its earlier points again"
    assert "the key of a question was corrected" not in letter.body
    assert "before 1, now 0" in letter.body


def test_the_standing_of_answers_is_counted_for_lists(w: World) -> None:
    answered(w, "abca")
    corrected(w.course, key="a")
    (found,) = queries.corrected_questions()
    assert queries.standing_in([found], [w.place])[w.place] == {FIRST: Standing(4, 2, 1)}
    again(w, wanted(found, w.place))
    assert queries.standing_in([found], [w.place])[w.place] == {FIRST: Standing(4, 0, 1)}
    corrected(w.course, key="b")  # it was right after all: those who were marked again stand otherwise now
    (found,) = queries.corrected_questions()
    assert queries.standing_in([found], [w.place])[w.place] == {FIRST: Standing(2, 0, 2)}


def test_what_waits_is_counted_place_by_place(w: World) -> None:
    other = world(2)
    answered(w, "abca")
    for one in other.enrolments:
        take(one, other.quiz, {FIRST: "b"})
    found = corrected(w.course, key="a")
    for one in (w, other):
        assert [(waits.place_path, waits.count) for waits in queries.to_decide(one.reviewer)] == [(one.place, 1)]
    assert queries.to_decide(w.trainer) == []
    both = make.person("Reviewer of two countries")
    for one in (w, other):
        held = {"kind": "reviewer", "place_id": one.cohort.place_id, "place_path": one.place, "granted_at": AT}
        db.session.add(Role(person_id=both.id, **held))
    db.session.flush()
    db.session.refresh(both)
    assert {waits.place_path for waits in queries.to_decide(both)} == {w.place, other.place}
    again(w, wanted(found, w.place))
    assert {waits.place_path for waits in queries.to_decide(both)} == {other.place}
    # Somebody of a cohort that keeps the old key answers after it was decided, and would gain.
    take(make.enrolment(w.cohort, make.person("Late Fictional")), w.quiz, {FIRST: "a"})
    assert {waits.place_path for waits in queries.to_decide(both)} == {w.place, other.place}


said = st.lists(st.sampled_from("abcd"), min_size=4, max_size=4)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(first=said, key=st.sampled_from("acd"), mode=st.sampled_from(["favour", "strict"]), then=st.sampled_from("bcd"))
def test_regraded_and_back_everybody_stands_where_she_stood(
    inside: None, first: Sequence[str], key: str, mode: str, then: str
) -> None:
    w = world()
    attempts = answered(w, first)
    before, told, done = [points(one) for one in attempts], standing(w), []
    for right in (key, then):
        what = wanted(corrected(w.course, key=right), w.place, mode)
        if queries.preview(what).effects:
            stood = [points(one) for one in attempts]
            done.append(again(w, what, key=new_key()))
            if mode == "favour":
                assert all(new[FIRST] >= old[FIRST] for old, new in zip(stood, map(points, attempts), strict=True))
    for made in reversed(done):
        undo(w, made, key=new_key())
    assert [points(one) for one in attempts] == before
    assert standing(w) == told


def standing(w: World) -> list[Any]:
    evidence = evidence_of([one.id for one in w.enrolments])
    return [tries_at(w.quiz.id, evidence[one.id]) for one in w.enrolments]


def test_nothing_of_a_pretest_is_told_before_its_key_may_be_seen(inside: None) -> None:
    w = world(2, make.tested_value())
    paired = w.course.prepost
    assert paired
    hold(w, paired.pretest_id)
    pretest = half_of(paired, paired.pretest_id, "A")
    one = next(question for question in paired.questions if question.type == "single")
    wrong = next(option for option in one.options if option != one.key)
    enrolment = w.enrolments[1]
    asked_of = take(enrolment, pretest, {one.id: wrong})
    other = take(w.enrolments[0], pretest, {one.id: wrong})
    asked_in = {form: paired.forms[form] for form in ("A", "B")}
    with_it = asked_of if one.id in asked_in[asked_of.form or "A"] else other
    what = wanted(corrected(w.course, one.id, key=wrong), w.place)
    assert not any(effect.may_pass for effect in queries.preview(what).effects)
    made = again(w, what, reason="Not that option.")
    assert points(with_it)[one.id] == one.points
    w.enrolments[0].person.email = "zero@example.org"
    db.session.flush()
    tell_of({"regrade": made.id}, lambda _done, _total: None)
    (letter,) = db.session.scalars(select(Letter).where(Letter.purpose == "regraded"))
    assert "Not that option." not in letter.body
    assert "before 0" not in letter.body
    assert "when your trainer has closed the post-test" in letter.body
    seen = answers.seen_of(with_it.enrolment_id, w.cohort.id, w.course, pretest)
    assert (seen.shows_key, seen.shows_result) == (False, False)


def hold(w: World, quiz_key: str) -> None:
    found = quiz_in(w.course, quiz_key)
    assert found
    with transaction():
        quizzes.open_test(w.cohort, found[1], w.trainer, AT)


def test_certificates_that_rest_on_it_are_listed_and_stay_in_force(w: World) -> None:
    lost = {"BRD-2-q2": True, "BRD-2-q4": "a"}
    first, second, third, _fourth = w.enrolments
    for one in (first, second, third):
        take(one, w.quiz, {**lost, FIRST: "b"})
    take(second, w.quiz, {FIRST: "a"})  # passes in another attempt, too
    batch = Batch(cohort_id=w.cohort.id, kind="completion", issued_at=AT, issued_by_id=w.trainer.id, request_key="b")
    db.session.add(batch)
    db.session.flush()
    for number, one in enumerate((first, second)):
        db.session.add(
            Certificate(
                enrolment_id=one.id,
                batch_id=batch.id,
                kind="completion",
                number=f"BRD-2027-{number}",
                code=f"code {number}",
                facts={},
                digest="",
                issued_at=AT,
            )
        )
    db.session.flush()
    what = wanted(corrected(w.course, key="a"), w.place, "strict")
    preview = queries.preview(what)
    assert len(preview.failed) == 3
    assert [one.number for one in queries.certificates_at_stake(preview.failed)] == ["BRD-2027-0"]
    again(w, what)
    assert db.session.scalar(select(func.count()).select_from(Certificate).where(Certificate.is_current)) == 2


def test_cohorts_that_keep_the_earlier_key_are_listed_by_the_alphabet(w: World) -> None:
    names = ["Guliston", "Зангиота", "zarafshon", "O'zbekiston", "Gʻijduvon", "Chilonzor"]
    for name in reversed(names):
        make.cohort(db.session.get_one(Version, w.cohort.course_version_id), name=name, place_path=w.place)
    staying = queries.staying_behind(corrected(w.course, key="a"), w.place, w.coordinator)
    assert [one.name for one in staying] == [w.cohort.name, *names]
