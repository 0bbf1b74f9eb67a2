"""One person: by number, by what she types at the door, by her address; and what happened to her account."""

from collections.abc import Collection, Iterable

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tot.accounts import rules
from tot.accounts.models import Person, Role
from tot.audit import Event
from tot.db import db


def country_of(person: object) -> str:
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


def emails_in_use(emails: Iterable[str]) -> set[str]:
    """Which of these addresses belong to an account."""
    found = db.session.scalars(select(Person.email).where(Person.email.in_(set(emails))))
    return {email for email in found if email}


def person_by_request(request_key: str | None, made_by_id: int | None) -> Person | None:
    """The person whom this form of hers has already added."""
    return db.session.scalars(
        select(Person).where(Person.request_key == request_key, Person.made_by_id == made_by_id)
    ).one_or_none()


def sign_in_names_like(name: str) -> set[str]:
    """The taken sign-in names that begin like the one this name would get."""
    first = rules.sign_in_name(name, ())
    return set(db.session.scalars(select(Person.sign_in_name).where(Person.sign_in_name.startswith(first))))


def sign_in_names_from(firsts: Collection[str]) -> set[str]:
    """The taken sign-in names that are one of these, with or without a number behind it. One query for all."""
    first = func.rtrim(Person.sign_in_name, "0123456789")
    return set(db.session.scalars(select(Person.sign_in_name).where(first.in_(firsts))))


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
