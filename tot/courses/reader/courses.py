"""Reads a course folder, or a folder of courses: the values, or every mistake at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tot.courses.reader.fields import Fields
from tot.courses.reader.figures import figures_in
from tot.courses.reader.files import open_file
from tot.courses.reader.handouts import read_handouts
from tot.courses.reader.ids import Ids
from tot.courses.reader.library import known_terms
from tot.courses.reader.links import check_targets
from tot.courses.reader.marks import load
from tot.courses.reader.modules import read_module
from tot.courses.reader.problems import START, Problem, Problems, did_you_mean
from tot.courses.reader.tests import PREPOST, REFRESHER, check_test_folders, read_prepost, read_refresher
from tot.courses.reader.translations import Folder
from tot.courses.rules import SOURCE_LANGUAGE, Attendance, Course, Handout, Module, PairedTest, Quiz

LANGUAGES = ("en", "ru", "uz", "uz_Cyrl", "kk", "ky", "tg", "tk")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. With an error anywhere there are no courses; warnings do not keep a course back."""

    courses: tuple[Course, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_error)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The course that is being read."""

    folder: Path
    languages: tuple[str, ...]
    ids: Ids
    problems: Problems
    is_public: bool

    def open(self, path: Path) -> Folder:
        return Folder(path, self.languages, self.problems, is_public=self.is_public)


def read_courses(path: Path) -> Reading:
    """All courses in this folder; or the one, when it is itself the folder of a course (it holds course.yaml)."""
    problems = Problems()
    courses, first = [], dict[str, Path]()
    for folder in _course_folders(path, problems):
        course = _read_course(folder, problems)
        if course is None:
            continue
        courses.append(course)
        if first.setdefault(course.id, folder) != folder:
            message = f"{course.id!r} is already the id of {first[course.id]}; give this course another"
            problems.add(str(folder / "course.yaml"), START, "id", message)
    return Reading(() if problems.error_count else tuple(courses), problems.in_order())


def _course_folders(path: Path, problems: Problems) -> list[Path]:
    try:
        if (path / "course.yaml").exists():
            return [path]
        folders = [child for child in sorted(path.iterdir()) if (child / "course.yaml").exists()]
    except (OSError, ValueError) as refusal:
        problems.add(str(path), START, "file", f"cannot be read ({refusal}); give the folder of a course")
        return []
    if not folders:
        problems.add(str(path), START, "file", "holds no course; a course is a folder with a course.yaml")
    return folders


def _read_course(folder: Path, problems: Problems) -> Course | None:
    file = open_file(folder / "course.yaml", problems)
    node = load(file) if file else None
    if file is None or node is None:
        return None
    fields, ids = Fields(file, node), Ids()
    course_id = ids.course(fields)
    fields.one_of("kind", ("course",))
    languages, is_public = _languages(fields), fields.claim("is_public", default=False)
    hours = fields.number("hours", 0.25, 1000)
    desk = _Desk(folder, languages, ids, problems, is_public)
    modules = _modules(desk, fields)
    course = Course(
        id=course_id,
        title=fields.words("title", languages),
        audience=fields.words("audience", languages),
        summary=fields.words("summary", languages),
        hours=hours,
        languages=languages,
        modules=modules,
        attendance=Attendance(percent_total=0, percent_each_day=0) if is_public else _attendance(fields),
        is_public=is_public,
        prepost=_prepost(desk, tuple(module.id for module in modules)),
        refresher=_refresher(desk),
        handouts=_handouts(desk),
    )
    fields.done()
    check_targets(problems.links, ids, known_terms(folder.parent, problems), figures_in(folder))
    problems.links.clear()
    planned = sum(module.hours for module in course.modules)
    if hours and course.modules and planned != hours:
        fields.warning(f"is {hours:g}, and the modules add up to {planned:g}; correct one of them", "hours")
    return course


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


def _prepost(desk: _Desk, modules: tuple[str, ...]) -> PairedTest | None:
    tests = desk.folder / "tests"
    if tests.is_dir():
        check_test_folders(tests, desk.open(tests))
    return read_prepost(desk.open(tests / PREPOST), desk.ids, modules) if (tests / PREPOST).is_dir() else None


def _refresher(desk: _Desk) -> Quiz | None:
    path = desk.folder / "tests" / REFRESHER
    return read_refresher(desk.open(path), desk.ids) if path.is_dir() else None


def _handouts(desk: _Desk) -> tuple[Handout, ...]:
    path = desk.folder / "handouts"
    return read_handouts(desk.open(path), desk.ids) if path.is_dir() else ()
