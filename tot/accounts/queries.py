"""What we know about people, places, agencies, offices and codes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import joinedload, make_transient_to_detached, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from tot.accounts import rules
from tot.accounts.models import Agency, Invitation, KeptForm, Person, Place, Role
from tot.audit import Event
from tot.db import db, rows

# ---------------------------------------------------------------------------------------------------------- one person


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
    person = Person(**columns)
    make_transient_to_detached(person)
    db.session.add(person)
    return person


def country_of(person: Any) -> str:
    """The two small letters of the country in which somebody works; the installation's, where nothing is known."""
    beneath = (getattr(person, "place_path", None) or "").strip("/").split("/")[0]
    country: str = beneath or current_app.config["TOT"].country
    return country.lower()


def person_by_id(person_id: int) -> Person | None:
    """A person with everything that her page and the policy ask for."""
    return db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(
            joinedload(Person.agency),
            joinedload(Person.place),
            selectinload(Person.roles).joinedload(Role.place),
            selectinload(Person.licences),
        )
    ).one_or_none()


def person_by_sign_in(typed: str) -> Person | None:
    """Whom somebody means who types an e-mail address or a sign-in name, in any case and alphabet."""
    if "@" in typed:
        return person_by_email(typed.strip().lower())
    as_typed, in_latin = rules.typed_sign_in_name(typed)
    found = {
        person.sign_in_name: person
        for person in db.session.scalars(select(Person).where(Person.sign_in_name.in_([as_typed, in_latin])))
    }
    return found.get(as_typed) or found.get(in_latin)


def person_by_email(email: str) -> Person | None:
    """Whose e-mail address it is."""
    return db.session.scalars(select(Person).where(Person.email == email)).one_or_none()


def person_by_request(request_key: str | None) -> Person | None:
    """The person whom one sending of a form has added."""
    return db.session.scalars(select(Person).where(Person.request_key == request_key)).one_or_none()


def sign_in_names_like(name: str) -> set[str]:
    """The taken sign-in names that begin like the one this name would get."""
    first = rules.sign_in_name(name, ())
    return set(db.session.scalars(select(Person.sign_in_name).where(Person.sign_in_name.startswith(first))))


# --------------------------------------------------------------------------------------------------------- many people


def people_seen_by(person: Any) -> Select[Person]:
    """The people whom this person may see: says the same as may(person, Can.SEE_PERSON, …), as a query."""
    if not person.is_active:
        return select(Person).where(false())
    if any(role.kind == "administrator" for role in person.roles):
        return select(Person).where(true())
    paths = [role.place_path for role in person.roles if role.kind == "coordinator"]
    return select(Person).where(or_(Person.id == person.id, *(under(Person.place_path, path) for path in paths)))


def under(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a column's path lies at or beneath a place."""
    beneath: ColumnElement[bool] = column.startswith(path, autoescape=True)
    return beneath


PAGE = 50


def people_page(
    wanted: Select[Person], *, q: str = "", place_path: str = "", agency_id: int = 0, state: str = "", number: int = 1
) -> tuple[list[Person], int]:
    """One page of fifty people, sorted by name, and how many there are in all. `q` is part of a name or an address."""
    wanted = wanted.where(*_searched(q), *_in_state(state))
    if place_path:
        wanted = wanted.where(under(Person.place_path, place_path))
    if agency_id:
        wanted = wanted.where(Person.agency_id == agency_id)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = wanted.options(joinedload(Person.agency), joinedload(Person.place))
    ordered = rows.order_by(Person.name_key, Person.id).limit(PAGE).offset((max(number, 1) - 1) * PAGE)
    return list(db.session.scalars(ordered)), total


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
        Person.id, Person.name_key, Person.email
    )
    found = []
    for number, key, its_email in db.session.execute(columns.where(wanted)):
        if address and its_email == address:
            found.append((-1, key, number))
        elif likeness := rules.likeness_of_keys(key, name_key):
            found.append((_SUREST_FIRST.index(likeness), key, number))
    order = [number for _likeness, _key, number in sorted(found)[:MOST_ALIKE]]
    people = db.session.scalars(select(Person).where(Person.id.in_(order)))
    return sorted(people, key=lambda person: order.index(person.id))


MOST_ALIKE = 20
_SUREST_FIRST = list(rules.Likeness)


# ------------------------------------------------------------------------------------------------- places and agencies


def places_under(path: str) -> list[Place]:
    """A place and all beneath it, parents before children."""
    return _parents_first(under(Place.path, path))


def _parents_first(wanted: ColumnElement[bool]) -> list[Place]:
    # Sorted here: a database may leave the slashes out of its order.
    return sorted(db.session.scalars(select(Place).where(wanted)), key=lambda place: place.path)


def places_of(person: Any) -> list[Place]:
    """The places that a person looks after as a coordinator, with all beneath; every place for an administrator."""
    if any(role.kind == "administrator" for role in person.roles):
        return places_under("/")
    paths = [role.place_path for role in person.roles if role.kind == "coordinator"]
    return _parents_first(or_(false(), *(under(Place.path, path) for path in paths)))


def places_with_way(person: Any) -> list[Place]:
    """The places that a person looks after, and those on the way down to them."""
    here = places_of(person)
    above = {step for place in here for step in _steps(place.path)} - {place.path for place in here}
    return sorted([*here, *db.session.scalars(select(Place).where(Place.path.in_(above)))], key=lambda p: p.path)


def _steps(path: str) -> list[str]:
    """ "/UZ/UZ-TO/" → ["/UZ/", "/UZ/UZ-TO/"]"""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


def places_beneath(parent: Place | None) -> Sequence[Place]:
    """The places one step beneath another; the countries, without one."""
    return db.session.scalars(select(Place).where(Place.parent_id == (parent.id if parent else None))).all()


def place_by_id(place_id: int) -> Place | None:
    """One place."""
    return db.session.get(Place, place_id)


def place_by_code(code: str) -> Place | None:
    """The place of a code."""
    return db.session.scalars(select(Place).where(Place.code == code.upper())).one_or_none()


def agencies() -> list[Agency]:
    """All agencies, those of one kind together."""
    return list(db.session.scalars(select(Agency).order_by(Agency.kind, Agency.id)))


def agency_by_id(agency_id: int) -> Agency | None:
    """One agency."""
    return db.session.get(Agency, agency_id)


def agency_by_code(code: str) -> Agency | None:
    """The agency of a code."""
    return db.session.scalars(select(Agency).where(Agency.code == code)).one_or_none()


# ------------------------------------------------------------------------------------------------------------- offices


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
        .with_for_update(of=Role)
    )
    return set(db.session.scalars(held))


# --------------------------------------------------------------------------------------------------------------- codes


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


# ------------------------------------------------------------------------------------------------------ what happened


def events_about(person_id: int) -> list[Event]:
    """The last events that concern a person, the newest first."""
    return list(
        db.session.scalars(
            select(Event)
            .where(Event.thing_kind == Person.__tablename__, Event.thing_id == person_id)
            .order_by(Event.id.desc())
            .limit(20)
        )
    )


def kept_form(person: Person, key: str, path: str) -> list[Any] | None:
    """The fields that this person had typed on that page when the session ended."""
    return db.session.scalar(
        select(KeptForm.fields).where(KeptForm.key == key, KeptForm.person_id == person.id, KeptForm.path == path)
    )
