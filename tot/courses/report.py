"""What the terminal says about courses: what they hold, how far they are, what publishing changed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tot.courses.bodies import KINDS
from tot.courses.rules import (
    SOURCE_LANGUAGE,
    Annex,
    Course,
    Glossary,
    Half,
    Handout,
    Module,
    PairedTest,
    Question,
    Quiz,
    Scenario,
    Thing,
    Whole,
    in_language,
    parts_of,
)

if TYPE_CHECKING:
    from tot.courses.actions import Publication, Published
    from tot.courses.reader import Reading
    from tot.courses.signing import Signed

STAYING = "tot.courses.staying"
"""The extension that knows which cohorts keep an older version: (key, version id) → their names. Cohorts stand above
courses, so the application introduces them to each other."""

NAMES: dict[type, str] = {**KINDS, PairedTest: "pre- and post-test", Half: "half"}


def summary(course: Course) -> dict[str, Any]:
    """What a course holds, for scripts."""
    return {
        "id": course.id,
        "languages": list(course.languages),
        "modules": [_module_summary(module) for module in course.modules],
    }


def _module_summary(module: Module) -> dict[str, Any]:
    questions = module.check.questions if module.check else ()
    return {
        "id": module.id,
        "lessons": 1 if module.lesson else 0,
        "items": len(questions),
        "item_types": sorted({question.type for question in questions}),
        "scenario_nodes": len(module.scenario.nodes) if module.scenario else 0,
    }


def table_of(reading: Reading) -> list[dict[str, Any]]:
    """One row for each part: how far it is in each language."""
    rows: dict[str, dict[str, str]] = {}
    for one in reading.standings:
        rows.setdefault(one.part, {})[one.language] = one.state
    return [{"part": part, "languages": languages} for part, languages in rows.items()]


def table_of_signed(wholes: Iterable[Whole], signed: Signed) -> list[dict[str, Any]]:
    """One row for each published text that reviewers sign off: in which roles somebody has, in each language."""
    return [
        {"part": thing.id, "languages": {language: _signed_as(thing, language, signed) for language in languages}}
        for whole in wholes
        for thing, languages in _signable(whole)
    ]


def _signable(whole: Whole) -> Iterator[tuple[Thing, Iterable[str]]]:
    if isinstance(whole, Course):
        for part in parts_of(whole):
            if not isinstance(part, Module) or part.is_ready:
                yield part, whole.languages
    elif isinstance(whole, Annex):
        yield whole, whole.name
    elif isinstance(whole, Glossary) and whole.terms:
        yield whole, whole.terms[0].words


def _signed_as(thing: Thing, language: str, signed: Signed) -> str:
    from tot.courses.signing import holding

    if now := holding(thing, language, signed):
        return ", ".join(dict.fromkeys(one.role for one in reversed(now)))
    return "changed since" if (thing.id, language) in signed else "waits"


def lines_of(publication: Publication, wholes: Iterable[Whole]) -> Iterator[str]:
    """What publishing changed, by the names that people know."""
    names = {thing.id: name for whole in wholes for thing, name in _named(whole)}
    for done in publication.courses:
        if not done.is_changed:
            yield f"{done.course_key}: nothing has changed since version {done.number}."
            continue
        yield f"{done.course_key}: version {done.number}"
        yield from _changes(done, names)
        yield from _staying(done)
    for key in publication.retired_courses:
        yield f"{key}: retired, because it is no longer among the courses."


def _changes(done: Published, names: dict[str, str]) -> Iterator[str]:
    if done.course_key in done.added:
        yield f"  new, with {len(done.added)} parts" if len(done.added) > 1 else "  new"
        return
    groups = (("new", done.added), ("changed", done.changed), ("retired", done.retired), ("back", done.revived))
    for verb, keys in groups:
        for key in keys:
            if not _is_whole(key, done):
                yield f"  {verb}: {names.get(key, key)}"


def _is_whole(key: str, done: Published) -> bool:
    """The course itself changes with everything in it; that needs no line of its own, unless it came back."""
    return key == done.course_key and len(done.changed) > 1 and key in done.changed


def _staying(done: Published) -> Iterator[str]:
    from flask import current_app

    staying = current_app.extensions.get(STAYING)
    if staying and (names := staying(done.course_key, done.version_id)):
        yield f"  these cohorts keep the version they have until their trainer moves them: {', '.join(names)}"


def _named(whole: Whole) -> Iterator[tuple[Thing, str]]:
    """Everything in it that has an id, each with what a person calls it."""

    def walk(thing: Thing, inside: str) -> Iterator[tuple[Thing, str]]:
        title = _title(thing)
        yield thing, f"{title} ({thing.id})" if not inside else f"{title} of {inside} ({thing.id})"
        within = thing.id if isinstance(thing, Module | PairedTest | Quiz) else inside
        for part in parts_of(thing):
            yield from walk(part, within if not isinstance(thing, Course) else "")

    yield from walk(whole, "")


def _title(thing: Thing) -> str:
    if isinstance(thing, Question):
        return f"question “{_short(in_language(thing.stem, SOURCE_LANGUAGE))}”"
    if isinstance(thing, Module | Course | Handout | Scenario):
        return f"{NAMES[type(thing)]} “{in_language(thing.title, SOURCE_LANGUAGE)}”"
    if isinstance(thing, Annex):
        return f"annex of {in_language(thing.name, SOURCE_LANGUAGE)}"
    return thing.kind if isinstance(thing, Quiz) else NAMES[type(thing)]


def _short(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 60 else f"{first[:57].rstrip()}…"
