"""What waits for review: every text of a course, or of what all courses share, in each of its languages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from tot.accounts.models import Person
from tot.courses import queries as courses
from tot.courses import signing
from tot.courses.bodies import KINDS
from tot.courses.rules import Annex, Course, Thing, Words, parts_of
from tot.courses.signing import Signature, Signed, holding
from tot.policy import Can, may
from tot.reviews import rules
from tot.reviews.queries.readings import LIBRARY, country_path
from tot.reviews.queries.remarks import count_open
from tot.reviews.rules import Standing


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language, as a list shows it."""

    language: str
    standing: Standing
    signatures: tuple[Signature, ...]  # those that hold; where none does, what it was signed as before


@dataclass(frozen=True, slots=True)
class Row:
    """One text that is signed off as a whole, in all its languages."""

    key: str
    kind: str
    title: Words  # empty where its kind says it all
    cells: tuple[Cell, ...]
    open_remarks: int
    place_path: str | None  # as in Reading

    @property
    def to_do(self) -> int:
        """In how many languages nobody has signed it, or it was changed since."""
        return sum(cell.standing in ("waits", "changed") for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """A course, or what all courses share."""

    key: str
    title: Words
    languages: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Counter[Standing]:
        """How many texts stand how; each language counts."""
        return Counter(cell.standing for row in self.rows for cell in row.cells)

    @property
    def open_remarks(self) -> int:
        """Remarks that nobody has dealt with."""
        return sum(row.open_remarks for row in self.rows)


def groups() -> list[Group]:
    """Everything that is reviewed: what all courses share, then every course."""
    signed, remarks = signing.signed_now(), count_open()
    glossary = courses.glossary()
    shared: list[Thing] = [*([glossary] if glossary else []), *courses.annexes()]
    found = [_library(shared, signed, remarks)] if shared else []
    return [*found, *(_group(course, signed, remarks) for course in courses.published_courses())]


def group(key: str) -> Group | None:
    """One of them."""
    return next((one for one in groups() if one.key == key), None)


def to_do(found: Iterable[Group], person: Person) -> int:
    """How many texts wait for a signature that this person may give, each language counted."""
    return sum(row.to_do for one in found for row in one.rows if may(person, Can.SIGN_OFF, row))


def _library(shared: list[Thing], signed: Signed, remarks: dict[str, int]) -> Group:
    rows = tuple(_row(thing, rules.languages_in(thing), signed, remarks) for thing in shared)
    languages = dict.fromkeys(language for thing in shared for language in rules.languages_in(thing))
    return Group(LIBRARY, {}, tuple(languages), rows)


def _group(course: Course, signed: Signed, remarks: dict[str, int]) -> Group:
    rows = tuple(
        _row(thing, course.languages, signed, remarks) for thing in parts_of(course) if rules.is_reviewed(thing)
    )
    return Group(course.id, course.title, course.languages, rows)


def _row(thing: Thing, languages: tuple[str, ...], signed: Signed, remarks: dict[str, int]) -> Row:
    cells = tuple(_cells(thing, languages, signed))
    title = thing.name if isinstance(thing, Annex) else getattr(thing, "title", {})
    return Row(thing.id, KINDS[type(thing)], cast(Words, title), cells, remarks.get(thing.id, 0), country_path(thing))


def _cells(thing: Thing, languages: tuple[str, ...], signed: Signed) -> Iterator[Cell]:
    for language in languages:
        now, ever = holding(thing, language, signed), signed.get((thing.id, language), ())
        yield Cell(language, rules.standing_of(thing, language, now, ever), now or ever)
