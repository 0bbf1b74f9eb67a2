"""Evidence is taken in once per source, and read back for many people in one query."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from tests.conftest import counting
from tests.progress.make import bare_version, cohort, enrolment
from tot.db import transaction
from tot.progress.actions import tell
from tot.progress.queries import evidence_of
from tot.progress.rules import Fact

QUIZ = {"points": 7, "of": 10, "is_passed": False, "waits": True}


def test_the_same_source_tells_once(inside: None, now: datetime) -> None:
    somebody = enrolment(cohort(bare_version()))
    with transaction():
        tell(somebody.id, "quiz", "T-check", "attempt 1", QUIZ, now)
        tell(somebody.id, "quiz", "T-check", "attempt 1", {**QUIZ, "points": 9}, now + timedelta(minutes=1))
        tell(somebody.id, "section read", "T-s1", "section T-s1", {}, now + timedelta(minutes=2))
    assert evidence_of([somebody.id]) == {
        somebody.id: (
            Fact("quiz", "T-check", "attempt 1", QUIZ, now),
            Fact("section read", "T-s1", "section T-s1", {}, now + timedelta(minutes=2)),
        )
    }


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("quiz", {"points": 7}), ("section read", {"minutes": 3}), ("rumour", {}), ("attendance", {**QUIZ})],
)
def test_evidence_carries_exactly_its_facts(inside: None, now: datetime, kind: str, facts: dict) -> None:
    somebody = enrolment(cohort(bare_version()))
    with pytest.raises(ValueError, match="the facts are"):
        tell(somebody.id, kind, "T", "row 1", facts, now)


def test_evidence_of_many_is_one_query(inside: None, world: Connection, now: datetime) -> None:
    group = cohort(bare_version())
    people = [enrolment(group) for _ in range(4)]
    for one in people[:3]:
        tell(one.id, "section read", "T-s1", "section T-s1", {}, now)
    with counting(world) as seen:
        found = evidence_of(one.id for one in people)
    assert [len(found[one.id]) for one in people] == [1, 1, 1, 0]
    assert len(seen) == 1
    with counting(world) as seen:
        assert evidence_of([]) == {}
    assert not seen
