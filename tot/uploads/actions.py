"""An upload is taken in when it is sound, then published or discarded, or forgotten after a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from tot.accounts.actions import lock_person
from tot.accounts.models import Person
from tot.courses import actions as courses
from tot.courses import sources
from tot.courses.actions import Published
from tot.courses.reader.archive import packed
from tot.db import db
from tot.refusals import Refused
from tot.uploads.models import Upload
from tot.uploads.reading import Seen

WAITS = timedelta(days=7)
LONGEST_FILE_NAME = 120


def take_in(seen: Seen, file_name: str, actor: Person, now: datetime, *, request_key: str) -> Upload:
    """Keeps a sound course until it is published, discarded or forgotten. The same request again is the same upload.

    Raises Refused when it could not be published as it is, such as when an id has changed its kind.
    """
    lock_person(actor)
    known = db.session.scalar(select(Upload).where(Upload.request_key == request_key))
    if known is not None:
        return known
    db.session.execute(delete(Upload).where(Upload.expires_at < now))
    _try_out(seen, actor, now)
    archive = packed(seen.files)
    upload = Upload(
        request_key=request_key,
        file_name=file_name[-LONGEST_FILE_NAME:],
        course_key=_course_of(seen).id,
        digest=sha256(archive).hexdigest(),
        archive=archive,
        made_at=now,
        made_by_id=actor.id,
        expires_at=now + WAITS,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def publish_upload(upload: Upload, seen: Seen, actor: Person, now: datetime) -> Published | None:
    """Publishes what was uploaded, as `seen` now; nothing when that was done. Raises Refused where it cannot be."""
    db.session.refresh(upload, with_for_update=True)
    if upload.published_at is not None:
        return None
    if upload.expires_at <= now:
        raise Refused(_l("This upload has waited too long. Upload the course again."))
    done = _publish(seen, actor, now)
    sources.keep(done.version_id, seen.files, now, is_upload=True)
    upload.published_at, upload.version_id, upload.archive = now, done.version_id, b""
    db.session.flush()
    return done


def discard(upload: Upload) -> None:
    """Forgets an upload that was not published; one that was stays."""
    db.session.refresh(upload, with_for_update=True)
    if upload.published_at is None:
        db.session.delete(upload)
        db.session.flush()


def _try_out(seen: Seen, actor: Person, now: datetime) -> None:
    """Publishes and takes it all back: whatever would refuse the course later refuses it now."""
    attempt = db.session.begin_nested()
    try:
        _publish(seen, actor, now)
    finally:
        attempt.rollback()


def _publish(seen: Seen, actor: Person, now: datetime) -> Published:
    return courses.publish([_course_of(seen)], now, actor=actor, pictures=seen.pictures or {}).courses[0]


def _course_of(seen: Seen) -> Any:
    if seen.course is None:
        raise Refused(_l("The course no longer passes the check; see what is wrong, mend it and upload it again."))
    return seen.course
