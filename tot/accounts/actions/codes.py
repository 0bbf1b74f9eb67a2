"""Codes that let their owner in once: made, printed, sent, withdrawn, used."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from tot import jobs, mail
from tot.accounts import queries, rules
from tot.accounts.actions.own import set_password, withdraw_codes
from tot.accounts.actions.people import lock_person
from tot.accounts.models import Invitation, Person
from tot.audit import Did, remember
from tot.db import changed, db, new_key, transaction
from tot.refusals import Refused
from tot.web.languages import in_language


def make_code(
    person: Person,
    by: str,
    actor: Person | None,
    now: datetime,
    days: int | None = None,
    request_key: str | None = None,
) -> str:
    """A new code that lets the person in once; only a keyed hash of it is kept, so it cannot be shown again.

    A new one withdraws those before it (a forgotten password withdraws only its like: a stranger must not be able to
    spoil a slip). The same `request_key` gives the same code: a second click prints the same slip.
    """
    lock_person(person)
    if not person.is_active:
        raise Refused(_l("This account is closed. Open it first, then make a code."))
    key = str(current_app.secret_key)
    code = rules.code_for(f"{person.id} {request_key}", key) if request_key else rules.code_of(secrets.randbits(50))
    hashed = rules.code_hash(code, key)
    if request_key and (known := queries.invitation_by_hash(hashed)):
        if not known.is_open_at(now):
            raise Refused(_l("This slip was used or replaced meanwhile. Reload the page to make a new one."))
        return code
    withdraw_codes(person, now, {"reset"} if by == "reset" else rules.CODE_LASTS)
    lasts = timedelta(days=days) if days is not None else rules.CODE_LASTS[by]
    db.session.add(
        Invitation(
            person_id=person.id,
            code_hash=hashed,
            by=by,
            made_at=now,
            made_by_id=getattr(actor, "id", None),
            expires_at=now + lasts,
        )
    )
    db.session.flush()
    if by in ("reset", "terminal"):  # whoever prints a slip or writes a letter remembers that herself
        remember(Did.MADE_LINK, actor=actor, now=now, about=person, person=person.id, by=by)
    return code


def make_slips(
    people: Iterable[Person], actor: Person, now: datetime, request_key: str | None = None
) -> list[tuple[Person, str]]:
    """A code for the slip of each person; hand the result to `paper.slips`."""
    slips = []
    for person in people:
        slips.append((person, make_code(person, "slip", actor, now, request_key=request_key)))
        remember(
            Did.MADE_SLIP,
            actor=actor,
            now=now,
            about=person,
            person=person.id,
            expires_at=now + rules.CODE_LASTS["slip"],
        )
    return slips


def link_of(code: str) -> str:
    """Where a code lets its owner in."""
    return f"{current_app.config['TOT'].public_url}/j/{code}"


def invite(person: Person, actor: Person | None, now: datetime, request_key: str | None = None) -> None:
    """Sends the person a letter with a link that lets her in once; the same `request_key` twice sends one letter."""
    if not person.email:
        raise Refused(_l("This person has no e-mail address. Print a slip instead."))
    code = make_code(person, "letter", actor, now, request_key=request_key)
    if _write_letter(person, "invitation", code, now, _l("Your place on the training platform")):
        remember(Did.INVITED, actor=actor, now=now, about=person, person=person.id, by_letter=True)


RESET_PAUSE = timedelta(minutes=10)


def ask_reset(person_id: int | None, now: datetime) -> None:
    """Asks for a link to choose a new password, later and for nobody, too: the page answers everybody as soon."""
    jobs.request("send reset", f"reset {new_key()}", actor=None, now=now, person=person_id, at=now)


@jobs.works("send reset")
def _send_reset(arguments: dict[str, Any], report: jobs.Report) -> None:
    with transaction():
        if person := db.session.get(Person, arguments["person"] or 0):
            send_reset(person, datetime.fromisoformat(arguments["at"]))


def send_reset(person: Person, now: datetime) -> None:
    """Sends a link to choose a new password, to an address we know; asked again at once, it does nothing."""
    if not person.email or not person.is_active or queries.has_recent_reset(person, now - RESET_PAUSE):
        return
    _write_letter(person, "reset", make_code(person, "reset", None, now), now, _l("Choose a new password"))


def _write_letter(person: Person, kind: str, code: str, now: datetime, subject: Any) -> mail.Letter | None:
    hashed = rules.code_hash(code, str(current_app.secret_key))
    invitation = db.session.scalars(select(Invitation).where(Invitation.code_hash == hashed)).one()
    with in_language(person.language):
        body = render_template(
            f"accounts/letters/{kind}.txt",
            name=person.name,
            link=link_of(code),
            sign_in_name=person.sign_in_name,
            expires_at=invitation.expires_at,
        )
        return mail.write(
            to=person, purpose=kind, thing=f"invitation {invitation.id}", subject=str(subject), body=body, now=now
        )


def join(code: str, password_hash: str, language: str, now: datetime) -> Person:
    """Uses a code: its owner has a password now, and sign-ins from before end. Of two uses at once, one is refused."""
    invitation = queries.invitation_by_code(code)
    if invitation is None or not _use(invitation.id, now):
        raise Refused(_l("This code was used already or has expired. Ask your trainer or coordinator for a new one."))
    person = db.session.scalars(select(Person).where(Person.id == invitation.person_id).with_for_update()).one()
    if not person.is_active:
        raise Refused(_l("This account is closed. Ask your coordinator to open it again."))
    person.language = language
    set_password(person, password_hash, now)
    remember(Did.JOINED, actor=person, now=now, about=person, person=person.id)
    return person


def _use(invitation_id: int, now: datetime) -> bool:
    """Marks a code as used; the database lets only one of two do it."""
    used = changed(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
    )
    return used == 1
