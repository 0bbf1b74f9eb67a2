"""Publishing adds exactly what changed, whole or not at all, and a book is what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from tests.conftest import counting
from tests.courses.make import MODULE, Change, make_question, swap, write_course
from tests.courses.test_whole import written
from tests.real import real
from tot.audit import Event
from tot.courses import queries
from tot.courses.actions import Publication, publish
from tot.courses.models import Thing, Version
from tot.courses.reader import read_courses
from tot.courses.rules import Course, Module, PairedTest, Quiz, things_in
from tot.db import db, transaction
from tot.refusals import Refused

pytestmark = pytest.mark.usefixtures("inside")

Read = Callable[..., Course]
SOURCE = {
    "course": "course.yaml",
    "module": f"{MODULE}/module.yaml",
    "items": f"{MODULE}/items.yaml",
    "words": f"{MODULE}/items.ru.yaml",
    "scenario": f"{MODULE}/scenario.ru.yaml",
    "lesson": f"{MODULE}/lesson.ru.md",
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The course of the tests with these changes."""

    def changed(name: str | None = None, change: Change = None) -> Course:
        (course,) = read_courses(write_course(tmp_path, {SOURCE[name]: change} if name else {})).courses
        return course

    return changed


def published(now: datetime, *courses: Course, **how: Any) -> Publication:
    with transaction():
        return publish(courses, now, **how)


def version_numbers() -> dict[str, int]:
    rows = db.session.execute(select(Version.thing_key, func.count()).group_by(Version.thing_key))
    return dict(rows.all())


def bare(value: Any) -> Any:
    """The value without the versions it was loaded from."""
    if isinstance(value, Course):
        return replace(
            value,
            version_id=None,
            modules=tuple(map(bare, value.modules)),
            prepost=bare(value.prepost),
            refresher=bare(value.refresher),
            handouts=tuple(map(bare, value.handouts)),
        )
    if isinstance(value, Module):
        return replace(
            value, version_id=None, lesson=bare(value.lesson), scenario=bare(value.scenario), check=bare(value.check)
        )
    if isinstance(value, Quiz | PairedTest):
        return replace(value, version_id=None, questions=tuple(map(bare, value.questions)))
    return None if value is None else replace(value, version_id=None)


def test_the_first_time_everything_is_new(read: Read, now: datetime) -> None:
    course = read()
    (done,) = published(now, course).courses
    assert (done.course_key, done.number, done.changed, done.retired, done.revived) == ("TST", 1, (), (), ())
    assert done.added == tuple(thing.id for thing in things_in(course))
    assert set(version_numbers().values()) == {1}
    kinds = dict(db.session.execute(select(Thing.key, Thing.kind)).all())
    assert kinds["TST-1-q1"] == "question"
    assert kinds["TST-1-check"] == "quiz"
    assert db.session.scalars(select(Event.facts)).one() == {"course": "TST", "version": 1, "changed": list(done.added)}


def test_the_same_course_again_adds_nothing(read: Read, now: datetime) -> None:
    published(now, read())
    before = version_numbers()
    (done,) = published(now + timedelta(days=1), read()).courses
    assert not done.is_changed
    assert version_numbers() == before
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "chain"),
    [
        ("words", "Который?", "Какой?", ["TST-1-q1", "TST-1-check", "TST-1", "TST"]),
        ("scenario", "Дверь", "Двери", ["TST-1-scenario", "TST-1", "TST"]),
        ("lesson", "Смотрите", "Глядите", ["TST-1-lesson", "TST-1", "TST"]),
        ("items", "key: 18", "key: 17", ["TST-1-q6", "TST-1-check", "TST-1", "TST"]),
        ("module", "pass: 7", "pass: 6", ["TST-1-check", "TST-1", "TST"]),
        ("module", "Первый", "Начало", ["TST-1", "TST"]),
        ("course", "Никто", "Некто", ["TST"]),
        ("lesson", "status: draft", "status: reviewed", []),
    ],
)
def test_one_change_gives_new_versions_to_exactly_what_holds_it(
    read: Read, now: datetime, file: str, old: str, new: str, chain: list[str]
) -> None:
    published(now, read())
    (done,) = published(now, read(file, swap(old, new))).courses
    assert list(done.changed) == chain
    assert (done.added, done.retired, done.revived) == ((), (), ())
    assert {key for key, number in version_numbers().items() if number == 2} == set(chain)


def test_all_words_reviewed_change_the_module(read: Read, now: datetime, tmp_path: Path) -> None:
    published(now, read())
    for path in tmp_path.rglob("*.ru.*"):
        path.write_text(path.read_text().replace("status: draft", "status: reviewed"))
    (course,) = read_courses(tmp_path).courses
    assert published(now, course).courses[0].changed == ("TST-1", "TST")


def test_going_back_makes_the_old_version_current_again(read: Read, now: datetime) -> None:
    first = published(now, read()).courses[0].version_id
    published(now, read("course", swap("Никто", "Некто")))
    (done,) = published(now, read()).courses
    assert (done.version_id, done.number, done.changed) == (first, 1, ("TST",))
    assert version_numbers()["TST"] == 2


@pytest.fixture
def without_last_question(read: Read) -> Course:
    course = read()
    module = course.module("TST-1")
    assert module.check is not None
    check = replace(module.check, questions=module.check.questions[:-1])
    return replace(course, modules=(replace(module, check=check), course.modules[1]))


def test_retired_and_revived(read: Read, without_last_question: Course, now: datetime) -> None:
    published(now, read())
    (shorter,) = published(now + timedelta(days=1), without_last_question).courses
    assert shorter.retired == ("TST-1-q8",)
    assert db.session.get_one(Thing, "TST-1-q8").retired_at == now + timedelta(days=1)
    assert published(now, without_last_question).courses[0].retired == ()
    (longer,) = published(now, read()).courses
    assert longer.revived == ("TST-1-q8",)
    assert longer.added == ()
    assert db.session.get_one(Thing, "TST-1-q8").retired_at is None


def test_other_courses_retire_only_when_these_are_all(read: Read, now: datetime) -> None:
    course = read()
    other = replace(course, id="OTH", modules=())
    published(now, course, other)
    assert published(now, other).retired_courses == ()
    assert [course.id for course in queries.published_courses()] == ["OTH", "TST"]
    assert published(now, other, is_everything=True).retired_courses == ("TST",)
    assert [course.id for course in queries.published_courses()] == ["OTH"]
    assert queries.current_course_version("TST") is None
    assert published(now, other, is_everything=True).retired_courses == ()
    assert published(now, course).courses[0].revived[-1] == "TST"


def test_an_id_that_changed_its_kind_is_refused_with_advice(read: Read, now: datetime) -> None:
    published(now, read())
    before = version_numbers()
    retyped = read("items", swap("type: branch", "type: single"))
    with pytest.raises(Refused, match="TST-1-q8 was a branch question and is now a single question; give the new one"):
        published(now, retyped)
    module = read().module("TST-1")
    swapped = replace(
        module, check=replace(module.check, id="TST-1-lesson"), lesson=replace(module.lesson, id="TST-1-check")
    )
    with pytest.raises(Refused, match=r"TST-1-check was a quiz and is now a lesson.*TST-1-lesson was a lesson"):
        published(now, replace(read(), modules=(swapped,)))
    with pytest.raises(Refused, match="TST-1 belongs to course TST; give this one another id"):
        published(now, replace(read(), id="OTH", modules=(replace(module, check=None, lesson=None, scenario=None),)))
    assert version_numbers() == before


def test_an_id_is_never_used_again_for_something_else(read: Read, without_last_question: Course, now: datetime) -> None:
    published(now, read())
    published(now, without_last_question)
    assert db.session.get_one(Thing, "TST-1-q8").retired_at
    with pytest.raises(Refused, match="TST-1-q8 was a branch question and is now a single question"):
        published(now, read("items", swap("type: branch", "type: single")))


def test_tests_and_handouts_are_things_with_versions(tmp_path: Path, now: datetime) -> None:
    (course,) = read_courses(written(tmp_path)).courses
    (done,) = published(now, course).courses
    book = queries.book(done.version_id)
    assert bare(book) == course
    kinds = dict(db.session.execute(select(Thing.key, Thing.kind)).all())
    assert (kinds["TST-prepost"], kinds["TST-refresher"], kinds["TST-h-plan"]) == ("paired test", "quiz", "handout")
    assert book.prepost.question("TST-pb2").version_id  # type: ignore[union-attr]
    changed = replace(course, prepost=replace(course.prepost, pass_percent=75))  # type: ignore[type-var]
    assert published(now, changed).courses[0].changed == ("TST-prepost", "TST")


def test_what_was_published_before_there_were_tests_and_pictures_keeps_its_digest(read: Read, now: datetime) -> None:
    """A field that holds its default is not in the body, so an older body is the same and loads."""
    published(now, read())
    bodies = dict(db.session.execute(select(Version.thing_key, Version.body)).all())
    assert bodies["TST"].keys() == {
        "id", "title", "audience", "summary", "hours", "languages", "modules", "attendance",
    }  # fmt: skip
    assert bodies["TST-1-check"].keys() == {"id", "kind", "pass_mark", "questions"}
    assert {tuple(section) for section in bodies["TST-1-lesson"]["sections"]} == {
        ("id", "minutes", "locked", "title", "body")
    }


def test_broken_off_half_way_nothing_is_published(read: Read, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    published(now, read())
    before, current = version_numbers(), queries.current_course_version("TST")
    real, calls = db.session.flush, []

    def break_off(*arguments: Any) -> None:
        calls.append(1)
        real(*arguments)
        if len(calls) == 2:  # the versions have just been written, the things not yet moved to them
            raise KeyboardInterrupt

    monkeypatch.setattr(db.session, "flush", break_off)
    with pytest.raises(KeyboardInterrupt):
        published(now, read("words", swap("Который?", "Какой?")))
    monkeypatch.undo()
    assert version_numbers() == before
    assert queries.current_course_version("TST") == current
    assert published(now, read("words", swap("Который?", "Какой?"))).courses[0].number == 2


# The book.


def test_a_book_is_what_was_read(read: Read, now: datetime) -> None:
    course = read()
    (done,) = published(now, course).courses
    book = queries.book(done.version_id)
    assert bare(book) == course
    assert book.version_id == done.version_id
    assert queries.published_courses() == [book]
    assert queries.current_course("TST") is book


def test_a_book_says_the_version_of_everything_in_it(read: Read, now: datetime) -> None:
    (done,) = published(now, read()).courses
    versions = {thing.id: thing.version_id for thing in things_in(queries.book(done.version_id))}
    assert versions == dict(db.session.execute(select(Thing.key, Thing.current_version_id)).all())


def test_an_old_book_stays_as_it_was(read: Read, now: datetime) -> None:
    old, first = read(), published(now, read()).courses[0].version_id
    second = published(now, read("words", swap("Который?", "Какой?"))).courses[0].version_id
    assert bare(queries.book(first)) == old
    question = queries.book(second).module("TST-1").check.question("TST-1-q1")  # type: ignore[union-attr]
    assert question.stem["ru"] == "Какой?"


def test_no_book_for_a_version_of_something_else(read: Read, now: datetime) -> None:
    published(now, read())
    module = db.session.get_one(Thing, "TST-1").current_version_id
    for number in (module, 10**6):
        with pytest.raises(KeyError):
            queries.book(number)  # type: ignore[arg-type]


def test_a_book_is_loaded_once_with_one_query_for_each_level(read: Read, now: datetime, world: Connection) -> None:
    (done,) = published(now, read()).courses
    with counting(world) as first:
        queries.book(done.version_id)
    with counting(world) as second:
        queries.book(done.version_id)
    assert (len(first), len(second)) == (4, 0)


def test_the_real_courses_come_back_as_they_were_read(now: datetime) -> None:
    courses = real().courses
    assert courses
    published(now, *courses)
    assert [bare(book) for book in queries.published_courses()] == sorted(courses, key=lambda course: course.id)


def test_options_may_be_called_like_fields(read: Read, now: datetime) -> None:
    course = read()
    module = course.module("TST-1")
    question = make_question(left=("id", "digest"), key={"id": "x", "digest": "y"})
    changed = replace(module, check=replace(module.check, questions=(question,)))
    (done,) = published(now, replace(course, modules=(changed,))).courses
    check = queries.book(done.version_id).module("TST-1").check
    assert check is not None
    assert bare(check.questions[0]) == question
