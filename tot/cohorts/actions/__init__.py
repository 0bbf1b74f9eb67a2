"""What happens to cohorts, to those who take part, and to files of participants; one module for each noun."""

from tot.cohorts.actions.cohorts import (
    CLOSING,
    change_cohort,
    close_cohort,
    lock_cohort,
    move_cohort,
    open_cohort,
    reopen_cohort,
)
from tot.cohorts.actions.imports import confirm_import, discard_import, take_in_file
from tot.cohorts.actions.participants import (
    add_participant,
    end_enrolment,
    enrol,
    make_slips,
    make_trainer,
    resume_enrolment,
    slip_refusal,
)

__all__ = [
    "CLOSING",
    "add_participant",
    "change_cohort",
    "close_cohort",
    "confirm_import",
    "discard_import",
    "end_enrolment",
    "enrol",
    "lock_cohort",
    "make_slips",
    "make_trainer",
    "move_cohort",
    "open_cohort",
    "reopen_cohort",
    "resume_enrolment",
    "slip_refusal",
    "take_in_file",
]
