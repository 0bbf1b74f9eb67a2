"""Tests on paper: forms that balance and stay, lines saved whole or refused whole, corrected and checked on record."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.progress import make
from tests.quizzes.make import World, right, world
from tests.quizzes.test_holding import begun, hold
from tot.audit import FACTS, Did, Event
from tot.clock import local_day
from tot.courses.rules import Quiz
from tot.db import db, transaction
from tot.progress.queries import evidence_of, openings_of
from tot.progress.rules import conditions_of_tests, tries_at
from tot.quizzes import actions, queries
from tot.quizzes.actions import Sent
from tot.quizzes.keying import Line, Outcome
from tot.quizzes.models import Answer, Attempt, FormGiven, Keying, Marking
from tot.quizzes.types import Keyed, type_of
from tot.refusals import Refused

PRE, POST, FINAL, CHECK = "BRD-pre", "BRD-post", "BRD-final", "BRD-2-check"
DAY = date(2027, 2, 27)


@pytest.fixture
def w(inside: None) -> World:
    return world(make.tested_value())


def paper(w: World, key: str = PRE, nth: int = 1) -> queries.OnPaper:
    found = queries.on_paper(w.course, key, nth)
    assert found
    return found


def form(w: World, key: str, letter: str = "", nth: int = 1) -> Quiz:
    return queries.form_of_quiz(w.course, paper(w, key, nth), letter)


def typed(quiz: Quiz, **other: str) -> tuple[str, ...]:
    """The right answers as they are typed; `q3="-"` types something else for the third."""
    cells = []
    for number, question in enumerate(quiz.questions, 1):
        kind = type_of(question)
        said = Keyed("", {one.id: 1 for one in question.criteria}) if question.criteria else Keyed(right(question))
        cells.append(other.get(f"q{number}", kind.as_keyed(question, said)))
    return tuple(cells)


def line(w: World, key: str = PRE, letter: str = "A", *, who: int | None = None, number: int = 0, **other: str) -> Line:
    quiz = form(w, key, letter)
    return Line(who or w.enrolment.id, letter, typed(quiz, **other), number)


def key_in(
    w: World, *lines: Line, now: datetime, key: str = PRE, by: Any = None, nth: int = 1, **sent: Any
) -> list[Outcome]:
    said = Sent(**{"day": DAY, "may_mark": True, **sent})
    with transaction():
        return actions.key_in(w.cohort, paper(w, key, nth), lines, said, by or w.trainer, now)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def points(w: World, key: str, who: int | None = None) -> list[int]:
    return [one["points"] for one in tries_at(key, evidence_of([who or w.enrolment.id])[who or w.enrolment.id])]


def attempt(w: World) -> Attempt:
    return db.session.scalars(select(Attempt)).one()


def test_forms_balance_and_stay_and_the_platform_gives_the_same(w: World, now: datetime) -> None:
    others = [make.enrolment(w.cohort).id for _more in range(5)]
    with transaction():
        assert actions.give_forms(w.cohort, paper(w), w.trainer, now) == 6
        assert actions.give_forms(w.cohort, paper(w), w.trainer, now) == 0
    forms = [one.form for one in queries.lines_of(w.cohort, paper(w))]
    assert forms == ["A", "B"] * 3
    assert [one.form for one in queries.lines_of(w.cohort, paper(w, POST))] == ["B", "A"] * 3
    late = make.enrolment(w.cohort).id
    with transaction():
        assert actions.give_forms(w.cohort, paper(w, POST), w.trainer, now) == 1
    hold(w, PRE, now)
    assert [begun(w, PRE, now, who).form for who in (w.enrolment.id, *others, late)] == [*forms, "A"]


def test_a_line_is_an_attempt_like_any_other(w: World, now: datetime) -> None:
    (outcome,) = key_in(w, line(w, q1="-", q2="-"), now=now)
    assert (outcome.what, outcome.number, outcome.is_kept) == ("saved", 1, True)
    made, quiz = attempt(w), form(w, PRE, "A")
    assert (made.paper_on, made.form, made.number, made.ends_at) == (DAY, "A", 1, None)
    assert local_day(made.submitted_at) == DAY
    assert made.version_id == quiz.version_id
    given = queries.answers_of(made.id)
    assert {key: one.response for key, one in given.items()} == {q.id: right(q) for q in quiz.questions[2:]}
    assert all(one.points == quiz.question(key).points for key, one in given.items())
    assert points(w, PRE) == [10]
    (keying,) = db.session.scalars(select(Keying))
    assert (keying.kind, keying.keyed_by_id, keying.keyed_at, keying.changes) == ("keyed", w.trainer.id, now, {})
    (event,) = db.session.scalars(select(Event).where(Event.kind == Did.KEYED_TEST.value))
    assert event.facts == {
        "enrolment": w.enrolment.id, "quiz": PRE, "number": 1, "taken_on": DAY.isoformat(), "points": 10,
    }  # fmt: skip
    assert queries.first_form(w.enrolment.id, "BRD-prepost") == "A"
    assert openings_of([w.cohort.id]) == {w.cohort.id: {PRE: False}}
    hold(w, POST, now)  # the pre-test was held, so the post-test may be
    assert begun(w, POST, now).form == "B"


def test_the_same_again_changes_nothing(w: World, now: datetime) -> None:
    for number in (0, 0, 1):  # a double click, and the page as it was drawn afterwards
        (outcome,) = key_in(w, line(w, number=number), now=now)
        assert outcome.is_kept
    assert (count(Attempt), count(Keying), count(Answer)) == (1, 1, 12)
    (same,) = key_in(w, Line(w.enrolment.id, "а", tuple(cell.upper() for cell in typed(form(w, PRE, "A")))), now=now)
    assert same.what == "same"


def test_each_line_is_whole_or_refused_with_its_reason_and_the_others_go_through(w: World, now: datetime) -> None:
    second, third, gone = (make.enrolment(w.cohort) for _more in range(3))
    gone.ended_at, gone.ended_reason = now, "moved"
    db.session.flush()
    lines = [
        line(w, q3="zz", q5=""),
        line(w, who=second.id, letter="B"),
        replace(line(w, who=third.id), form="x"),
        line(w, who=gone.id),
    ]
    bad, good, formless, left = key_in(w, *lines, now=now)
    assert (bad.what, sorted(bad.errors)) == ("refused", [3, 5])
    assert "where it was left out" in str(bad.errors[5])
    assert good.what == "saved"
    assert "A or B" in str(formless.sentence)
    assert "no longer" in str(left.sentence)
    assert (count(Attempt), count(Answer)) == (1, 12)


def test_whoever_took_it_on_the_platform_is_refused(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    sitting = begun(w, PRE, now)
    (going_on,) = key_in(w, line(w, letter=sitting.form), now=now)
    assert "is answering" in str(going_on.sentence)
    hold(w, PRE, now, is_open=False)
    (done,) = key_in(w, line(w, letter=sitting.form), now=now)
    assert "took this test on the platform" in str(done.sentence)
    assert (count(Attempt), count(Keying)) == (1, 0)


def test_whoever_took_it_on_paper_does_not_begin_on_the_platform(w: World, now: datetime) -> None:
    hold(w, PRE, now)
    key_in(w, line(w), now=now)
    with pytest.raises(Refused):
        begun(w, PRE, now)
    assert openings_of([w.cohort.id])[w.cohort.id] == {PRE: True}  # others go on


def test_a_correction_is_added_with_its_reason_and_told_again(w: World, now: datetime) -> None:
    key_in(w, line(w), now=now)
    (stale,) = key_in(w, line(w, q1="-", number=0), now=now, reason="misread")
    (why,) = key_in(w, line(w, q1="-", number=1), now=now)
    assert (stale.what, why.what) == ("differs", "differs")
    assert list(why.differs) == [1]
    assert "why it changes" in str(why.sentence)
    assert count(Answer) == 12
    (done,) = key_in(w, line(w, q1="-", q2="-", number=1), now=now, reason="misread")
    assert (done.what, done.number) == ("corrected", 2)
    made = attempt(w)
    assert (len(queries.answers_of(made.id)), count(Answer), points(w, PRE)) == (10, 14, [10])
    assert queries.outcomes(w.enrolment.id, PRE)[0].tally.answered == 10
    quiz = form(w, PRE, "A")
    keying = db.session.scalars(select(Keying).where(Keying.number == 2)).one()
    was = typed(quiz)
    assert keying.changes == {quiz.questions[n].id: [was[n], "-"] for n in (0, 1)}
    assert keying.reason == "misread"
    (again,) = key_in(w, line(w, q2="-", number=2), now=now + timedelta(hours=1), reason="no, it is there")
    assert (again.what, points(w, PRE)) == ("corrected", [11])
    (event, _second) = db.session.scalars(select(Event).where(Event.kind == Did.CORRECTED_KEYING.value))
    assert (event.facts["changed"], event.facts["points"], set(event.facts)) == (2, 10, FACTS[Did.CORRECTED_KEYING])


def test_a_false_pass_is_undone_by_its_correction(w: World, now: datetime) -> None:
    key_in(w, line(w, POST, "B"), now=now, key=POST)

    def is_passed() -> bool:
        facts = evidence_of([w.enrolment.id])[w.enrolment.id]
        return conditions_of_tests(w.course, facts)[0].is_met

    assert is_passed()
    wrong = {f"q{number}": "-" for number in range(1, 9)}
    key_in(w, line(w, POST, "B", number=1, **wrong), now=now, key=POST, reason="another sheet")
    assert not is_passed()


def test_the_sheet_says_which_form_she_really_had(w: World, now: datetime) -> None:
    with transaction():
        actions.give_forms(w.cohort, paper(w), w.trainer, now)
    key_in(w, line(w, letter="B"), now=now)
    assert queries.first_form(w.enrolment.id, "BRD-prepost") == "B"
    assert [one.first for one in db.session.scalars(select(FormGiven).order_by(FormGiven.number))] == ["A", "B"]
    (clash,) = key_in(w, line(w, POST, "B"), now=now, key=POST)
    assert "form B at the other test" in str(clash.sentence)
    key_in(w, line(w, POST, "A"), now=now, key=POST)
    assert count(Attempt) == 2


def test_a_form_that_was_mistyped_is_corrected_with_all_its_answers(w: World, now: datetime) -> None:
    key_in(w, line(w, letter="A"), now=now)
    (unsure,) = key_in(w, line(w, letter="B", number=1), now=now)
    assert "saved with form A" in str(unsure.sentence)
    (done,) = key_in(w, line(w, letter="B", number=1, q1="-"), now=now, reason="read the form again")
    assert (done.what, attempt(w).form, points(w, PRE)) == ("corrected", "B", [11])
    stands = queries.lines_of(w.cohort, paper(w))[0].stands
    assert stands
    assert stands.typed == typed(form(w, PRE, "B"), q1="-")
    assert queries.first_form(w.enrolment.id, "BRD-prepost") == "B"


def test_open_answers_stay_on_paper(w: World, now: datetime) -> None:
    quiz = form(w, CHECK)
    open_at = next(number for number, question in enumerate(quiz.questions, 1) if question.criteria)
    later, full = {f"q{open_at}": "?"}, {f"q{open_at}": "12"}
    (not_hers,) = key_in(w, line(w, CHECK, "", **full), now=now, key=CHECK, may_mark=False)
    assert list(not_hers.errors) == [open_at]
    key_in(w, line(w, CHECK, "", **later), now=now, key=CHECK, may_mark=False)
    (waiting,) = queries.waiting_in(w.cohort.id)
    assert points(w, CHECK) == [9]
    (unchanged,) = key_in(w, line(w, CHECK, "", number=1, **later), now=now, key=CHECK)
    assert unchanged.what == "same"
    (read,) = key_in(w, line(w, CHECK, "", number=1, **full), now=now, key=CHECK, reason="the trainer read it")
    assert (read.what, queries.waiting_in(w.cohort.id), points(w, CHECK)) == ("corrected", [], [10])
    assert (count(Answer), count(Marking)) == (10, 1)
    half = {f"q{open_at}": "1"}
    key_in(w, line(w, CHECK, "", number=2, **half), now=now, key=CHECK, reason="not quite")
    assert (count(Answer), count(Marking), points(w, CHECK)) == (10, 2, [9])
    given = queries.answers_of(attempt(w).id)[waiting.question_key]
    assert (given.response, given.points, sum(given.criteria.values())) == ("", 1, 1)


def test_what_a_marker_found_afterwards_is_what_stands(w: World, now: datetime) -> None:
    quiz = form(w, CHECK)
    open_at = next(number for number, question in enumerate(quiz.questions, 1) if question.criteria)
    key_in(w, line(w, CHECK, "", **{f"q{open_at}": "?"}), now=now, key=CHECK)
    (waiting,) = queries.waiting_in(w.cohort.id)
    given = queries.answer_by_id(waiting.answer_id)
    criteria = {one.id: 1 for one in quiz.questions[open_at - 1].criteria}
    with transaction():
        actions.mark(given, criteria, "", number=1, actor=w.trainer, now=now)
    (stands,) = (one.stands for one in queries.lines_of(w.cohort, paper(w, CHECK)))
    assert stands
    assert stands.typed[open_at - 1] == "12"
    assert points(w, CHECK) == [10]


def test_two_forms_of_a_drawn_test_and_a_second_sheet(w: World, now: datetime) -> None:
    with transaction():
        actions.give_forms(w.cohort, paper(w, FINAL), w.trainer, now)
    first, second = queries.lines_of(w.cohort, paper(w, FINAL)), queries.lines_of(w.cohort, paper(w, FINAL, 2))
    assert [first[0].form, second[0].form] == ["A", "B"]
    asked = {letter: {q.id for q in form(w, FINAL, letter).questions} for letter in "AB"}
    assert asked["A"] != asked["B"]
    wrong = {f"q{number}": "-" for number in range(1, 5)}
    (early,) = key_in(w, line(w, FINAL, "B"), now=now, key=FINAL, nth=2)
    assert "earlier sheet" in str(early.sentence)
    key_in(w, line(w, FINAL, "A", **wrong), now=now, key=FINAL)
    assert {q.id for q in queries.quiz_of(attempt(w)).questions} == asked["A"]
    (again,) = key_in(w, line(w, FINAL, "B"), now=now, key=FINAL, nth=2)
    assert (again.what, points(w, FINAL)) == ("saved", [0, 4])
    assert queries.on_paper(w.course, FINAL, 3) is None


def test_a_second_person_checks_and_differences_change_nothing_until_she_decides(w: World, now: datetime) -> None:
    other = make.person("Bahrom Fictional")
    key_in(w, line(w), now=now)
    (own,) = key_in(w, line(w, number=1), now=now, is_second=True)
    assert "Somebody else" in str(own.sentence)
    (apart,) = key_in(w, line(w, q4="-", number=1), now=now, is_second=True, by=other)
    assert (apart.what, list(apart.differs), count(Keying)) == ("differs", [4], 1)
    (checked,) = key_in(w, line(w, number=1), now=now, is_second=True, by=other)
    assert (checked.what, checked.number) == ("checked", 2)
    (again,) = key_in(w, line(w, number=1), now=now, is_second=True, by=other)  # a double click
    assert (again.what, count(Keying)) == ("same", 2)
    stands = queries.lines_of(w.cohort, paper(w))[0].stands
    assert stands
    assert stands.is_checked
    (event,) = db.session.scalars(select(Event).where(Event.kind == Did.CHECKED_KEYING.value))
    assert event.actor_id == other.id


def test_a_second_person_decides_that_the_first_was_wrong(w: World, now: datetime) -> None:
    other = make.person("Bahrom Fictional")
    key_in(w, line(w), now=now)
    decided = replace(line(w, q4="-", number=1), is_decided=True)
    (done,) = key_in(w, decided, now=now, is_second=True, by=other)
    assert (done.what, points(w, PRE)) == ("corrected", [11])
    assert db.session.scalars(select(Keying.kind).order_by(Keying.number)).all() == ["keyed", "settled"]
    (unknown,) = key_in(w, line(w, who=make.enrolment(w.cohort).id), now=now, is_second=True, by=other)
    assert "Nobody has typed" in str(unknown.sentence)


def corrected_day(w: World, day: date, now: datetime, *, by: Any = None, reason: str = "it was Friday") -> int:
    people = [line.enrolment_id for line in queries.lines_of(w.cohort, paper(w))]
    with transaction():
        return actions.correct_day(w.cohort, paper(w), people, Sent(day, reason), by or w.trainer, now)


def test_a_wrong_day_is_corrected_on_record_and_what_was_checked_stays_checked(w: World, now: datetime) -> None:
    other, friday = make.person("Bahrom Fictional"), DAY - timedelta(days=1)
    make.enrolment(w.cohort)  # nothing was typed for her
    key_in(w, line(w), now=now)
    key_in(w, line(w, number=1), now=now, is_second=True, by=other)
    before = points(w, PRE)
    assert corrected_day(w, friday, now) == 1
    made, stands = attempt(w), queries.lines_of(w.cohort, paper(w))[0].stands
    assert stands
    assert (made.paper_on, local_day(made.submitted_at), stands.day) == (friday,) * 3
    assert made.began_at == made.submitted_at
    assert (stands.is_checked, stands.last_change.by_id, stands.number) == (True, w.trainer.id, 3)
    assert (stands.steps[-1].days, stands.steps[-1].reason) == ((DAY, friday), "it was Friday")
    (event,) = db.session.scalars(select(Event).where(Event.kind == Did.CORRECTED_DAY.value))
    assert (event.facts["before"], event.facts["taken_on"]) == (DAY.isoformat(), friday.isoformat())
    assert corrected_day(w, friday, now) == 0  # a double click
    assert (points(w, PRE), count(Keying), count(Answer)) == (before, 3, 12)
    (again,) = key_in(w, line(w, q1="-", number=2), now=now, day=friday, reason="the cross was taken away")
    assert again.what == "differs"  # whoever has not seen the line as it is now is asked to look


def test_a_day_to_come_is_no_correction(w: World, now: datetime) -> None:
    key_in(w, line(w), now=now)
    with pytest.raises(Refused):
        corrected_day(w, now.date() + timedelta(days=1), now)
    w.cohort.closed_at = now
    db.session.commit()
    with pytest.raises(Refused):
        corrected_day(w, DAY - timedelta(days=1), now)
    assert attempt(w).paper_on == DAY


def test_nothing_is_saved_of_a_day_to_come_or_in_a_closed_cohort(w: World, now: datetime) -> None:
    with pytest.raises(Refused):
        key_in(w, line(w), now=now, day=now.date() + timedelta(days=1))
    w.cohort.closed_at = now
    db.session.commit()
    with pytest.raises(Refused):
        key_in(w, line(w), now=now)
    assert count(Attempt) == 0


def test_a_knowledge_check_follows_attempts_on_the_platform(w: World, now: datetime) -> None:
    sitting = begun(w, CHECK, now)
    with transaction():
        actions.finish(sitting, w.quiz, None, now)
    (outcome,) = key_in(w, line(w, CHECK, ""), now=now, key=CHECK)
    assert (outcome.what, points(w, CHECK)) == ("saved", [0, 10])
    assert [one.number for one in db.session.scalars(select(Attempt).order_by(Attempt.id))] == [1, 2]


def test_thirty_lines_take_no_more_questions_to_the_database_than_three(w: World, now: datetime) -> None:
    from tests.conftest import counting

    connection = db.session.connection()
    amounts = []
    for size in (2, 3, 30):
        people = [make.enrolment(w.cohort).id for _more in range(size)]
        lines = [line(w, who=who, letter="AB"[at % 2]) for at, who in enumerate(people)]
        with counting(connection) as seen:
            assert all(one.is_kept for one in key_in(w, *lines, now=now))
        amounts.append(len([one for one in seen if one.lstrip().startswith("SELECT")]))
    assert amounts[1] == amounts[2], seen
