"""What follows when two markers read the same answer: they agree, or a third decides. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Part = Literal["first", "second", "third"]
PARTS: tuple[Part, ...] = ("first", "second", "third")


def part(name: str) -> Part:
    """The part with this name; there must be one."""
    return next(one for one in PARTS if one == name)


@dataclass(frozen=True, slots=True)
class Rated:
    """What one marker gave, as it stands now."""

    part: Part
    number: int  # how often she has changed it, counted from 1
    person_id: int
    criteria: Mapping[str, int]
    remark: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts in the end, and whose it is."""

    how: Literal["agreed", "decided"]
    criteria: Mapping[str, int]
    remark: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the markers of one answer are."""

    first: Rated | None = None
    second: Rated | None = None
    third: Rated | None = None

    def of(self, part: Part) -> Rated | None:
        """What this one gave."""
        return {"first": self.first, "second": self.second, "third": self.third}[part]

    @property
    def is_read_by_both(self) -> bool:
        return self.first is not None and self.second is not None

    @property
    def is_apart(self) -> bool:
        """Whether the two differ, on whichever criterion: then a third reads."""
        return self.first is not None and self.second is not None and self.first.criteria != self.second.criteria

    def takes(self, part: Part) -> bool:
        """Whether this one may give points now, for the first time or others than before.

        Each of the two may change her mind until the other has read too: after that a change could be a reply.
        The third comes only where they differ, and may correct himself.
        """
        return self.is_apart if part == "third" else not self.is_read_by_both

    @property
    def settled(self) -> Settled | None:
        """What counts: what both gave alike, or what the third gave; None while it waits."""
        if self.first is None or self.second is None:
            return None
        if not self.is_apart:
            remarks = dict.fromkeys(one.remark for one in (self.first, self.second) if one.remark)
            return Settled("agreed", self.first.criteria, "\n\n".join(remarks))
        return None if self.third is None else Settled("decided", self.third.criteria, self.third.remark)

    def readers(self, but: Part) -> set[int]:
        """Who has read the answer in another part than this."""
        return {one.person_id for part in PARTS if part != but and (one := self.of(part)) is not None}


def standing(ratings: Iterable[Rated]) -> Standing:
    """Of each part the latest."""
    latest: dict[str, Rated] = {}
    for one in ratings:
        if one.part not in latest or one.number > latest[one.part].number:
            latest[one.part] = one
    return Standing(**latest)


def in_order_of(person_id: int, answer_ids: Iterable[int]) -> list[int]:
    """Answers in an order of this marker's own: the order in which people handed in would tell who they are."""
    return sorted(answer_ids, key=lambda number: sha256(f"{person_id} {number}".encode()).digest())


def shuffled(answer_id: int, both: Sequence[Rated]) -> list[Rated]:
    """The two that differ, in an order that does not tell whose is whose but stays the same."""
    coin = sha256(f"apart {answer_id}".encode()).digest()[0] % 2
    return list(both[::-1] if coin else both)
