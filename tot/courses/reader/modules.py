"""Reads one module's folder: module.yaml and the files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tot.courses.reader.fields import Fields
from tot.courses.reader.ids import Ids
from tot.courses.reader.lessons import read_facilitator_note, read_job_aid, read_lesson
from tot.courses.reader.problems import START
from tot.courses.reader.quizzes import read_check
from tot.courses.reader.scenarios import read_scenario
from tot.courses.reader.translations import Folder, check_files
from tot.courses.rules import SOURCE_LANGUAGE, Module, ModuleStatus, Quiz, Scenario, Words

STATUSES = ("ready", "in preparation")
MINUTES = ("self_study", "session", "test")


def read_module(folder: Folder, ids: Ids) -> tuple[Module, Fields] | None:
    """The module with its fields (to say where its id stands); nothing when module.yaml cannot be read."""
    languages = folder.languages
    fields = folder.open("module.yaml")
    if fields is None:
        return None
    fields.one_of("kind", ("module",))
    module_id = ids.thing(fields)
    status = cast(ModuleStatus, fields.one_of("status", STATUSES))
    title, hours = fields.words("title", languages), fields.number("hours", 0.25, 400)
    objectives = _objectives(fields, languages)
    if status == "in preparation":
        fields.done()
        check_files(folder, {"module.yaml"})
        module = Module(
            id=module_id, status=status, hours=hours, minutes={}, title=title, objectives=objectives, lesson=None,
            scenario=None, check=None, facilitator={}, jobaid={}, sources=(), drafts=(),
        )  # fmt: skip
        return module, fields
    minutes = _minutes(fields, hours)
    lesson = read_lesson(folder, fields.group("lesson"), ids)
    scenario, check = _scenario(folder, fields, ids), _check(folder, fields, ids)
    facilitator = read_facilitator_note(folder, minutes["session"]) if _has_page(folder, "facilitator") else {}
    jobaid = read_job_aid(folder) if _has_page(folder, "jobaid") else {}
    sources = fields.texts("sources")
    fields.cite(sources)
    fields.done()
    check_files(folder, set(_known_files(languages)))
    module = Module(
        id=module_id, status=status, hours=hours, minutes=minutes, title=title, objectives=objectives, lesson=lesson,
        scenario=scenario, check=check, facilitator=facilitator, jobaid=jobaid, sources=sources,
        drafts=folder.in_draft(),
    )  # fmt: skip
    return module, fields


def _objectives(fields: Fields, languages: tuple[str, ...]) -> tuple[Words, ...]:
    found = []
    for group in fields.groups("objectives"):
        passages = {language: group.passage(language) for language in languages}
        group.done()
        found.append({language: passage.text for language, passage in passages.items() if passage})
    return tuple(found)


def _minutes(fields: Fields, hours: int | float) -> dict[str, int]:
    group = fields.group("minutes")
    minutes = {name: group.whole(name) for name in MINUTES}
    group.done()
    planned = sum(minutes.values())
    if group.is_written and hours and planned != hours * 60:
        fields.warning(f"add up to {planned}, and {hours:g} hours are {hours * 60:g}; correct one of them", "minutes")
    return minutes


def _scenario(folder: Folder, fields: Fields, ids: Ids) -> Scenario | None:
    announced = fields.text("scenario", is_required=False)
    if announced:
        return read_scenario(folder, announced, ids)
    if folder.has("scenario.yaml"):
        fields.error("is missing, and there is a scenario.yaml; write its id here", "scenario")
    return None


def _check(folder: Folder, fields: Fields, ids: Ids) -> Quiz | None:
    if "check" in fields:
        return read_check(folder, fields.group("check"), ids)
    if folder.has("items.yaml"):
        fields.error("is missing, and there is an items.yaml; write check: {id: …, pass: …}", "check")
    return None


def _has_page(folder: Folder, stem: str) -> bool:
    """Whether the page was begun in any language; then it must be there in all. A ready module should have it."""
    if any(folder.has(f"{stem}.{language}.md") for language in folder.languages):
        return True
    if folder.is_public and stem == "facilitator":
        return False
    missing = str(folder.path / f"{stem}.{SOURCE_LANGUAGE}.md")
    folder.problems.add(missing, START, "file", "is missing; a module that is ready should have one", "warning")
    return False


def _known_files(languages: tuple[str, ...]) -> Iterator[str]:
    yield from ("module.yaml", "scenario.yaml", "items.yaml")
    for language in languages:
        yield from (f"{stem}.{language}.md" for stem in ("lesson", "facilitator", "jobaid"))
        yield from (f"{stem}.{language}.yaml" for stem in ("scenario", "items"))
