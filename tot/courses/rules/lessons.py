"""A lesson and its sections."""

from __future__ import annotations

from dataclasses import dataclass

from tot.courses.rules.words import Words, with_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A piece of a lesson read in one go; a trainer who adapts the course may not change a locked one."""

    id: str
    minutes: int
    locked: bool
    title: Words
    body: Words  # Markdown
    sources: tuple[str, ...] = ()  # ids of the facts it teaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    id: str
    sections: tuple[Section, ...]
    version_id: int | None = None

    def section(self, section_id: str) -> Section:
        return with_id(self.sections, section_id)
