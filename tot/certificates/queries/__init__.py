"""What we know about certificates: who has earned which, what was issued, and what a code stands for."""

from tot.certificates.queries.issued import (
    Issued,
    batch_by_id,
    batch_of_request,
    batches_of,
    certificate_by_id,
    certificates_in,
    certificates_of_person,
)
from tot.certificates.queries.standings import Standing, Standings, standings_of
from tot.certificates.queries.verifying import Verdict, by_code

__all__ = [
    "Issued",
    "Standing",
    "Standings",
    "Verdict",
    "batch_by_id",
    "batch_of_request",
    "batches_of",
    "by_code",
    "certificate_by_id",
    "certificates_in",
    "certificates_of_person",
    "standings_of",
]
