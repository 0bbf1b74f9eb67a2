"""What a pack is printed from: a version of a course, with the glossary, the facts and the annex of today."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, select

from tot.cohorts.models import Cohort
from tot.courses.models import Thing, Version
from tot.courses.queries import COURSE, annex, book, facts, glossary
from tot.courses.rules import Annex, Course, Facts, Glossary
from tot.courses.signing import is_draft, legal_signature
from tot.db import db


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version of a course, and what all courses share; the annex is that of the installation's country."""

    version_id: int
    key: str
    number: int
    digest: str
    published_at: datetime
    is_current: bool
    glossary: Glossary | None
    facts: Facts | None
    annex: Annex | None

    @property
    def course(self) -> Course:
        """The course as it was published then."""
        return book(self.version_id)

    def drafts(self, language: str) -> frozenset[str]:
        """The modules whose translation nobody has reviewed, neither in the files nor by a signature."""
        return frozenset(module.id for module in self.course.ready_modules if is_draft(module, language))

    def law_signed_at(self, language: str) -> datetime | None:
        """When a legal reviewer signed the annex off on the platform."""
        signature = legal_signature(self.annex, language)
        return signature.signed_at if signature else None


def current_edition(key: str) -> Edition | None:
    """What a new cohort gets; none for a course that is unknown or retired."""
    return _one(Thing.key == key, Thing.current_version_id == Version.id, Thing.retired_at.is_(None))


def edition(key: str, number: int) -> Edition | None:
    """A version of a course by its number, also one that is no longer current."""
    return _one(Thing.key == key, Version.number == number)


def edition_of_version(version_id: int) -> Edition | None:
    """The version that a cohort is pinned to."""
    return _one(Version.id == version_id)


def versions_in_use(key: str) -> frozenset[int]:
    """The numbers of the current version and of those that cohorts are pinned to."""
    pinned = select(Version.number).join(Cohort, Cohort.course_version_id == Version.id).where(Cohort.course_key == key)
    current = select(Version.number).join(Thing, Thing.current_version_id == Version.id).where(Thing.key == key)
    return frozenset(db.session.scalars(pinned.union(current)))


def _one(*conditions: ColumnElement[bool]) -> Edition | None:
    row = db.session.execute(
        select(Version.id, Thing.key, Version.number, Version.digest, Version.published_at, Thing.current_version_id)
        .join(Thing, Thing.key == Version.thing_key)
        .where(Thing.kind == COURSE, *conditions)
    ).one_or_none()
    if row is None:
        return None
    return Edition(
        *row[:5],
        is_current=row[0] == row[5],
        glossary=glossary(),
        facts=facts(),
        annex=annex(current_app.config["TOT"].country),
    )
