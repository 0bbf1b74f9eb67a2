"""What waits for review, what was signed by whom, and what reviewers remarked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from tot.accounts.models import Person
from tot.courses import queries as courses
from tot.courses import signing
from tot.courses.bodies import KINDS
from tot.courses.models import SignOff, Version, Withdrawal
from tot.courses.models import Thing as ThingRow
from tot.courses.rules import Annex, Course, Thing, Words, parts_of
from tot.courses.signing import Signature, Signed, holding
from tot.db import db
from tot.policy import Can, may
from tot.reviews import rules
from tot.reviews.models import Remark, RemarkStep
from tot.reviews.rules import Piece, Standing

LIBRARY = "library"
"""Stands in addresses for what all courses share."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language, as a list shows it."""

    language: str
    standing: Standing
    signatures: tuple[Signature, ...]  # those that hold; where none does, what it was signed as before


@dataclass(frozen=True, slots=True)
class Row:
    """One text that is signed off as a whole, in all its languages."""

    key: str
    kind: str
    title: Words  # empty where its kind says it all
    cells: tuple[Cell, ...]
    open_remarks: int
    place_path: str | None  # as in Reading

    @property
    def to_do(self) -> int:
        """In how many languages nobody has signed it, or it was changed since."""
        return sum(cell.standing in ("waits", "changed") for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """A course, or what all courses share."""

    key: str
    title: Words
    languages: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Counter[Standing]:
        """How many texts stand how; each language counts."""
        return Counter(cell.standing for row in self.rows for cell in row.cells)

    @property
    def open_remarks(self) -> int:
        """Remarks that nobody has dealt with."""
        return sum(row.open_remarks for row in self.rows)


@dataclass(frozen=True)
class Reading:
    """A published text that is laid before a reviewer in one language beside the source."""

    thing: Thing
    version_id: int
    number: int
    published_at: datetime
    kind: str
    course_key: str
    language: str
    all_languages: tuple[str, ...]

    @property
    def key(self) -> str:
        """The id its author gave it."""
        return self.thing.id

    @property
    def group_key(self) -> str:
        """Where it stands in the lists: with its course, or among what all courses share."""
        return LIBRARY if self.course_key == self.key else self.course_key

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that stand side by side."""
        return tuple(dict.fromkeys(("en", self.language)))

    @property
    def place_path(self) -> str | None:
        """The country whose law it is, as policy conditions ask for it; most texts are for all."""
        return _place_path(self.thing)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What it consists of."""
        return rules.pieces_of(self.thing)

    def piece(self, piece_id: str) -> Piece | None:
        """One of them."""
        return next((piece for piece in self.pieces if piece.id == piece_id), None)


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


def groups() -> list[Group]:
    """Everything that is reviewed: what all courses share, then every course."""
    signed, remarks = signing.signed_now(), _open_remarks()
    glossary = courses.glossary()
    shared: list[Thing] = [*([glossary] if glossary else []), *courses.annexes()]
    found = [_library(shared, signed, remarks)] if shared else []
    return [*found, *(_group(course, signed, remarks) for course in courses.published_courses())]


def group(key: str) -> Group | None:
    """One of them."""
    return next((one for one in groups() if one.key == key), None)


def to_do(found: Iterable[Group], person: Any) -> int:
    """How many texts wait for a signature that this person may give, each language counted."""
    return sum(row.to_do for one in found for row in one.rows if may(person, Can.SIGN_OFF, row))


def reading(thing_key: str, language: str) -> Reading | None:
    """The current version of a text in one of its languages, if reviewers sign it off."""
    row = db.session.execute(
        select(Version.id, Version.number, Version.published_at, ThingRow.kind, ThingRow.course_key)
        .join(ThingRow, ThingRow.current_version_id == Version.id)
        .where(ThingRow.key == thing_key, ThingRow.retired_at.is_(None), ThingRow.kind != KINDS[Course])
    ).one_or_none()
    if row is None:
        return None
    thing = courses.thing(row.id, row.kind)
    if not rules.is_reviewed(thing):
        return None
    course = courses.current_course(row.course_key)
    languages = course.languages if course else rules.languages_in(thing)
    if language not in languages:
        return None
    return Reading(thing, row.id, row.number, row.published_at, row.kind, row.course_key, language, languages)


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


def sign_off_of_request(request_key: str) -> SignOff | None:
    """The sign-off that this form already made."""
    return db.session.scalar(select(SignOff).where(SignOff.request_key == request_key))


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


def remark_by_id(remark_id: int) -> Remark | None:
    """A remark with what became of it."""
    return db.session.scalar(_remarks().where(Remark.id == remark_id))


def remark_of_request(request_key: str) -> Remark | None:
    """The remark that this form already made."""
    return db.session.scalar(select(Remark).where(Remark.request_key == request_key))


def remarks_on(read: Reading) -> dict[str, list[Remark]]:
    """Piece → the remarks on it that are open, in the languages of this reading."""
    found: dict[str, list[Remark]] = {}
    wanted = _remarks().where(Remark.thing_key == read.key, Remark.language.in_(read.languages), _is_open())
    for remark in db.session.scalars(wanted.order_by(Remark.id)):
        found.setdefault(remark.piece, []).append(remark)
    return found


def remarks_in(group_key: str, *, is_open: bool | None = None) -> list[Remark]:
    """The remarks on a course, or on what all courses share, the latest first; all, the open ones or the others."""
    shared = Remark.course_key == Remark.thing_key
    wanted = _remarks().where(shared if group_key == LIBRARY else Remark.course_key == group_key)
    if is_open is not None:
        wanted = wanted.where(_is_open() if is_open else ~_is_open())
    return list(db.session.scalars(wanted.order_by(Remark.id.desc())))


def _remarks() -> Select[Remark]:
    return select(Remark).options(
        joinedload(Remark.person),
        joinedload(Remark.version).options(load_only(Version.number)),
        selectinload(Remark.steps).options(joinedload(RemarkStep.person)),
    )


def _is_open() -> Any:
    last = (
        select(RemarkStep.state)
        .where(RemarkStep.remark_id == Remark.id)
        .order_by(RemarkStep.number.desc())
        .limit(1)
        .correlate(Remark)
        .scalar_subquery()
    )
    return or_(last.is_(None), last == "open again")


def _open_remarks() -> dict[str, int]:
    found = db.session.execute(select(Remark.thing_key, func.count()).where(_is_open()).group_by(Remark.thing_key))
    return dict(iter(found))


def _library(shared: list[Thing], signed: Signed, remarks: dict[str, int]) -> Group:
    rows = tuple(_row(thing, rules.languages_in(thing), signed, remarks) for thing in shared)
    languages = dict.fromkeys(language for thing in shared for language in rules.languages_in(thing))
    return Group(LIBRARY, {}, tuple(languages), rows)


def _group(course: Course, signed: Signed, remarks: dict[str, int]) -> Group:
    rows = tuple(
        _row(thing, course.languages, signed, remarks) for thing in parts_of(course) if rules.is_reviewed(thing)
    )
    return Group(course.id, course.title, course.languages, rows)


def _row(thing: Thing, languages: tuple[str, ...], signed: Signed, remarks: dict[str, int]) -> Row:
    cells = tuple(_cells(thing, languages, signed))
    title = thing.name if isinstance(thing, Annex) else getattr(thing, "title", {})
    return Row(thing.id, KINDS[type(thing)], cast(Words, title), cells, remarks.get(thing.id, 0), _place_path(thing))


def _place_path(thing: Thing) -> str | None:
    return f"/{thing.country.upper()}/" if isinstance(thing, Annex) else None


def _cells(thing: Thing, languages: tuple[str, ...], signed: Signed) -> Iterator[Cell]:
    for language in languages:
        now, ever = holding(thing, language, signed), signed.get((thing.id, language), ())
        yield Cell(language, rules.standing_of(thing, language, now, ever), now or ever)
