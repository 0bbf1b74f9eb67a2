"""Ids that authors write: well-formed, beginning with the course's id, and each used once in its course."""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern

from tot.courses.reader.fields import Fields
from tot.courses.reader.problems import Mark

COURSE_ID = pattern(r"[A-Z][A-Z0-9]{1,11}")
THING_ID = pattern(r"[A-Z][A-Z0-9]{1,11}(-[A-Za-z0-9]{1,30}){1,4}")


class Ids:
    """All ids of one course, each with the place where it was first written."""

    def __init__(self) -> None:
        self.course_id = ""
        self._first: dict[str, tuple[str, Mark]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._first

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def __len__(self) -> int:
        return len(self._first)

    def course(self, fields: Fields) -> str:
        written = fields.text("id")
        if written and not COURSE_ID.fullmatch(written):
            fields.error(f"{written[:60]!r} cannot be a course's id; write 2 to 12 capital letters and digits", "id")
            return ""
        self.course_id = written
        return written

    def thing(self, fields: Fields) -> str:
        """The id of anything inside the course; empty when it cannot be used."""
        written = fields.text("id")
        if not written:
            return ""
        if not THING_ID.fullmatch(written):
            fields.error(f"{written[:60]!r} cannot be an id; write it like {self.course_id or 'BRD'}-2-q1", "id")
            return ""
        if self.course_id and not written.startswith(f"{self.course_id}-"):
            fields.error(f"{written!r} should begin with the course's id; write {self.course_id}-…", "id")
            return ""
        return self._once(fields, written)

    def _once(self, fields: Fields, written: str) -> str:
        here = (fields.file.name, fields.mark_of("id"))
        if (first := self._first.setdefault(written, here)) != here:
            place = f"{first[0]}:{first[1].line}"
            fields.error(f"{written!r} is already used in {place}; an id belongs to one thing, choose another", "id")
            return ""
        return written
