"""Several pages of one person at the same moment, on real connections: nothing twice, nothing overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import count_of
from tests.progress.make import AT
from tests.quizzes.make import World, handed_in, marker_for, world
from tot.accounts.models import Person
from tot.cohorts.queries import cohort_by_id, own_enrolment
from tot.db import db, transaction
from tot.lessons import actions as lessons
from tot.lessons.models import Reading
from tot.progress.models import Evidence
from tot.quizzes import actions, queries
from tot.quizzes.models import Answer, Attempt, Marker, Marking, Rating
from tot.refusals import Refused
from tot.scenarios import actions as scenarios
from tot.scenarios.models import Play, Step
from tot.scenarios.queries import play_by_id

TABS = 4


@pytest.fixture
def w(fresh: Flask) -> World:
    with fresh.app_context(), transaction():
        return world()


def at_once(app: Flask, *acts: Callable[[], Any], around: Callable[[], Any] = transaction) -> list[Any]:
    """Does all of them at the same moment, each on a connection of its own; what each gave, or its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                with around():
                    return act()
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def begun(app: Flask, w: World) -> queries.Sitting:
    with app.app_context(), transaction():
        number = actions.begin(own_enrolment(w.enrolment.id), w.quiz, None, AT)
        return queries.sitting_by_id(number)


def test_begin(fresh: Flask, w: World) -> None:
    def begin() -> int:
        return actions.begin(own_enrolment(w.enrolment.id), w.quiz, None, AT)

    assert len(set(at_once(fresh, *[begin] * TABS))) == 1
    assert count_of(fresh, Attempt) == 1


def test_one_answer_of_several_tabs_stands(fresh: Flask, w: World) -> None:
    sitting, question = begun(fresh, w), w.quiz.questions[0]

    def tab(number: int) -> Callable[[], actions.Saved]:
        said = {"client_key": f"tab {number}", "revision": 1, "now": AT}
        return lambda: actions.answer(sitting, w.quiz, question, "abcd"[number], **said)

    saved = at_once(fresh, *[tab(number) for number in range(TABS)], around=nullcontext)
    assert sorted(one.is_kept for one in saved) == [False] * (TABS - 1) + [True]
    with fresh.app_context():
        given = queries.answers_of(sitting.id)["BRD-2-q1"]
    assert given.response == "abcd"[[one.is_kept for one in saved].index(True)]
    assert count_of(fresh, Answer) == 1


def test_the_same_answer_sent_again_and_again(fresh: Flask, w: World) -> None:
    sitting, question = begun(fresh, w), w.quiz.questions[0]

    def again() -> actions.Saved:
        return actions.answer(sitting, w.quiz, question, "b", client_key="k", revision=1, now=AT)

    found = at_once(fresh, *[again] * TABS, around=nullcontext)
    assert found == [actions.Saved(is_kept=True, revision=1)] * TABS
    assert count_of(fresh, Answer) == 1


def test_an_answer_and_the_end_come_together(fresh: Flask, w: World) -> None:
    """Either the answer came first and counts, or the end came first and the answer is refused; never between."""
    sitting, question = begun(fresh, w), w.quiz.questions[0]

    def answer() -> actions.Saved:
        return actions.answer(sitting, w.quiz, question, "b", client_key="k", revision=1, now=AT)

    def finish() -> Any:
        with transaction():
            return actions.finish(sitting, w.quiz, None, AT)

    answered, *tallies = at_once(fresh, answer, finish, finish, around=nullcontext)
    assert [tally.right for tally in tallies] == [0 if isinstance(answered, Refused) else 1] * 2
    assert count_of(fresh, Answer) == tallies[0].right
    with fresh.app_context():
        (told,) = db.session.scalars(select(Evidence))
    assert told.facts["points"] == tallies[0].right


def test_a_play_and_a_section(fresh: Flask, w: World) -> None:
    module = w.course.module("BRD-2")

    def begin() -> int:
        return scenarios.begin(own_enrolment(w.enrolment.id), module.scenario, AT)

    (number,) = set(at_once(fresh, *[begin] * TABS))

    def choose(choice: str) -> Callable[[], bool]:
        return lambda: scenarios.choose(play_by_id(number), module.scenario, 0, choice, AT)

    stands = at_once(fresh, choose("a"), choose("b"), choose("c"))
    assert sorted(stands) == [False, False, True]

    def read() -> None:
        lessons.read(own_enrolment(w.enrolment.id), module.lesson, module.lesson.sections[0], AT)

    at_once(fresh, *[read] * TABS)
    assert (count_of(fresh, Play), count_of(fresh, Step), count_of(fresh, Reading)) == (1, 1, 1)


# Two who mark.


@pytest.fixture
def marked(fresh: Flask, w: World) -> tuple[int, dict[str, Person]]:
    """An answer that two read, and who they are."""
    with fresh.app_context(), transaction():
        here = db.session.merge(w.cohort)
        w.cohort, w.enrolment = here, db.session.merge(w.enrolment)
        people = {"first": db.session.merge(w.trainer), "second": marker_for(w), "third": marker_for(w)}
        for part in ("second", "third"):
            actions.choose_marker(here, w.quiz.id, part, people[part].id, w.trainer, AT)
        return handed_in(w).id, people


def rating(number: int, part: str, by: Person, points: int) -> Callable[[], Any]:
    said = {"no_promise": int(points > 0), "need_to_know": int(points > 1)}
    return lambda: actions.rate(queries.turn(number, part), said, "", reason="So.", number=1, actor=by, now=AT)


@pytest.mark.parametrize("points", [(2, 2), (2, 1)])
def test_both_markers_save_at_the_same_moment(
    fresh: Flask, marked: tuple[int, dict[str, Person]], points: tuple[int, int]
) -> None:
    """However close: what both gave is kept, and it counts once where they agree, not at all where they differ."""
    number, people = marked
    tabs = [rating(number, part, people[part], points[at]) for at, part in enumerate(("first", "second"))]
    found = at_once(fresh, *tabs, *tabs)
    assert not [one for one in found if isinstance(one, Refused)]
    assert (count_of(fresh, Rating), count_of(fresh, Marking)) == (2, int(points[0] == points[1]))


def test_a_change_of_mind_and_the_other_marker_come_together(
    fresh: Flask, marked: tuple[int, dict[str, Person]]
) -> None:
    """Either she changed it in time and that is what is compared, or it was too late and nothing is lost."""
    number, people = marked
    with fresh.app_context(), transaction():
        rating(number, "first", people["first"], 1)()

    def change() -> Any:
        said = {"no_promise": 1, "need_to_know": 1}
        return actions.rate(queries.turn(number, "first"), said, "", number=2, actor=people["first"], now=AT)

    changed, _other = at_once(fresh, change, rating(number, "second", people["second"], 2))
    was_late = isinstance(changed, Refused)
    assert (count_of(fresh, Rating), count_of(fresh, Marking)) == ((2, 0) if was_late else (3, 1))


def test_a_third_decides_once(fresh: Flask, marked: tuple[int, dict[str, Person]]) -> None:
    number, people = marked
    with fresh.app_context(), transaction():
        rating(number, "first", people["first"], 2)()
        rating(number, "second", people["second"], 0)()
    at_once(fresh, *[rating(number, "third", people["third"], 1)] * TABS)
    assert (count_of(fresh, Rating), count_of(fresh, Marking)) == (3, 1)


def test_two_choose_a_marker_at_the_same_moment(fresh: Flask, w: World, marked: tuple[int, dict[str, Person]]) -> None:
    with fresh.app_context(), transaction():
        w.cohort = db.session.merge(w.cohort)
        others = [marker_for(w).id for _one in range(TABS)]
        cohort_id = w.cohort.id

    def choose(who: int) -> Callable[[], Any]:
        return lambda: actions.choose_marker(cohort_by_id(cohort_id), w.quiz.id, "second", who, w.trainer, AT).id

    found = at_once(fresh, *map(choose, others))
    assert len(set(found)) == TABS
    with fresh.app_context():
        current = list(db.session.scalars(select(Marker).where(Marker.ended_at.is_(None), Marker.part == "second")))
    assert len(current) == 1
