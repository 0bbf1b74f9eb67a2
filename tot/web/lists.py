"""One page of a long list: which one the address asks for, and what stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from flask import request

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a list; it is never before the first one or behind the last."""

    number: int  # counted from 1
    count: int  # of all pages; an empty list has one
    size: int  # rows on a page

    @classmethod
    def at(cls, number: int, total: int, size: int) -> Self:
        """The page with this number, or the nearest there is, of a list of so many rows."""
        count = max(1, -(-total // size))
        return cls(min(max(number, 1), count), count, size)

    @property
    def offset(self) -> int:
        """How many rows stand on the pages before."""
        return (self.number - 1) * self.size

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """What stands on this page, of all rows."""
        return rows[self.offset : self.offset + self.size]


def leaf(total: int, size: int = 50) -> Leaf:
    """The page that the address asks for (?page=…), the first where it does not say."""
    return Leaf.at(request.args.get("page", 1, type=int), total, size)
