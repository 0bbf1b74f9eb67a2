"""Who signed which version of a text, and what was withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tot.accounts.models import Person
from tot.courses import queries as courses
from tot.courses.models import SignOff, Version, Withdrawal
from tot.db import db
from tot.reviews import rules
from tot.reviews.rules import Piece


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One sign-off as it is shown: who, as what, which version, and whether it was withdrawn."""

    id: int
    person_id: int
    name: str
    role: str
    version_id: int
    number: int  # of the version
    note: str
    signed_at: datetime
    withdrawn_at: datetime | None
    reason: str | None


def pieces_signed(signed: SignedBy, kind: str) -> tuple[Piece, ...]:
    """The pieces of the version that was signed."""
    return rules.pieces_of(courses.thing(signed.version_id, kind))


def sign_offs_of(thing_key: str, language: str) -> list[SignedBy]:
    """Every sign-off of a text in a language, also those of other versions and those withdrawn; the latest first."""
    found = db.session.execute(
        select(
            SignOff.id,
            SignOff.person_id,
            Person.name,
            SignOff.role,
            SignOff.version_id,
            Version.number,
            SignOff.note,
            SignOff.signed_at,
            Withdrawal.withdrawn_at,
            Withdrawal.reason,
        )
        .join(Person, Person.id == SignOff.person_id)
        .join(Version, Version.id == SignOff.version_id)
        .outerjoin(Withdrawal, Withdrawal.sign_off_id == SignOff.id)
        .where(SignOff.thing_key == thing_key, SignOff.language == language)
        .order_by(SignOff.signed_at.desc(), SignOff.id.desc())
    )
    return [SignedBy(**row._mapping) for row in found]


def sign_off_by_id(sign_off_id: int) -> SignOff | None:
    """A sign-off."""
    return db.session.get(SignOff, sign_off_id)


def sign_off_of_request(request_key: str, person_id: int) -> SignOff | None:
    """The sign-off that this form of hers already made."""
    return db.session.scalar(select(SignOff).where(SignOff.request_key == request_key, SignOff.person_id == person_id))


def withdrawal_of(sign_off_id: int) -> Withdrawal | None:
    """Why a sign-off no longer holds."""
    return db.session.scalar(select(Withdrawal).where(Withdrawal.sign_off_id == sign_off_id))


def last_by(person_id: int, version_id: int, language: str, role: str) -> SignOff | None:
    """The last time that this person signed this in this role."""
    return db.session.scalar(
        select(SignOff)
        .where(
            SignOff.person_id == person_id,
            SignOff.version_id == version_id,
            SignOff.language == language,
            SignOff.role == role,
        )
        .order_by(SignOff.number.desc())
        .limit(1)
    )
