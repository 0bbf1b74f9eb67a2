"""Asking for a pack."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from tot import jobs
from tot.accounts.models import Person
from tot.packs import files, rules
from tot.packs.queries import Edition
from tot.refusals import Refused


def ask_for(edition: Edition, kind: rules.Kind, language: str, actor: Person, now: datetime) -> jobs.Job | None:
    """Asks for the file of a pack; asked twice, it is made once. Returns no job where the file lies there already."""
    if language not in edition.course.languages or not kind.is_in(edition.course):
        raise Refused(_l("This course has no such pack in this language. Choose another."))
    path = files.path_of(edition, kind, language)
    if path.is_file():
        return None
    return jobs.request(
        files.JOB,
        files.key_of(path),
        actor=actor,
        now=now,
        is_lost=True,
        version=edition.version_id,
        pack=kind.name,
        language=language,
    )
