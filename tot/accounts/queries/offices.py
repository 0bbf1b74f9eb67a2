"""Offices that people hold for a place."""

from sqlalchemy import select

from tot.accounts.models import Person, Role
from tot.db import db


def role_of(person: Person, kind: str, place_path: str) -> Role | None:
    """The office that a person holds there, if she does."""
    return db.session.scalars(
        select(Role).where(
            Role.person_id == person.id, Role.kind == kind, Role.place_path == place_path, Role.ended_at.is_(None)
        )
    ).one_or_none()


def role_by_id(role_id: int) -> Role | None:
    """One office."""
    return db.session.get(Role, role_id)


def administrators_for_update() -> set[int]:
    """The offices of active administrators, held fast until the transaction ends."""
    held = (
        select(Role.id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind == "administrator", Role.ended_at.is_(None), Person.is_active)
        .order_by(Role.id)
        .with_for_update(of=Role)
    )
    return set(db.session.scalars(held))
