"""What we know about people, places, agencies, offices and codes."""

from tot.accounts.queries.codes import has_recent_reset, invitation_by_code, invitation_by_hash, invitations_of
from tot.accounts.queries.offices import administrators_for_update, role_by_id, role_of
from tot.accounts.queries.people import MOST_ALIKE, PAGE, invited_among, people_matching, people_page, people_seen_by
from tot.accounts.queries.persons import (
    country_of,
    emails_in_use,
    events_about,
    person_by_email,
    person_by_id,
    person_by_request,
    person_by_sign_in,
    sign_in_names_from,
    sign_in_names_like,
)
from tot.accounts.queries.places import (
    agencies,
    agency_by_code,
    agency_by_id,
    place_by_code,
    place_by_id,
    places_beneath,
    places_of,
    places_under,
    places_with_way,
    under,
)
from tot.accounts.queries.signed_in import kept_form, person_of_cookie

__all__ = [
    "MOST_ALIKE",
    "PAGE",
    "administrators_for_update",
    "agencies",
    "agency_by_code",
    "agency_by_id",
    "country_of",
    "emails_in_use",
    "events_about",
    "has_recent_reset",
    "invitation_by_code",
    "invitation_by_hash",
    "invitations_of",
    "invited_among",
    "kept_form",
    "people_matching",
    "people_page",
    "people_seen_by",
    "person_by_email",
    "person_by_id",
    "person_by_request",
    "person_by_sign_in",
    "person_of_cookie",
    "place_by_code",
    "place_by_id",
    "places_beneath",
    "places_of",
    "places_under",
    "places_with_way",
    "role_by_id",
    "role_of",
    "sign_in_names_from",
    "sign_in_names_like",
    "under",
]
