"""People are added and changed."""

import secrets
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tot import mail
from tot.accounts import queries, rules
from tot.accounts.actions.own import withdraw_codes
from tot.accounts.models import Agency, Person, Place
from tot.audit import Did, remember
from tot.db import db, is_repeat
from tot.refusals import Refused
from tot.web.languages import in_language

NAME_TROUBLE = {
    rules.NameTrouble.SHORT: _l("Write the whole name, as in the identity document."),
    rules.NameTrouble.LONG: _l("A name has at most 120 characters. Leave titles and positions out."),
    rules.NameTrouble.DIGITS: _l("A name has no figures. Write it as in the identity document."),
    rules.NameTrouble.SIGNS: _l("A name has letters, spaces, hyphens and apostrophes only. Leave other signs out."),
}


def lock_person(person: Person) -> None:
    """Of two who decide about the same person at once, the second waits and sees what the first did."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def name_as_kept(name: str) -> str:
    """The cleaned name; Refused when it cannot be one."""
    cleaned = rules.clean_name(name)
    if trouble := rules.name_trouble(cleaned):
        raise Refused(NAME_TROUBLE[trouble], "name")
    return cleaned


class Newcomer(TypedDict):
    """What is said of somebody who is added."""

    name: str
    language: str
    sex: str
    agency: Agency | None
    place: Place | None
    email: NotRequired[str | None]
    position: NotRequired[str | None]
    is_demo: NotRequired[bool]


def add_person(
    actor: Person | None, now: datetime, *, request_key: str | None = None, **said: Unpack[Newcomer]
) -> Person:
    """Adds a person with a sign-in name of her own. The same `request_key` twice gives the same person."""
    if request_key and (known := queries.person_by_request(request_key, actor.id if actor else None)):
        return known
    person = draft(said, actor, now)
    person.request_key = request_key
    free_email(person.email, None)
    if (known := _insert(person)) is person:
        remember_added(person, actor, now)
    return known


def draft(said: Newcomer, actor: Person | None, now: datetime) -> Person:
    """A person as she is kept, not yet written and without a sign-in name; Refused when the name cannot be one."""
    cleaned, place = name_as_kept(said["name"]), said["place"]
    return Person(
        name=cleaned,
        name_key=rules.name_key(cleaned),
        name_order=rules.name_order(cleaned),
        email=kept_email(said.get("email")),
        sign_in_key=secrets.token_urlsafe(16),
        language=said["language"],
        sex=said["sex"],
        agency=said["agency"],
        place=place,
        place_path=place.path if place else None,
        position=said.get("position") or None,
        is_demo=said.get("is_demo", False),
        made_at=now,
        made_by_id=actor.id if actor else None,
    )


def remember_added(person: Person, actor: Person | None, now: datetime) -> None:
    """The event of somebody's account."""
    remember(Did.ADDED_PERSON, actor=actor, now=now, about=person, person=person.id, place=person.place_path)


def _insert(person: Person) -> Person:
    """Writes a new person. Where two are added at the same moment the database decides what is taken.

    The second of one name takes the next number; the second of one request is the person of the first.
    """
    for _another in range(20):
        person.sign_in_name = rules.sign_in_name(person.name, queries.sign_in_names_like(person.name))
        try:
            with db.session.begin_nested():
                db.session.add(person)
                db.session.flush()
        except IntegrityError as error:
            if _is_taken("request_key", error) and (
                known := queries.person_by_request(person.request_key, person.made_by_id)
            ):
                return known
            if _is_taken("email", error):
                free_email(person.email, None)
            if not _is_taken("sign_in_name", error):
                raise
        else:
            return person
    raise Refused(_l("Many people are being added at this moment. Try once more."))


def _is_taken(column: str, error: IntegrityError) -> bool:
    text = str(error.orig)
    return is_repeat(error) and (f"people.{column}" in text or f"uq_people_{column}" in text)


def kept_email(email: str | None) -> str | None:
    """The address as it is kept."""
    return (email or "").strip().lower() or None


def free_email(email: str | None, person: Person | None) -> str | None:
    """The address as it is kept, if it belongs to nobody else."""
    kept = kept_email(email)
    owner = queries.person_by_email(kept) if kept else None
    if owner is not None and (person is None or owner.id != person.id):
        raise Refused(_l("This e-mail address belongs to another account. Leave it empty or use another."), "email")
    return kept


def change_person(person: Person, actor: Person, now: datetime, **changes: Any) -> None:
    """Changes what is said about a person; only what differs is written and remembered."""
    lock_person(person)
    db.session.refresh(person)
    if "name" in changes:
        changes["name"] = name_as_kept(changes["name"])
        changes["name_key"] = rules.name_key(changes["name"])
        changes["name_order"] = rules.name_order(changes["name"])
    if "email" in changes:
        changes["email"] = free_email(changes["email"], person)
    if "place" in changes:
        changes["place_path"] = changes["place"].path if changes["place"] else None
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    if "email" in changed:
        _tell_former_address(person, changes["email"], now)
        withdraw_codes(person, now, {"letter", "reset"})  # whoever reads the former address is not let in any more
    for name in changed:
        setattr(person, name, changes[name])
    if not person.is_active:
        withdraw_codes(person, now)
    told = sorted(set(changed) - {"name_key", "name_order", "place_path"})
    if told:
        remember(Did.CHANGED_PERSON, actor=actor, now=now, about=person, person=person.id, fields=told)


def _tell_former_address(person: Person, email: str | None, now: datetime) -> None:
    """Whoever takes over an account changes the address first; the owner hears of it at the former one."""
    with in_language(person.language):
        body = render_template("accounts/letters/address.txt", name=person.name, email=email)
        subject = _("Your e-mail address was changed")
        mail.write(
            to=person,
            purpose="address",
            thing=f"person {person.id} {now.isoformat()}",
            subject=subject,
            body=body,
            now=now,
        )
