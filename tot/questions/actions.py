"""Converts an uploaded file of questions and keeps the result for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from tot.accounts.actions import lock_person
from tot.accounts.models import Person
from tot.db import db
from tot.questions import queries
from tot.questions.models import Conversion
from tot.quizzes.formats.converting import Conversion as Converted
from tot.quizzes.formats.converting import Request
from tot.quizzes.formats.item import Unreadable
from tot.quizzes.formats.places import converted_bytes
from tot.refusals import Refused

KEPT = timedelta(days=1)
MOST_SHOWN = 1000  # lines of a kind; a file that is no file of questions has many
FILES = {
    "ours": (".yaml", "application/yaml"),
    "gift": (".gift", "text/plain"),
    "moodle_xml": (".xml", "application/xml"),
    "qti": (".zip", "application/zip"),
}  # format → ending and media type


def converted(content: bytes, request: Request) -> Converted:
    """What a file becomes. Takes seconds, so never inside a transaction. Raises Refused where nothing can be read."""
    try:
        return converted_bytes(content, request)
    except Unreadable as refusal:
        # As plain text: a sentence that waits for its language counts as HTML, and this one may quote the file.
        raise Refused(str(refusal.sentence), "file") from refusal


def keep(converted: Converted, request: Request, actor: Person, now: datetime, *, request_key: str) -> Conversion:
    """Keeps what a file was converted to. The same `request_key` twice keeps it once."""
    lock_person(actor)
    if known := queries.conversion_of_request(request_key, actor.id):
        return known
    db.session.execute(delete(Conversion).where(Conversion.made_at < now - KEPT))
    ending, media_type = FILES[request.to]
    conversion = Conversion(
        person_id=actor.id,
        request_key=request_key,
        source_name=request.name[-120:],
        made_at=now,
        file_name=f"{Path(request.name).stem[:80] or 'questions'}{ending}",
        media_type=media_type,
        content=converted.files[""] if converted.written else b"",
        report=_report(converted),
    )
    db.session.add(conversion)
    db.session.flush()
    return conversion


def _report(converted: Converted) -> dict[str, Any]:
    return {
        "imported": len(converted.written),
        "by_type": converted.by_type,
        "skipped_count": len(converted.skipped),
        "skipped": [
            {"line": one.line, "name": one.name, "reason": str(one.reason)} for one in converted.skipped[:MOST_SHOWN]
        ],
        "notes": [{"line": line, "note": str(note)} for line, note in converted.notes[:MOST_SHOWN]],
    }
