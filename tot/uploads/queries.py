"""Uploaded courses, and what publishing one would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from tot.cohorts.queries import names_staying_behind
from tot.courses import queries as courses
from tot.courses.bodies import seal
from tot.courses.changes import Change, changes
from tot.courses.models import Thing, Version
from tot.courses.reader.library import Library
from tot.courses.rules import Course
from tot.db import db
from tot.uploads.models import Upload


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do. `before` is the course as it is taught now, if it is."""

    before: Course | None
    is_same: bool
    changes: tuple[Change, ...]
    back: frozenset[str]  # ids of things that were retired and would return
    staying: tuple[str, ...]  # names of the cohorts that keep the version they have


def upload_by_id(upload_id: int) -> Upload | None:
    """An upload with its files."""
    return db.session.get(Upload, upload_id)


def waiting_uploads(now: datetime) -> list[Upload]:
    """What somebody uploaded and nobody published yet, the latest first, without the files."""
    waiting = select(Upload).where(Upload.published_at.is_(None), Upload.expires_at > now)
    return list(db.session.scalars(waiting.options(defer(Upload.archive)).order_by(Upload.id.desc())))


def library() -> Library:
    """The facts, terms and annexes as they are published: with them an uploaded course is compared."""
    return Library(facts=courses.facts(), glossary=courses.glossary(), annexes=tuple(courses.annexes()))


def preview_of(course: Course) -> Preview:
    """What publishing this course would change now."""
    things = list(seal(course))
    before = courses.current_course(course.id)
    known = db.session.scalar(
        select(Version.id).where(Version.thing_key == course.id, Version.digest == things[-1].digest)
    )
    retired = set(
        db.session.scalars(select(Thing.key).where(Thing.course_key == course.id, Thing.retired_at.is_not(None)))
    )
    return Preview(
        before=before,
        is_same=before is not None and before.version_id == known,
        changes=changes(before, course) if before else (),
        back=frozenset(thing.key for thing in things) & retired,
        staying=tuple(names_staying_behind(course.id, known or 0)),
    )
