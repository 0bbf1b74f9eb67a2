"""What we know about how far people have come."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from tot.db import rows
from tot.progress.models import Evidence
from tot.progress.rules import Fact


def evidence_of(enrolment_ids: Iterable[int]) -> dict[int, tuple[Fact, ...]]:
    """Enrolment → its evidence, the oldest first; an enrolment without any has an empty tuple. One query for all."""
    found: dict[int, list[Fact]] = {number: [] for number in enrolment_ids}
    if not found:
        return {}
    for enrolment_id, *fact in rows(_EVIDENCE, numbers=list(found)):
        found[enrolment_id].append(Fact(*fact))
    return {number: tuple(facts) for number, facts in found.items()}


_EVIDENCE = (
    select(Evidence.enrolment_id, Evidence.kind, Evidence.thing_key, Evidence.source, Evidence.facts, Evidence.at)
    .where(Evidence.enrolment_id.in_(bindparam("numbers", expanding=True)))
    .order_by(Evidence.at, Evidence.id)
)
