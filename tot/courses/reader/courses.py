"""Reads the folder of one course: course.yaml, the modules, tests, handouts and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tot.courses.reader.advice.courses import advise_course
from tot.courses.reader.citations import check_citations
from tot.courses.reader.fields import Fields
from tot.courses.reader.figures import FOLDER, Picture, check_used, read_pictures, with_digests
from tot.courses.reader.files import open_file
from tot.courses.reader.handouts import read_handouts
from tot.courses.reader.ids import Ids
from tot.courses.reader.library import Library
from tot.courses.reader.links import check_targets
from tot.courses.reader.marks import load
from tot.courses.reader.modules import read_module
from tot.courses.reader.problems import START, Problems, did_you_mean
from tot.courses.reader.standing import Standing, standings_of
from tot.courses.reader.tests import FINAL, PREPOST, REFRESHER, check_test_folders, read_prepost, read_quiz
from tot.courses.reader.translations import Folder, check_files
from tot.courses.rules import SOURCE_LANGUAGE, Attendance, Course, Handout, Module, PairedTest, Quiz

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "ky", "tg", "tk")
KNOWN = {"course.yaml", "modules", "tests", "handouts", FOLDER, "LICENSE"}


@dataclass(frozen=True, slots=True)
class CourseRead:
    course: Course
    pictures: Mapping[str, bytes]  # by digest
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """The course that is being read; `parts` says what lies in each folder that was opened."""

    folder: Path
    languages: tuple[str, ...]
    ids: Ids
    problems: Problems
    is_public: bool
    parts: dict[Path, str]

    def open(self, path: Path, part: str = "") -> Folder:
        if part:
            self.parts[path] = part
        return Folder(path, self.languages, self.problems, is_public=self.is_public)


def read_course(folder: Path, library: Library, problems: Problems) -> CourseRead | None:
    """Nothing when course.yaml cannot be read."""
    file = open_file(folder / "course.yaml", problems)
    node = load(file) if file else None
    if file is None or node is None:
        return None
    fields, ids = Fields(file, node), Ids()
    course_id = ids.course(fields)
    fields.one_of("kind", ("course",))
    languages, is_public = _languages(fields), fields.claim("is_public", default=False)
    desk = _Desk(folder, languages, ids, problems, is_public, {})
    check_files(desk.open(folder), KNOWN)
    pictures = read_pictures(folder, problems)
    modules = _modules(desk, fields)
    course = Course(
        id=course_id,
        title=fields.words("title", languages),
        audience=fields.words("audience", languages),
        summary=fields.words("summary", languages),
        hours=fields.number("hours", 0.25, 1000),
        languages=languages,
        modules=modules,
        attendance=Attendance(percent_total=0, percent_each_day=0) if is_public else _attendance(fields),
        is_public=is_public,
        prepost=_prepost(desk, modules),
        refresher=_quiz(desk, REFRESHER),
        final=_quiz(desk, FINAL),
        handouts=_handouts(desk),
        figures=tuple(picture.figure for picture in pictures.values()),
    )
    fields.done()
    _check_whole(desk, course, fields, library, pictures)
    standings = tuple(_standings(desk, course))
    problems.forget_course()
    return CourseRead(
        with_digests(course, pictures),
        {picture.figure.digest: picture.content for picture in pictures.values()},
        standings,
    )


def _check_whole(
    desk: _Desk, course: Course, fields: Fields, library: Library, pictures: Mapping[str, Picture]
) -> None:
    """What can be judged only when the whole course was read."""
    collected = desk.problems.collected
    check_targets(collected.links, desk.ids, library.terms, pictures)
    check_used(pictures, collected.links, desk.folder, desk.problems)
    check_citations(collected.citations, library.facts)
    advise_course(course, collected.asked, fields)


def _standings(desk: _Desk, course: Course) -> Iterator[Standing]:
    """The modules in their order, then the tests and handouts."""
    folders = {part: folder for folder, part in desk.parts.items()}
    for module in course.modules:
        if folder := folders.pop(module.id, None):
            yield from standings_of(module.id, folder, desk.languages, desk.problems.collected.states)
        else:
            yield from (Standing(module.id, language, module.status) for language in desk.languages)
    for part, folder in folders.items():
        yield from standings_of(f"{course.id} {part}", folder, desk.languages, desk.problems.collected.states)


def _languages(fields: Fields) -> tuple[str, ...]:
    languages = fields.texts("languages")
    for language in languages:
        if language not in LANGUAGES:
            fields.error(f"{language[:20]!r} is no language here; {did_you_mean(language, LANGUAGES)}", "languages")
    if languages and SOURCE_LANGUAGE not in languages:
        fields.error(f"{SOURCE_LANGUAGE} is missing; courses are written in it and translated from it", "languages")
    return tuple(language for language in languages if language in LANGUAGES)


def _attendance(course: Fields) -> Attendance:
    fields = course.group("attendance")
    attendance = Attendance(
        percent_total=fields.whole("percent_total", 0, 100),
        percent_each_day=fields.whole("percent_each_day", 0, 100),
    )
    fields.done()
    return attendance


def _modules(desk: _Desk, fields: Fields) -> tuple[Module, ...]:
    """The modules in the order of course.yaml, which must name every one that lies in modules/."""
    found: dict[str, Module] = {}
    order = fields.texts("modules")
    for path in _module_folders(desk.folder, desk.problems):
        if (read := read_module(desk.open(path), desk.ids)) is None:
            continue
        module, module_fields = read
        if not module.id:
            continue
        found[module.id] = module
        if module.is_ready:
            desk.parts[path] = module.id
        if module.id not in order:
            message = f"course.yaml does not list {module.id}; add it to its modules, or remove this folder"
            module_fields.error(message, "id")
    for name in order:
        if name not in found:
            fields.error(f"no folder in modules/ holds {name[:60]!r}; {did_you_mean(name, found)}", "modules")
    return tuple(found[name] for name in order if name in found)


def _module_folders(folder: Path, problems: Problems) -> list[Path]:
    modules = folder / "modules"
    if not modules.is_dir():
        problems.add(str(modules), START, "file", "is missing; make this folder, with one folder for each module")
        return []
    return [path for path in sorted(modules.iterdir()) if path.is_dir() and not path.name.startswith(".")]


def _prepost(desk: _Desk, modules: tuple[Module, ...]) -> PairedTest | None:
    tests = desk.folder / "tests"
    if tests.is_dir():
        check_test_folders(tests, desk.open(tests))
    path = tests / PREPOST
    return read_prepost(desk.open(path, PREPOST), desk.ids, modules) if path.is_dir() else None


def _quiz(desk: _Desk, name: str) -> Quiz | None:
    path = desk.folder / "tests" / name
    return read_quiz(desk.open(path, name), desk.ids, name) if path.is_dir() else None


def _handouts(desk: _Desk) -> tuple[Handout, ...]:
    path = desk.folder / "handouts"
    return read_handouts(desk.open(path, "handouts"), desk.ids) if path.is_dir() else ()
