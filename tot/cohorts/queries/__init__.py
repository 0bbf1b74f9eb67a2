"""What is known about cohorts, those who take part, whom one may see, and files; one module for each noun."""

from tot.cohorts.queries.cohorts import (
    cohort_by_id,
    cohort_of_request,
    cohorts_seen_by,
    count_of_cohorts_seen_by,
    in_sight,
    names_staying_behind,
    participants_in,
    versions_of_course,
)
from tot.cohorts.queries.imports import (
    files_of,
    import_by_id,
    verdicts_of,
    waiting_import,
    was_imported,
)
from tot.cohorts.queries.participants import (
    OwnEnrolment,
    enrolment_by_id,
    enrolment_of,
    enrolments_of_cohort,
    is_active,
    own_enrolment,
    own_enrolments,
    persons_of_cohort,
)
from tot.cohorts.queries.people import (
    names_in_sight,
    people_by_id,
    people_in_sight,
    person_in_sight,
    places_by_id,
    search_in_sight,
)

__all__ = [
    "OwnEnrolment",
    "cohort_by_id",
    "cohort_of_request",
    "cohorts_seen_by",
    "count_of_cohorts_seen_by",
    "enrolment_by_id",
    "enrolment_of",
    "enrolments_of_cohort",
    "files_of",
    "import_by_id",
    "in_sight",
    "is_active",
    "names_in_sight",
    "names_staying_behind",
    "own_enrolment",
    "own_enrolments",
    "participants_in",
    "people_by_id",
    "people_in_sight",
    "person_in_sight",
    "persons_of_cohort",
    "places_by_id",
    "search_in_sight",
    "verdicts_of",
    "versions_of_course",
    "waiting_import",
    "was_imported",
]
