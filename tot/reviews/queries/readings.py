"""A published text as it is laid before a reviewer."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from tot.courses import queries as courses
from tot.courses.bodies import KINDS
from tot.courses.models import Thing as ThingRow
from tot.courses.models import Version
from tot.courses.rules import Annex, Course, Thing
from tot.db import db
from tot.reviews import rules
from tot.reviews.rules import Piece

LIBRARY = "library"
"""Stands in addresses for what all courses share."""


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
        return country_path(self.thing)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What it consists of."""
        return rules.pieces_of(self.thing)

    def piece(self, piece_id: str) -> Piece | None:
        """One of them."""
        return next((piece for piece in self.pieces if piece.id == piece_id), None)


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


def country_path(thing: Thing) -> str | None:
    """Path of the country whose law a text holds; nothing where it holds for all."""
    return f"/{thing.country.upper()}/" if isinstance(thing, Annex) else None
