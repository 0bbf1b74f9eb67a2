"""Codes that let people in, and letters for a new password."""

from datetime import datetime

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tot.accounts import rules
from tot.accounts.models import Invitation, Person
from tot.db import db


def invitation_by_code(typed: str) -> Invitation | None:
    """The invitation of a code as somebody typed it, whether it is still open or not."""
    code = rules.typed_code(typed)
    return invitation_by_hash(rules.code_hash(code, str(current_app.secret_key))) if code else None


def invitation_by_hash(code_hash: str) -> Invitation | None:
    """The invitation of a kept hash, with its person and her agency."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.code_hash == code_hash)
        .options(joinedload(Invitation.person).joinedload(Person.agency))
    ).one_or_none()


def has_recent_reset(person: Person, since: datetime) -> bool:
    """Whether a letter for a new password was sent since then."""
    recent = select(func.count()).where(
        Invitation.person_id == person.id, Invitation.by == "reset", Invitation.made_at > since
    )
    return bool(db.session.scalar(recent))


def invitations_of(person_id: int) -> list[Invitation]:
    """The last codes that were made for a person, the newest first."""
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.person_id == person_id).order_by(Invitation.id.desc()).limit(10)
        )
    )
