"""What happens to people, their codes, accounts and offices, and to places and agencies; one module for each noun."""

from tot.accounts.actions.codes import ask_reset, invite, join, link_of, make_code, make_slips, send_reset
from tot.accounts.actions.newcomers import add_people
from tot.accounts.actions.offices import end_role, grant_role
from tot.accounts.actions.own import (
    change_password,
    drop_kept_form,
    drop_old_kept_forms,
    good_password,
    keep_form,
    note_failure,
    note_sign_in,
    sign_out_everywhere,
    told_lock,
    withdraw_codes,
)
from tot.accounts.actions.people import Newcomer, add_person, change_person, free_email, lock_person, name_as_kept
from tot.accounts.actions.places import add_agency, add_place, rename_agency, rename_place, seed

__all__ = [
    "Newcomer",
    "add_agency",
    "add_people",
    "add_person",
    "add_place",
    "ask_reset",
    "change_password",
    "change_person",
    "drop_kept_form",
    "drop_old_kept_forms",
    "end_role",
    "free_email",
    "good_password",
    "grant_role",
    "invite",
    "join",
    "keep_form",
    "link_of",
    "lock_person",
    "make_code",
    "make_slips",
    "name_as_kept",
    "note_failure",
    "note_sign_in",
    "rename_agency",
    "rename_place",
    "seed",
    "send_reset",
    "sign_out_everywhere",
    "told_lock",
    "withdraw_codes",
]
