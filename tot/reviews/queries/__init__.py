"""What waits for review, what was signed by whom, and what reviewers remarked."""

from tot.reviews.queries.groups import Cell, Group, Row, group, groups, to_do
from tot.reviews.queries.readings import LIBRARY, Reading, reading
from tot.reviews.queries.remarks import remark_by_id, remark_of_request, remarks_in, remarks_on
from tot.reviews.queries.sign_offs import (
    SignedBy,
    last_by,
    pieces_signed,
    sign_off_by_id,
    sign_off_of_request,
    sign_offs_of,
    withdrawal_of,
)

__all__ = [
    "LIBRARY",
    "Cell",
    "Group",
    "Reading",
    "Row",
    "SignedBy",
    "group",
    "groups",
    "last_by",
    "pieces_signed",
    "reading",
    "remark_by_id",
    "remark_of_request",
    "remarks_in",
    "remarks_on",
    "sign_off_by_id",
    "sign_off_of_request",
    "sign_offs_of",
    "to_do",
    "withdrawal_of",
]
