"""What we know about how far people have come."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import JSON, Boolean, bindparam, cast, literal, null, select, union_all

from tot.db import rows
from tot.progress.models import Evidence, Opening
from tot.progress.rules import Fact


def evidence_of(enrolment_ids: Iterable[int]) -> dict[int, tuple[Fact, ...]]:
    """Enrolment → its evidence, the oldest first; an enrolment without any has an empty tuple. One query for all."""
    found: dict[int, list[Fact]] = {number: [] for number in enrolment_ids}
    if not found:
        return {}
    for enrolment_id, *fact in rows(_EVIDENCE, numbers=list(found)):
        found[enrolment_id].append(Fact(*fact))
    return {number: tuple(facts) for number, facts in found.items()}


def openings_of(cohort_ids: Iterable[int]) -> dict[int, dict[str, bool]]:
    """Cohort → test → whether it is open; a test that was never opened is missing. One query for all."""
    found: dict[int, dict[str, bool]] = {number: {} for number in cohort_ids}
    if found:
        for cohort_id, quiz_key, is_open, _number, _at in rows(_OPENINGS, numbers=list(found)):
            found[cohort_id][quiz_key] = is_open  # later ones replace earlier ones
    return found


def standings(
    enrolment_ids: Iterable[int], cohort_ids: Iterable[int]
) -> tuple[dict[int, tuple[Fact, ...]], dict[int, dict[str, bool]]]:
    """What `evidence_of` and `openings_of` say, in one query: for the pages that are asked for most."""
    facts: dict[int, list[Fact]] = {number: [] for number in enrolment_ids}
    openings: dict[int, dict[str, bool]] = {number: {} for number in cohort_ids}
    if facts or openings:
        for is_open, about, *fact in rows(_STANDINGS, enrolments=list(facts), cohorts=list(openings)):
            if is_open is None:
                facts[about].append(Fact(*fact[:5]))
            else:
                openings[about][fact[1]] = is_open  # later ones replace earlier ones
    return {number: tuple(found) for number, found in facts.items()}, openings


def last_openings(cohort_id: int) -> dict[str, tuple[bool, int, datetime]]:
    """Test → whether it is open, how often it was opened or closed, and when last."""
    return {key: (is_open, number, at) for _id, key, is_open, number, at in rows(_OPENINGS, numbers=[cohort_id])}


_OPENINGS = (
    select(Opening.cohort_id, Opening.quiz_key, Opening.is_open, Opening.number, Opening.at)
    .where(Opening.cohort_id.in_(bindparam("numbers", expanding=True)))
    .order_by(Opening.number)
)
_EVIDENCE = (
    select(Evidence.enrolment_id, Evidence.kind, Evidence.thing_key, Evidence.source, Evidence.facts, Evidence.at)
    .where(Evidence.enrolment_id.in_(bindparam("numbers", expanding=True)))
    .order_by(Evidence.at, Evidence.id)
)
# Openings follow each other as they were counted, not by `at`: several servers have several clocks.
_STANDINGS = union_all(
    select(
        cast(null(), Boolean).label("is_open"),
        Evidence.enrolment_id,
        Evidence.kind,
        Evidence.thing_key,
        Evidence.source,
        Evidence.facts,
        Evidence.at.label("at"),
        literal(0).label("number"),
        Evidence.id.label("id"),
    ).where(Evidence.enrolment_id.in_(bindparam("enrolments", expanding=True))),
    select(
        Opening.is_open,
        Opening.cohort_id,
        literal(""),
        Opening.quiz_key,
        literal(""),
        cast(null(), JSON),
        Opening.at,
        Opening.number,
        Opening.id,
    ).where(Opening.cohort_id.in_(bindparam("cohorts", expanding=True))),
).order_by("number", "at", "id")
