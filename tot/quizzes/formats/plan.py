"""What a writer yields: the file, the questions that could not be written, and what was lost of those that were."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from tot.quizzes.formats.item import Item, NotCarried, Skipped, skipped

LOSSES = {
    "": None,
    "model": _l("the model answer is not carried"),
    "wildcards": _l("the sign * in accepted answers means nothing to other systems"),
    "criteria": _l("the criteria are not carried; a person marks the answers"),
}


def note_of(item: Item, loss: str) -> Any:
    """The sentence about what was lost."""
    return _l("%(name)s: %(loss)s", name=item.called, loss=LOSSES[loss])


@dataclass(frozen=True, slots=True)
class Written:
    """One question as text, and what was lost: a name of LOSSES."""

    text: str
    loss: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file to be kept. `written` counts its questions by their place in what was given."""

    content: bytes
    written: tuple[Item, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[tuple[int, Any], ...] = ()


def written_all(items: Iterable[Item], write: Callable[[Item], Written], between: str) -> Outcome:
    """Every question by this writer, one after another."""
    pieces, done, left, notes = [], [], [], []
    for item in items:
        try:
            one = write(item)
        except NotCarried as refusal:
            left.append(skipped(item.line, item.called, refusal.reason))
            continue
        pieces.append(one.text)
        done.append(item)
        if LOSSES[one.loss]:
            notes.append((item.line, note_of(item, one.loss)))
    return Outcome(between.join(pieces).encode(), tuple(done), tuple(left), tuple(notes))
