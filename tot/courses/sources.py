"""The files that courses were published from: kept beside their versions, so that they can be had back and sent on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import exists, select

from tot.courses.actions import Publication
from tot.courses.models import Source, Version
from tot.courses.reader.archive import files_in, packed
from tot.db import db


def keep(version_id: int, files: Mapping[str, bytes], now: datetime, *, is_upload: bool) -> None:
    """Keeps the files of a version that was just published, unless they are what the course has already."""
    archive = packed(files)
    digest = sha256(archive).hexdigest()
    key = db.session.scalars(select(Version.thing_key).where(Version.id == version_id)).one()
    newest = _newest(key)
    if newest is None or (newest.version_id, newest.digest, newest.is_upload) != (version_id, digest, is_upload):
        source = Source(version_id=version_id, digest=digest, archive=archive, is_upload=is_upload, kept_at=now)
        db.session.add(source)
        db.session.flush()


def keep_folders(publication: Publication, folders: Mapping[str, Path], now: datetime) -> None:
    """Keeps the files of every course that was published from a folder."""
    for done in publication.courses:
        if done.course_key in folders:
            keep(done.version_id, files_in(folders[done.course_key]), now, is_upload=False)


def source_of(version_id: int) -> Source | None:
    """The files of a version; none where it was not published from files."""
    wanted = select(Source).where(Source.version_id == version_id)
    return db.session.scalar(wanted.order_by(Source.id.desc()).limit(1))


def has_source(version_id: int) -> bool:
    """Whether the files of a version are kept."""
    return db.session.scalar(select(exists().where(Source.version_id == version_id))) or False


def uploaded_courses() -> dict[str, datetime]:
    """The courses whose newest files were uploaded, and when: the project's own files leave them alone."""
    rows = db.session.execute(
        select(Version.thing_key, Source.is_upload, Source.kept_at)
        .join(Version, Version.id == Source.version_id)
        .order_by(Source.id)
    )
    newest = {key: (is_upload, kept_at) for key, is_upload, kept_at in rows}
    return {key: kept_at for key, (is_upload, kept_at) in newest.items() if is_upload}


def _newest(key: str) -> Source | None:
    wanted = select(Source).join(Version, Version.id == Source.version_id).where(Version.thing_key == key)
    return db.session.scalar(wanted.order_by(Source.id.desc()).limit(1))
