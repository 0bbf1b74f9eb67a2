"""What a writer yields: the file, the questions that could not be written, and what was lost of those that were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.item import Item, Skipped
from tot.refusals import Sentence

LOSSES = {
    "": None,
    "model": _l("the model answer is not carried"),
    "wildcards": _l("the sign * in accepted answers means nothing to other systems"),
    "criteria": _l("the criteria are not carried; a person marks the answers"),
}


def note_of(item: Item, loss: str) -> Sentence:
    """The sentence about what was lost."""
    return _l("%(name)s: %(loss)s", name=item.called, loss=LOSSES[loss])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file to be kept; or several, by name. `written` are the questions in it."""

    content: bytes
    written: tuple[Item, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[tuple[int, Sentence], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
