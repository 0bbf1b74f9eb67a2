"""Two people key the same cohort, or the same form is sent twice, at the same moment: nothing twice, nothing lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.conftest import count_of
from tests.progress import make
from tests.progress.make import AT
from tests.quizzes.make import World, world
from tests.quizzes.test_at_once import at_once
from tests.quizzes.test_paper import DAY, FINAL, PRE, line
from tot.cohorts.models import Cohort
from tot.cohorts.queries import own_enrolment
from tot.db import db, transaction
from tot.quizzes import actions, queries, rules
from tot.quizzes.actions import Sent
from tot.quizzes.keying import Line
from tot.quizzes.models import Answer, Attempt, FormGiven, Keying
from tot.refusals import Refused


@pytest.fixture
def w(fresh: Flask) -> World:
    with fresh.app_context(), transaction():
        return world(make.tested_value())


def key_in(w: World, *lines: Line, key: str = PRE, **sent: Any) -> Callable[[], list[str]]:
    def act() -> list[str]:
        cohort, said = db.session.get_one(Cohort, w.cohort.id), Sent(**{"day": DAY, **sent})
        test = queries.on_paper(w.course, key)
        return [one.what for one in actions.key_in(cohort, test, lines, said, w.trainer, AT)]

    return act


def test_one_line_sent_by_several(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        same, other = line(w), line(w, q1="-")
    said = at_once(fresh, *[key_in(w, same)] * 3, key_in(w, other))
    assert sorted(what for (what,) in said) in (["differs", "same", "same", "saved"], ["differs"] * 3 + ["saved"])
    assert (count_of(fresh, Attempt), count_of(fresh, Keying)) == (1, 1)
    assert count_of(fresh, Answer) in (11, 12)


def test_one_correction_sent_by_several(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        first, second, third = line(w), line(w, number=1, q1="-"), line(w, number=1, q2="-")
    at_once(fresh, key_in(w, first))
    said = at_once(fresh, key_in(w, second, reason="x"), key_in(w, second, reason="x"), key_in(w, third, reason="y"))
    assert [what for (what,) in said].count("corrected") == 1
    assert count_of(fresh, Keying) == 2


def test_whole_pages_in_another_order(fresh: Flask, w: World) -> None:
    with fresh.app_context(), transaction():
        cohort = db.session.get_one(Cohort, w.cohort.id)
        people = [make.enrolment(cohort).id for _more in range(8)]
    with fresh.app_context():
        lines = [line(w, who=who, letter="AB"[at % 2]) for at, who in enumerate(people)]
    said = at_once(fresh, key_in(w, *lines), key_in(w, *reversed(lines)), key_in(w, *lines[4:], *lines[:4]))
    assert sorted(what for page in said for what in page) == ["same"] * 16 + ["saved"] * 8
    assert (count_of(fresh, Attempt), count_of(fresh, FormGiven), count_of(fresh, Keying)) == (8, 8, 8)


def test_paper_and_platform_at_once(fresh: Flask, w: World) -> None:
    with fresh.app_context():
        final = rules.quiz_in(w.course, FINAL)[1]
        paper = line(w, FINAL, "A")

    def begin() -> int:
        return actions.begin(own_enrolment(w.enrolment.id), final, None, AT + timedelta(minutes=1))

    said, begun = at_once(fresh, key_in(w, paper, key=FINAL), begin)
    assert (said == ["saved"] and isinstance(begun, Refused)) or (said == ["refused"] and isinstance(begun, int))
    assert count_of(fresh, Attempt) == 1


def test_forms_are_given_once(fresh: Flask, w: World) -> None:
    def give() -> int:
        cohort = db.session.get_one(Cohort, w.cohort.id)
        return actions.give_forms(cohort, queries.on_paper(w.course, PRE), w.trainer, AT)

    assert sorted(at_once(fresh, give, give, give)) == [0, 0, 1]
    assert count_of(fresh, FormGiven) == 1
