"""The demo world is made of invented people only, and shows what pages of results and of marking are for."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, true

from tests.progress import make
from tot.accounts import actions as accounts
from tot.accounts.models import Person
from tot.cohorts.models import Cohort
from tot.db import db
from tot.installation import demo
from tot.quizzes.models import Marking, Rating
from tot.quizzes.queries import waiting_in
from tot.reports import queries
from tot.reports.analysis import analyse
from tot.reports.rules.agreement import agreement_on

pytestmark = pytest.mark.usefixtures("inside")


def test_the_demo_world_shows_what_results_look_like() -> None:
    now = datetime.now(UTC)
    accounts.seed(now)
    make.border_course(make.tested_value())
    sign_ins = {one.role for one in demo.make(now)}
    assert {"master trainer", "third marker", "trainer", "participant", "observer"} <= sign_ins
    assert not db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(False)))
    _first, second = db.session.scalars(select(Cohort).order_by(Cohort.id))
    assert waiting_in(second.id), "something is left to mark"
    # Two have read the same answers: mostly alike, once decided by a third, once still to be decided.
    (twice,) = queries.read_twice(true(), "BRD-2-check")
    agreed = agreement_on(twice.question, twice.pairs).whole
    assert agreed.n >= 5
    assert 0 < agreed.same < agreed.n
    assert db.session.scalar(select(func.count()).select_from(Rating).where(Rating.part == "third")) == 1
    settled = dict(db.session.execute(select(Marking.settled, func.count()).group_by(Marking.settled)).all())
    assert settled["decided"] == 1
    assert settled["agreed"] > 1
    # Some left between the two halves of the paired test, and nobody answered in no time.
    groups = queries.groups(true(), "BRD")
    assert [group.is_held for group in groups] == [True, True]
    assert all(group.gain.pairs >= 10 and group.gain.only_pre >= 2 for group in groups)
    (sheet,) = queries.sheets(true(), quiz_key="BRD-2-check")
    analysis = analyse(sheet, queries.results(sheet, true()))
    assert analysis.whole.n >= 30
    assert all(row.figures.seconds for row in analysis.rows)
    assert analysis.whole.reliability is not None
    assert 0.3 < analysis.whole.reliability < 0.95
