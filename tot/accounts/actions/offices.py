"""Offices (roles) are given and ended."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from tot.accounts import queries
from tot.accounts.models import Person, Place, Role
from tot.audit import Did, remember
from tot.db import db, is_repeat
from tot.refusals import Refused


def grant_role(person: Person, kind: str, place: Place, actor: Person | None, now: datetime) -> None:
    """Gives an office for a place; the same office for the same place a second time changes nothing."""
    if queries.role_of(person, kind, place.path):
        return
    role = Role(
        person_id=person.id,
        kind=kind,
        place_id=place.id,
        place_path=place.path,
        granted_at=now,
        granted_by_id=getattr(actor, "id", None),
    )
    try:
        with db.session.begin_nested():
            db.session.add(role)
            db.session.flush()
    except IntegrityError as error:
        if not is_repeat(error):
            raise
        return
    db.session.expire(person, ["roles"])
    remember(Did.GRANTED_ROLE, actor=actor, now=now, about=person, person=person.id, role=kind, place=place.code)


def end_role(role: Role, actor: Person, now: datetime) -> None:
    """Ends an office. The last administrator stays: somebody must be able to let others in."""
    # First all, then this one: two who end each other wait in one order.
    administrators = queries.administrators_for_update() if role.kind == "administrator" else set()
    db.session.refresh(role, with_for_update={"of": Role})
    if role.ended_at is not None:
        return
    if administrators == {role.id}:
        raise Refused(_l("This is the last administrator. Make somebody else an administrator first."))
    role.ended_at = now
    person = db.session.get_one(Person, role.person_id)
    db.session.flush()
    db.session.expire(person, ["roles"])
    remember(
        Did.ENDED_ROLE, actor=actor, now=now, about=person, person=person.id, role=role.kind, place=role.place.code
    )
