"""Who is signed in: the person of a cookie, and what she had typed when her session ended."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.instrumentation import manager_of_class
from sqlalchemy.orm.util import identity_key

from tot.accounts.models import KeptForm, Person
from tot.db import db, rows


def person_of_cookie(cookie: str) -> Person | None:
    """The person whom a sign-in cookie names, while the cookie still holds, knowing whether she holds any office.

    Of her columns those that nearly every page needs; the others are loaded when somebody asks for one.
    """
    number, _, key = cookie.partition(":")
    if not number.isdigit():
        return None
    found = rows(_person_of_cookie(), number=int(number), key=key).one_or_none()
    if found is None:
        return None
    *known, has_role, has_licence = found
    person = _as_loaded(dict(zip(_KNOWN, known, strict=True)))
    for offices, are_held in (("roles", has_role), ("licences", has_licence)):
        if not are_held:
            set_committed_value(person, offices, [])
    return person


_KNOWN = ("id", "name", "sign_in_key", "language", "place_path", "is_active", "is_demo")


@cache
def _person_of_cookie() -> Select[*tuple[Any, ...]]:
    # Asked on every page, so the statement is written once. Nearly everybody learns and holds no office: to ask whether
    # there are roles and licences costs a third of joining them.
    columns = (getattr(Person, column) for column in _KNOWN)
    return select(*columns, Person.roles.any(), Person.licences.any()).where(
        Person.id == bindparam("number"), Person.sign_in_key == bindparam("key"), Person.is_active
    )


def _as_loaded(columns: dict[str, Any]) -> Person:
    """The person of the running session with these columns, as the object mapper would have loaded her, but sooner."""
    known = db.session.identity_map.get(identity_key(Person, columns["id"]))
    if known is not None:
        return known
    person: Person = manager_of_class(Person).new_instance()
    vars(person).update(columns)
    make_transient_to_detached(person)
    db.session.add(person)
    return person


def kept_form(person: Person, key: str, path: str) -> list[Any] | None:
    """The fields that this person had typed on that page when the session ended."""
    return db.session.scalar(
        select(KeptForm.fields).where(KeptForm.key == key, KeptForm.person_id == person.id, KeptForm.path == path)
    )
