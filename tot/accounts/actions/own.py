"""The own account: password, sign-ins that succeed or fail, locks, and what was typed when a session ended."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from tot import mail
from tot.accounts import rules
from tot.accounts.models import Invitation, KeptForm, Person
from tot.audit import Did, remember
from tot.db import db, new_key
from tot.refusals import Refused
from tot.web.languages import in_language

PASSWORD_TROUBLE = {
    rules.PasswordTrouble.SHORT: _l("Take at least 10 characters. Three or four words make a good password."),
    rules.PasswordTrouble.LONG: _l("A password has at most 200 characters."),
    rules.PasswordTrouble.COMMON: _l("Too many people use such a password. Choose words that do not belong together."),
    rules.PasswordTrouble.OWN_NAME: _l("Your own name is easy to guess. Choose something else."),
}


def good_password(person: Person, password: str) -> None:
    """Refused when a password is too short, too common, or the person's own name."""
    own = (person.name, person.sign_in_name, (person.email or "").partition("@")[0])
    if trouble := rules.password_trouble(password, *own):
        raise Refused(PASSWORD_TROUBLE[trouble], "password")


def set_password(person: Person, password_hash: str, now: datetime) -> None:
    """Keeps a new password; every other sign-in of this person ends, so does every code, and a lock is lifted.

    A slip that somebody found, or a letter that somebody else reads, must not outlast the password chosen against it.
    """
    person.password_hash = password_hash
    person.sign_in_key = secrets.token_urlsafe(16)
    person.failed_sign_ins, person.locked_until = 0, None
    withdraw_codes(person, now)


def withdraw_codes(person: Person, now: datetime, by: Collection[str] = rules.CODE_LASTS) -> None:
    """Makes the codes of this person useless that were not used yet: all, or those that went these ways."""
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.person_id == person.id,
            Invitation.by.in_(by),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


def change_password(person: Person, password_hash: str, now: datetime) -> None:
    """Changes the password of somebody who is signed in."""
    set_password(person, password_hash, now)
    remember(Did.CHANGED_PASSWORD, actor=person, now=now, about=person, person=person.id)


def sign_out_everywhere(person: Person) -> None:
    """Ends every sign-in of this person, on all devices."""
    person.sign_in_key = secrets.token_urlsafe(16)


# ----------------------------------------------------------------------------------------------------------- sign-in


def note_sign_in(person_id: int, password_hash: str, now: datetime) -> Person | None:
    """Lets in whose password was found right; None when locked, closed, or the password is new since."""
    person = _for_update(person_id)
    if person is None or not person.is_active or person.is_locked_at(now):
        return None
    if person.password_hash != password_hash:  # changed while this one was being checked
        return None
    person.failed_sign_ins, person.locked_until = 0, None
    remember(Did.SIGNED_IN, actor=person, now=now, about=person, person=person.id)
    return person


def note_failure(person_id: int | None, now: datetime) -> None:
    """Counts a wrong password; every fifth in a row locks the account for a while, and its owner is told by letter.

    With None, an unknown name, it asks the database all the same: the answer takes as long.
    """
    person = _for_update(person_id or 0)
    if person is None or person.is_locked_at(now):
        return
    person.failed_sign_ins += 1
    lasts = rules.lock_after(person.failed_sign_ins)
    if lasts is None:
        return
    person.locked_until, person.untold_lock_at = now + lasts, now
    remember(Did.LOCKED, actor=None, now=now, about=person, person=person.id, until=person.locked_until)
    _tell_lock(person, now)


def told_lock(person: Person) -> None:
    """The owner has read that her account was locked."""
    person.untold_lock_at = None


def _for_update(person_id: int) -> Person | None:
    return db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def _tell_lock(person: Person, now: datetime) -> None:
    with in_language(person.language):
        body = render_template(
            "accounts/letters/locked.txt", name=person.name, at=now, until=person.locked_until, tries=rules.TRIES
        )
        mail.write(
            to=person,
            purpose="locked",
            thing=f"person {person.id} {now.isoformat()}",
            subject=_("Somebody tried to sign in with your name"),
            body=body,
            now=now,
        )


# -------------------------------------------------------------------------------------------------------- kept forms

KEPT_FOR = timedelta(days=7)
KEPT_LARGEST = 200_000  # characters of one form: far more than the longest answer
KEPT_MOST = 20  # forms of one person at a time


def keep_form(*, person_id: int, path: str, fields: list[Any], now: datetime) -> str | None:
    """Keeps what somebody had typed; returns the key that gives it back to her, None when it is too much."""
    if sum(len(name) + len(value) for name, value in fields) > KEPT_LARGEST:
        return None
    newest = (
        select(KeptForm.id).where(KeptForm.person_id == person_id).order_by(KeptForm.id.desc()).limit(KEPT_MOST - 1)
    )
    newest_ids = list(db.session.scalars(newest))
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.id.not_in(newest_ids)))
    kept = KeptForm(key=new_key(), person_id=person_id, path=path, fields=fields, kept_at=now)
    db.session.add(kept)
    return kept.key


def drop_kept_form(person_id: int, key: str) -> None:
    """Forgets a kept form that was sent at last."""
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.key == key))


def drop_old_kept_forms(now: datetime) -> None:
    """Forgets what nobody came back for."""
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now - KEPT_FOR))
