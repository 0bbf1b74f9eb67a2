"""What is known about corrected keys: which there are, what marking again would do, and what was done."""

from tot.regrades.queries.places import places_of
from tot.regrades.queries.previews import Wanted, preview
from tot.regrades.queries.questions import Asked, Published, Standing, asked, corrected_questions, standing_by, states
from tot.regrades.queries.records import (
    Changed,
    changes_made,
    count_of_changes,
    is_decided,
    regrade_by_id,
    regrade_of_request,
    undoing_of,
)
from tot.regrades.queries.resting import Certified, Named, certificates_at_stake, named

__all__ = [
    "Asked",
    "Certified",
    "Changed",
    "Named",
    "Published",
    "Standing",
    "Wanted",
    "asked",
    "certificates_at_stake",
    "changes_made",
    "corrected_questions",
    "count_of_changes",
    "is_decided",
    "named",
    "places_of",
    "preview",
    "regrade_by_id",
    "regrade_of_request",
    "standing_by",
    "states",
    "undoing_of",
]
