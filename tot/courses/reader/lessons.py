"""Reads lessons, facilitator notes and job aids: Markdown whose parts must be the same in every language."""

from __future__ import annotations

from dataclasses import dataclass

from tot.courses.reader.advice.reading import hint_at_lesson_length, hint_at_reading_level, hint_at_side_length
from tot.courses.reader.advice.sessions import advise_session
from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.likeness import check_alike
from tot.courses.reader.markdown import Page, Part, pages, parts, words_of
from tot.courses.reader.problems import did_you_mean
from tot.courses.reader.prose import check_text
from tot.courses.reader.translations import Folder
from tot.courses.rules import SOURCE_LANGUAGE, Lesson, Section, Words

BELOW_A_PART = 3  # headings inside a part begin with ###


@dataclass(frozen=True, slots=True)
class _Outline:
    """A section as module.yaml announces it."""

    id: str
    minutes: int
    locked: bool
    sources: tuple[str, ...]


def read_lesson(folder: Folder, fields: Fields, ids: Ids) -> Lesson:
    """The lesson that module.yaml describes, with the words of lesson.<language>.md."""
    lesson_id = ids.thing(fields)
    outlines = [_outline(section, ids) for section in fields.groups("sections")]
    fields.done()
    wanted = [one.id for one in outlines]
    written = {page.language: _parts_in(page, wanted, "module.yaml") for page in pages(folder, "lesson")}
    _check_alike(written)
    _advise_lesson(written)
    sections = tuple(
        Section(
            id=one.id,
            minutes=one.minutes,
            locked=one.locked,
            sources=one.sources,
            title={language: found[one.id].title.text for language, found in written.items() if one.id in found},
            body={language: found[one.id].body.text.strip() for language, found in written.items() if one.id in found},
        )
        for one in outlines
    )
    return Lesson(id=lesson_id, sections=sections)


def _outline(fields: Fields, ids: Ids) -> _Outline:
    outline = _Outline(
        ids.thing(fields),
        fields.whole("minutes", 1, 240),
        fields.claim("locked", default=False),
        fields.texts("sources", is_required=False),
    )
    fields.done()
    fields.cite(outline.sources, is_lesson=True)
    return outline


def _advise_lesson(written: dict[str, dict[str, Part]]) -> None:
    for language, found in written.items():
        for part in found.values():
            hint_at_reading_level(part.body, language)
    hint_at_lesson_length({language: [part.body for part in found.values()] for language, found in written.items()})


def read_facilitator_note(folder: Folder, minutes: int) -> Words:
    """For trainers; its timed table fills the minutes of the session."""
    found = pages(folder, "facilitator")
    _check_pages_alike(found)
    for page in found:
        advise_session(page.body, minutes)
    return words_of(found)


def read_page(folder: Folder, stem: str) -> Words:
    """A page that is one text: `<stem>.<language>.md`."""
    found = pages(folder, stem)
    _check_pages_alike(found)
    return words_of(found)


def read_job_aid(folder: Folder) -> Words:
    """A sheet with two sides, the parts front and back; in the words their ids have done their duty and are gone."""
    found = {page.language: _parts_in(page, ["front", "back"], "a job aid") for page in pages(folder, "jobaid")}
    _check_alike(found)
    for sides in found.values():
        for side in sides.values():
            hint_at_side_length(side.body)
    return {
        language: "\n\n".join(f"## {side.title.text}\n\n{side.body.text}" for side in sides.values())
        for language, sides in found.items()
    }


def _parts_in(page: Page, wanted: list[str], announced_in: str) -> dict[str, Part]:
    """The parts by id; each wanted one must be there once and in this order."""
    found: dict[str, Part] = {}
    for part in parts(page):
        check_text(part.title)
        check_text(part.body, BELOW_A_PART)
        if not part.body.text:
            part.body.error(0, "has a heading and no text; write it")
        if part.id in found:
            part.title.error(0, f"the part {part.id!r} stands here twice; keep one of them")
        elif part.id and part.id not in wanted:
            part.title.error(0, f"{announced_in} knows no part {part.id!r}; {did_you_mean(part.id, wanted)}")
        elif part.id:
            found[part.id] = part
    for name in wanted:
        if name and name not in found:
            page.file.error(page.body.mark, name, f"the part is missing; write ## Title {{#{name}}} and its text")
    if list(found) != (order := [name for name in wanted if name in found]):
        first = next(found[name] for name, right in zip(found, order, strict=True) if name != right)
        first.title.error(0, f"the parts should stand in the order {', '.join(order)}; move this one")
    return found


def _check_alike(written: dict[str, dict[str, Part]]) -> None:
    """Every part of a translation has the headings and the placeholders of its source."""
    source = written.get(SOURCE_LANGUAGE, {})
    for language, found in written.items():
        for part in found.values():
            if language != SOURCE_LANGUAGE and part.id in source:
                check_alike(source[part.id].body, part.body)


def _check_pages_alike(found: list[Page]) -> None:
    source = next((page for page in found if page.language == SOURCE_LANGUAGE), None)
    for page in found:
        if source is not None and page is not source:
            check_alike(source.body, page.body)
