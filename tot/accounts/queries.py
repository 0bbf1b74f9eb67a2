"""What we know about people, places, agencies and codes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tot.accounts.models import KeptForm, Person
from tot.db import db


def person_of_cookie(cookie: str) -> Person | None:
    """The person whom a sign-in cookie names, with roles and licences, while the cookie still holds."""
    number, _, key = cookie.partition(":")
    if not number.isdigit():
        return None
    person = db.session.scalars(
        select(Person)
        .where(Person.id == int(number), Person.sign_in_key == key, Person.is_active)
        .options(joinedload(Person.roles), joinedload(Person.licences))
    ).unique().one_or_none()
    return person


def kept_form(person: Person, key: str, path: str) -> list[Any] | None:
    """The fields that this person had typed on that page when the session ended."""
    return db.session.scalar(
        select(KeptForm.fields).where(KeptForm.key == key, KeptForm.person_id == person.id, KeptForm.path == path)
    )
