"""How authors write a type of question: which entries, key, criteria and words it has.

The types themselves are handed over by whoever starts the reader: each says in one module how it is written, asked,
marked and exchanged, and most of that needs the web, which the reader does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tot.courses.reader.criteria import Criteria
from tot.courses.reader.fields import Fields
from tot.courses.reader.problems import did_you_mean
from tot.courses.rules import Key

Entries = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How a type stands in items.yaml, and which words it has beside `stem` and `feedback`.

    `key` reads the right answer, given the options, and what stands on the left and on the right.
    """

    entries: tuple[str, ...] = ()  # lists of names, each with words of its own: options, left, right, tasks
    key: Callable[[Fields, Entries, Entries, Entries], Key] | None = None  # None: a person knows what is right
    criteria: Criteria | None = None  # what earns points where a person marks; then there is a model answer, too
    in_any_order: bool = False  # the key names several things, and their order says nothing
    is_number: bool = False  # with a tolerance, and a unit among the words


class Kind(Protocol):
    """What the reader asks of a type, and what people call it."""

    @property
    def written(self) -> Written: ...

    @property
    def called(self) -> Any: ...


_HANDED_OVER: list[Mapping[str, Kind]] = []


def hand_over(types: Mapping[str, Kind]) -> None:
    """From now on these are the types there are, by name; a later change of the mapping counts, too."""
    _HANDED_OVER[:] = [types]


def known() -> Mapping[str, Kind]:
    """The types by name. Raises LookupError where nobody has handed them over: not every question is a mistake then."""
    if not _HANDED_OVER:
        raise LookupError("Hand over the types of question first: hand_over(tot.quizzes.types.TYPES), as tot.app does.")
    return _HANDED_OVER[0]


def one_of_options(fields: Fields, options: Entries, *_: object) -> Key:
    """One option is right."""
    if options:
        return fields.one_of("key", options)
    fields.text("key")
    return ""


def refuse_strangers(fields: Fields, chosen: Entries, options: Entries) -> bool:
    """Whether something in the key is no option, which is then a problem."""
    strange = [name for name in chosen if options and name not in options]
    for name in strange:
        fields.error(f"there is no option {name[:60]!r}; {did_you_mean(name, options)}", "key")
    return bool(strange)
