"""A small course with tests and a handout, a glossary and an annex, published; reviewers; what authors change."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from tests.accounts.make import NOW, make_official, make_place
from tests.courses.make import write_course
from tests.courses.test_library import ALL
from tests.courses.test_whole import whole
from tot.accounts.models import Person
from tot.courses.actions import publish
from tot.courses.reader import read_courses
from tot.courses.rules import Annex, Course, Glossary, Module, Section, Whole
from tot.db import db, transaction


@cache
def wholes() -> dict[str, Whole]:
    """Facts, glossary, annex and the course TST, read from files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in ALL.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        facts = "- {id: F-PAL-5, tag: M, title: An age, text: Under 18., open: Read the official text.}\n"
        (folder / "facts.yaml").write_text(ALL["facts.yaml"] + facts)
        write_course(folder / "TST", whole())
        return {one.id: one for one in read_courses(folder).wholes}


def course() -> Course:
    found = wholes()["TST"]
    assert isinstance(found, Course)
    return found


def module() -> Module:
    return course().module("TST-1")


def annex() -> Annex:
    found = wholes()["ANNEX-UZ"]
    assert isinstance(found, Annex)
    return found


def glossary() -> Glossary:
    found = wholes()["GLOSSARY"]
    assert isinstance(found, Glossary)
    return found


def with_section(**changes: Any) -> Module:
    """The module with another first section."""
    lesson = module().lesson
    assert lesson
    first, *others = lesson.sections
    return replace(module(), lesson=replace(lesson, sections=(replace(first, **changes), *others)))


def first_section() -> Section:
    lesson = module().lesson
    assert lesson
    return lesson.sections[0]


def with_body(language: str, body: str) -> Module:
    """The module with other words in its first section, in one language."""
    return with_section(body={**first_section().body, language: body})


def with_module(changed: Module) -> Course:
    return replace(course(), modules=(changed, *course().modules[1:]))


def publish_all(*changed: Whole) -> None:
    """Publishes everything, or with these in place of what they were."""
    with transaction():
        publish(list({**wholes(), **{one.id: one for one in changed}}.values()), NOW)


def reviewer(country: str = "UZ", name: str = "Ra'no Uydirma") -> Person:
    return make_official("reviewer", make_place(country), name)


def committed(app: Flask, kind: str = "reviewer", country: str = "UZ", name: str = "Ra'no Uydirma") -> Person:
    """Somebody with an office, for pages: written before the browser asks."""
    with app.app_context():
        person = make_official(kind, make_place(country), name)
        db.session.commit()
        db.session.refresh(person)
        _ = person.roles, person.licences
        return person
