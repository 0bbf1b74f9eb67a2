"""Many people are added at once, in a few statements: a file of a thousand is imported while somebody waits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from tot.accounts import queries, rules
from tot.accounts.actions.people import Newcomer, add_person, draft, remember_added
from tot.accounts.models import Person
from tot.db import db, is_repeat
from tot.refusals import Refused


def add_people(actor: Person | None, now: datetime, newcomers: Sequence[Newcomer]) -> list[Person | None]:
    """Adds a person for each of these; None where the e-mail address has an owner already."""
    people = _drafts(actor, now, newcomers)
    added = [person for person in people if person is not None]
    try:
        with db.session.begin_nested():
            db.session.add_all(added)
            db.session.flush()
    except IntegrityError as error:
        if not is_repeat(error):
            raise
        # Somebody else adds people at this moment and has taken a name or an address: now each for herself.
        return [_added(said, actor, now) for said in newcomers]
    for person in added:
        remember_added(person, actor, now)
    return people


def _drafts(actor: Person | None, now: datetime, newcomers: Sequence[Newcomer]) -> list[Person | None]:
    drafts = [draft(said, actor, now) for said in newcomers]
    owned = queries.emails_in_use(person.email for person in drafts if person.email)
    taken = queries.sign_in_names_from({rules.sign_in_name(person.name, ()) for person in drafts})
    free: list[Person | None] = []
    for person in drafts:
        if person.email in owned:
            free.append(None)
            continue
        free.append(person)
        owned |= {person.email} if person.email else set()
        person.sign_in_name = rules.sign_in_name(person.name, taken)
        taken.add(person.sign_in_name)
    return free


def _added(said: Newcomer, actor: Person | None, now: datetime) -> Person | None:
    try:
        return add_person(actor, now, **said)
    except Refused as refused:
        if refused.field != "email":
            raise
        return None
