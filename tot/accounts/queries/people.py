"""Many people: whom somebody may see, pages of them, and who may be the one of a name."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from tot.accounts import rules
from tot.accounts.models import Invitation, Person
from tot.accounts.queries.places import under
from tot.db import db


def people_seen_by(person: Person) -> Select[Person]:
    """The people whom this person may see: says the same as may(person, Can.SEE_PERSON, …), as a query."""
    if not person.is_active:
        return select(Person).where(false())
    if any(role.kind == "administrator" for role in person.roles):
        return select(Person).where(true())
    paths = [role.place_path for role in person.roles if role.kind == "coordinator"]
    return select(Person).where(or_(Person.id == person.id, *(under(Person.place_path, path) for path in paths)))


def filtered(
    wanted: Select[Person], *, q: str = "", place_path: str = "", agency_id: int = 0, state: str = ""
) -> Select[Person]:
    """Those of these people who fit. `q` is part of a name or an address."""
    wanted = wanted.where(*_searched(q), *_in_state(state))
    if place_path:
        wanted = wanted.where(under(Person.place_path, place_path))
    if agency_id:
        wanted = wanted.where(Person.agency_id == agency_id)
    return wanted


def count_of_people(wanted: Select[Person]) -> int:
    """How many they are."""
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def people_in_order(wanted: Select[Person], limit: int, offset: int) -> list[Person]:
    """A part of them, sorted by name, each with agency and place."""
    rows = wanted.options(joinedload(Person.agency), joinedload(Person.place))
    return list(db.session.scalars(rows.order_by(Person.name_order, Person.id).limit(limit).offset(offset)))


def _searched(q: str) -> list[ColumnElement[bool]]:
    if "@" in q:
        return [Person.email.contains(q.strip().lower(), autoescape=True)]
    in_name = [Person.name_key.contains(word, autoescape=True) for word in rules.name_key(q).split()]
    return [or_(and_(true(), *in_name), Person.sign_in_name == q.strip().lower())] if q.strip() else []


def _in_state(state: str) -> list[ColumnElement[bool]]:
    if state == "closed":
        return [Person.is_active.is_(False)]
    if state == "joined":
        return [Person.is_active.is_(True), Person.password_hash.is_not(None)]
    if state == "waiting":
        return [Person.is_active.is_(True), Person.password_hash.is_(None)]
    return []


def invited_among(people: Iterable[Person], now: datetime) -> set[int]:
    """The numbers of those for whom an unused code is about."""
    open_ones = select(Invitation.person_id).where(
        Invitation.person_id.in_([person.id for person in people]),
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )
    return set(db.session.scalars(open_ones))


def people_matching(
    name_key: str, email: str | None = None, place_path: str | None = None, among: Select[Person] | None = None
) -> list[Person]:
    """People who may be the one of this name or address, the likeliest first; only beneath the place if one is given.

    Somebody whose address is the same comes first wherever she is, because the address can belong to one person only.
    """
    address = (email or "").strip().lower()
    words = [word for word in name_key.split() if len(word) > 2]
    alike = or_(false(), *(Person.name_key.contains(word, autoescape=True) for word in words))
    if place_path:
        alike &= under(Person.place_path, place_path)
    wanted = (alike | (Person.email == address)) if address else alike
    # A family name may be shared by thousands: rows are compared, and only those who are alike become people.
    columns = (among if among is not None else select(Person)).with_only_columns(
        Person.id, Person.name_key, Person.name_order, Person.email
    )
    found = []
    for number, key, place, its_email in db.session.execute(columns.where(wanted)):
        if address and its_email == address:
            found.append((-1, place, number))
        elif likeness := rules.likeness_of_keys(key, name_key):
            found.append((_SUREST_FIRST.index(likeness), place, number))
    order = [number for _likeness, _place, number in sorted(found)[:MOST_ALIKE]]
    people = db.session.scalars(select(Person).where(Person.id.in_(order)))
    return sorted(people, key=lambda person: order.index(person.id))


MOST_ALIKE = 20
_SUREST_FIRST = list(rules.Likeness)
