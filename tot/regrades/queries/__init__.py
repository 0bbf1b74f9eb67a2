"""What is known about corrected keys: which there are, what marking again would do, and what was done."""

from tot.regrades.queries.places import places_of
from tot.regrades.queries.previews import Wanted, preview
from tot.regrades.queries.questions import Asked, Published, asked, corrected_questions, standing_in, states_in
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
from tot.regrades.queries.staying import Staying, staying_behind
from tot.regrades.queries.waiting import ToDecide, to_decide

__all__ = [
    "Asked",
    "Certified",
    "Changed",
    "Named",
    "Published",
    "Staying",
    "ToDecide",
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
    "standing_in",
    "states_in",
    "staying_behind",
    "to_decide",
    "undoing_of",
]
