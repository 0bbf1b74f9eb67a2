"""What we know about how far people have come."""

from collections.abc import Iterable

from sqlalchemy import select

from tot.db import db
from tot.progress.models import Evidence
from tot.progress.rules import Fact


def evidence_of(enrolment_ids: Iterable[int]) -> dict[int, tuple[Fact, ...]]:
    """Enrolment → its evidence, the oldest first; an enrolment without any has an empty tuple. One query for all."""
    found: dict[int, list[Fact]] = {number: [] for number in enrolment_ids}
    if not found:
        return {}
    columns = (Evidence.enrolment_id, Evidence.kind, Evidence.thing_key, Evidence.source, Evidence.facts, Evidence.at)
    rows = db.session.execute(
        select(*columns).where(Evidence.enrolment_id.in_(found)).order_by(Evidence.at, Evidence.id)
    )
    for enrolment_id, *fact in rows:
        found[enrolment_id].append(Fact(*fact))
    return {number: tuple(facts) for number, facts in found.items()}
