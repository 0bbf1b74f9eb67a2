"""Reads lessons, facilitator notes and job aids: Markdown whose parts must be the same in every language."""

from __future__ import annotations

from dataclasses import dataclass

from tot.courses.reader.boxes import boxes_in
from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.links import terms_in
from tot.courses.reader.markdown import Page, Part, pages, parts, words_of
from tot.courses.reader.passages import Passage
from tot.courses.reader.problems import did_you_mean
from tot.courses.reader.prose import check_same_placeholders, check_text, heading_levels
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
    return outline


def read_page(folder: Folder, stem: str) -> Words:
    """A page that is one text, such as a facilitator note: `<stem>.<language>.md`."""
    found = pages(folder, stem)
    _check_pages_alike(found)
    return words_of(found)


def read_job_aid(folder: Folder) -> Words:
    """A sheet with two sides, the parts front and back; in the words their ids have done their duty and are gone."""
    found = {page.language: _parts_in(page, ["front", "back"], "a job aid") for page in pages(folder, "jobaid")}
    _check_alike(found)
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
                _check_bodies_alike(source[part.id].body, part.body)


def _check_pages_alike(found: list[Page]) -> None:
    source = next((page for page in found if page.language == SOURCE_LANGUAGE), None)
    for page in found:
        if source is not None and page is not source:
            _check_bodies_alike(source.body, page.body)


def _check_bodies_alike(source: Passage, translation: Passage) -> None:
    check_same_placeholders(source, translation)
    _check_same_boxes(source, translation)
    _check_same_terms(source, translation)
    wanted, found = heading_levels(source.text), heading_levels(translation.text)
    if wanted != found:
        shown = [" ".join("#" * level for level in levels) or "none" for levels in (wanted, found)]
        message = f"the headings differ from the source ({shown[0]} there, {shown[1]} here); make them alike"
        translation.error(0, message)


def _check_same_boxes(source: Passage, translation: Passage) -> None:
    wanted, found = boxes_in(source.text), boxes_in(translation.text)
    if wanted != found:
        shown = [", ".join(boxes) or "none" for boxes in (wanted, found)]
        translation.error(0, f"the boxes differ from the source ({shown[0]} there, {shown[1]} here); make them alike")


def _check_same_terms(source: Passage, translation: Passage) -> None:
    wanted, found = terms_in(source.text), terms_in(translation.text)
    for name in sorted(wanted - found):
        translation.error(0, f"the term {name} is linked in the source and not here; link it: [words](term:{name})")
    for name in sorted(found - wanted):
        translation.error(0, f"the term {name} is linked here and not in the source; remove the link or add it there")
