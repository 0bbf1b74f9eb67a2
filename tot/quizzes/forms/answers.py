"""An answer on its way. Its own fields belong to the type of its question, see quizzes/types."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from re import compile as pattern
from typing import Any

from flask import g, request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from tot.courses.rules import Question
from tot.db import new_key
from tot.quizzes.queries import Given
from tot.quizzes.types import Unreadable, type_of
from tot.refusals import Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer on its way: its key, made with the page, the revision it would add, what was typed, and what is wrong.

    No WTForms here: these pages are asked for most, the fields belong to the types, CSRF is checked before any view.
    """

    client_key: str
    revision: str
    typed: MultiDict[str, str]
    errors: Mapping[str, Sentence] = field(default_factory=dict)  # field of the answer → sentence
    sentences: tuple[Sentence, ...] = ()  # what is wrong beside the fields
    response: Any = None  # the answer in the shape of its type
    status: int = 200  # of the page that shows it

    @property
    def is_bad(self) -> bool:
        """Whether something is wrong."""
        return bool(self.errors or self.sentences)


def blank(question: Question, given: Given | None) -> Draft:
    """A page to answer on: with the answer that stands, or with what was typed when the session ended."""
    kept = g.get("kept_fields")
    if kept is None:
        kept = MultiDict(type_of(question).typed(question, given.response) if given else [])
    revision = given.revision + 1 if given else 1
    return Draft(kept.get("client_key") or new_key(), kept.get("revision") or str(revision), kept)


def sent(question: Question) -> Draft:
    """What a page sent, in the shape of the question's type, or field by field what to do."""
    draft = Draft(request.form.get("client_key", ""), request.form.get("revision", ""), request.form)
    if not (0 < len(draft.client_key) <= 64 and REVISION.fullmatch(draft.revision)):
        draft = replace(draft, sentences=(INCOMPLETE,), status=422)
    try:
        return replace(draft, response=type_of(question).shape(question, draft.typed))
    except Unreadable as trouble:
        return replace(draft, errors=trouble.errors, status=422)


REVISION = pattern(r"[1-9][0-9]{0,3}")
INCOMPLETE = _l("This page was not complete. Load it again and send your answer once more.")
