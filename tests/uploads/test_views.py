"""A course as ZIP on the web: checked, previewed, published once, had back as the same files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select, update

from tests.accounts.make import make_coordinator, make_official, make_person
from tests.cascade.make import make_trainer
from tests.cohorts.make import make_cohort
from tests.conftest import Browser, SignIn, check_page, count_of
from tests.courses.make import COURSE, ITEMS, LESSON_EN, LESSON_RU, MODULE, Change, swap, write_course
from tot.accounts.models import Person
from tot.courses import sources
from tot.courses.actions import publish
from tot.courses.models import Source, Thing, Version
from tot.courses.queries import current_course, current_course_version
from tot.courses.reader import read_courses
from tot.courses.reader.archive import files_in, packed, unpacked
from tot.db import db, transaction
from tot.uploads.models import Upload

KEY = "a key of one form"


def zip_of(folder: Path, changes: Mapping[str, Change] | None = None) -> bytes:
    return packed(files_in(write_course(folder, changes or {})), "TST")


@pytest.fixture
def official(app: Flask, sign_in: SignIn) -> Callable[..., Browser]:
    def browser_of(kind: str = "administrator") -> Browser:
        with app.app_context(), transaction():
            person = make_official(kind)
            db.session.refresh(person)
        return sign_in(person)

    return browser_of


@pytest.fixture
def published(app: Flask, world: Connection, tmp_path: Path, now: datetime) -> Path:
    folder = write_course(tmp_path / "published")
    reading = read_courses(folder)
    with app.app_context(), transaction():
        sources.keep_folders(publish(reading.wholes, now), reading.folders, now)
    return folder


def send(browser: Browser, content: bytes, status: int = 303, key: str = KEY) -> str:
    """Uploads a file; returns where it leads, or the page that says what is wrong."""
    fields = {"file": (BytesIO(content), "TST.zip"), "request_key": key}
    answer = browser.post("/uploads/", fields, status, content_type="multipart/form-data")
    return str(answer.headers["Location"]) if status == 303 else answer.text


def number_of(app: Flask) -> int:
    with app.app_context():
        version = current_course_version("TST")
        return version.number if version else 0


def test_a_course_too_large_for_the_page_is_told_what_to_do(official: Callable[..., Browser]) -> None:
    kind = "multipart/form-data; boundary=b"
    answer = official().client.post("/uploads/", data=b"x" * (6 * 2**20), content_type=kind)
    assert answer.status_code == 413
    check_page(answer.text)
    assert "up to 5 MB" in answer.text
    assert "Make the pictures of the course smaller." in answer.text
    assert "list of names" not in answer.text
    assert 'href="/uploads/"' in answer.text


def test_a_new_course_is_checked_previewed_and_published(
    app: Flask, official: Callable[..., Browser], tmp_path: Path
) -> None:
    browser = official()
    assert 'href="/uploads/"' in browser.get("/courses/").text
    there = send(browser, zip_of(tmp_path / "TST"))
    page = browser.get(there).text
    assert "It is a new course" in page
    assert "<li>First</li>" in page
    assert number_of(app) == 0, "nothing is published before somebody says so"
    assert there in browser.get("/uploads/").text
    assert browser.post(f"{there}/publish").headers["Location"] == "/courses/TST"
    shown = browser.get("/courses/TST").text
    assert "Version 1 of the course is published." in shown
    assert there not in browser.get("/uploads/").text
    browser.get(there, 303)


def test_publishing_twice_publishes_once(app: Flask, official: Callable[..., Browser], tmp_path: Path) -> None:
    browser, other = official(), official()
    there = send(browser, zip_of(tmp_path / "TST"))
    assert send(browser, zip_of(tmp_path / "TST")) == there, "a second click on the first button is the same upload"
    for tab in (browser, other, browser):
        assert tab.post(f"{there}/publish").headers["Location"] == "/courses/TST"
    assert (count_of(app, Upload), count_of(app, Source), number_of(app)) == (1, 1, 1)
    browser.post(f"{there}/discard")
    assert count_of(app, Upload) == 1, "what was published stays"


def test_a_preview_names_what_would_change_and_who_stays(
    app: Flask, published: Path, official: Callable[..., Browser], tmp_path: Path
) -> None:
    with app.app_context(), transaction():
        make_cohort(make_trainer(), name="Kumtepa 1")
    changes = {
        LESSON_EN: swap("Because *it* matters", "Because they matter"),
        ITEMS: lambda text: text.replace("TST-1-q8", "TST-1-q10"),
        f"{MODULE}/items.en.yaml": lambda text: text.replace("TST-1-q8", "TST-1-q10"),
        f"{MODULE}/items.ru.yaml": lambda text: text.replace("TST-1-q8", "TST-1-q10"),
    }
    browser = official()
    there = send(browser, zip_of(tmp_path / "2", changes))
    page = browser.get(there).text
    assert 'Changed: section <span class="soft">Why</span>' in page
    assert 'New: question <span class="soft">And now?</span>' in page
    assert "No longer there: question" in page
    assert "1 cohort keeps the version it has" in page
    assert "Kumtepa 1" in page
    assert "has changed since; bring this file up to date" in page, (
        "a stale translation is told, and keeps nothing back"
    )
    browser.post(f"{there}/publish")
    assert number_of(app) == 2
    back = send(browser, zip_of(tmp_path / "3"), key="another")
    assert "Back again: question" in browser.get(back).text
    assert "cohort keeps" not in browser.get(back).text, "the cohort has the version that would come back"


def test_the_same_course_again_changes_nothing(
    app: Flask, published: Path, official: Callable[..., Browser], tmp_path: Path
) -> None:
    browser = official()
    there = send(browser, zip_of(tmp_path / "2"))
    assert "Publishing changes nothing" in browser.get(there).text
    browser.post(f"{there}/publish")
    assert "Nothing was different: version 1 stays." in browser.get("/courses/TST").text
    assert number_of(app) == 1


def test_every_mistake_is_told_and_nothing_is_kept(
    app: Flask, official: Callable[..., Browser], tmp_path: Path
) -> None:
    changes = {
        LESSON_EN: swap("Because", "<script>alert(1)</script> {{nobody}} Because"),
        ITEMS: swap("key: b,", "key: zz,"),
        COURSE: swap("kind: course", "kind: cours"),
        "figures/evil.svg": "<svg onload=alert(1)>",
    }
    files = _all_files(write_course(tmp_path / "TST", changes))
    page = send(official(), packed(files, "TST"), 422)
    assert "The course was not kept" in page
    assert "HTML is not used here" in page
    assert f"{LESSON_EN}" in page
    assert "is no known placeholder" in page
    assert "zz" in page
    assert "course.yaml" in page
    assert "is no file that a course has" in page
    assert "<script>alert" not in page
    assert "/tmp" not in page
    assert count_of(app, Upload) == 0


def _all_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("content", [b"", b"no zip", packed({"x.yaml": b""}), b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_course_is_refused_in_words(app: Flask, official: Callable[..., Browser], content: bytes) -> None:
    page = send(official(), content, 422)
    assert "The course was not kept" in page or "Choose a file first" in page
    assert count_of(app, Upload) == 0


def test_an_id_of_another_kind_is_refused_before_it_waits(
    app: Flask, published: Path, official: Callable[..., Browser], tmp_path: Path
) -> None:
    changes = {
        name: lambda text: (
            text.replace("TST-1-check", "TST-1-lesson-x")
            .replace("TST-1-lesson,", "x")
            .replace("id: TST-1-lesson\n", "id: TST-1-check\n")
        )
        for name in (f"{MODULE}/module.yaml",)
    }
    page = send(official(), zip_of(tmp_path / "2", changes), 422)
    assert "TST-1-check was a quiz and is now a lesson; give the new one another id." in page
    assert (count_of(app, Upload), number_of(app)) == (0, 1)


def test_a_discarded_upload_is_gone(app: Flask, official: Callable[..., Browser], tmp_path: Path) -> None:
    browser = official()
    there = send(browser, zip_of(tmp_path / "TST"))
    assert browser.post(f"{there}/discard").headers["Location"] == "/uploads/"
    browser.get(there, 404)
    browser.post(f"{there}/publish", status=404)
    assert (count_of(app, Upload), count_of(app, Thing)) == (0, 0)


def test_an_upload_is_forgotten_after_a_week(app: Flask, official: Callable[..., Browser], tmp_path: Path) -> None:
    browser = official()
    there = send(browser, zip_of(tmp_path / "TST"))
    with app.app_context(), transaction():
        db.session.execute(update(Upload).values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    assert "has waited too long" in browser.get(there).text
    assert "has waited too long" in browser.post(f"{there}/publish", status=422).text
    assert there not in browser.get("/uploads/").text
    send(browser, zip_of(tmp_path / "TST"), key="another")
    assert count_of(app, Upload) == 1
    assert number_of(app) == 0


@pytest.mark.parametrize("make", [make_person, make_trainer, make_coordinator, lambda: make_official("observer")])
def test_nobody_else_uploads_or_has_the_files(
    app: Flask, published: Path, official: Callable[..., Browser], sign_in: SignIn, make: Callable[[], Person]
) -> None:
    there = send(official(), packed(files_in(published)))
    with app.app_context(), transaction():
        person = make()
        db.session.refresh(person)
    browser = sign_in(person)
    for path in ("/uploads/", there, "/courses/TST/files.zip"):
        browser.get(path, 403)
    for path in ("/uploads/", f"{there}/publish", f"{there}/discard"):
        browser.post(path, status=403)
    assert count_of(app, Upload) == 1


def test_who_reviews_content_publishes_too(official: Callable[..., Browser], tmp_path: Path) -> None:
    browser = official("reviewer")
    there = send(browser, zip_of(tmp_path / "TST"))
    browser.post(f"{there}/publish")
    browser.get("/courses/TST/files.zip")


def test_what_was_published_comes_back_as_the_same_files(
    app: Flask, published: Path, official: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    browser = official()
    assert "/courses/TST/files.zip" in browser.get("/courses/TST").text
    answer = browser.get("/courses/TST/files.zip")
    assert answer.mimetype == "application/zip"
    assert "filename=TST-1.zip" in answer.headers["Content-Disposition"]
    found = unpacked(answer.data)
    assert found.problems == ()
    assert found.files == files_in(published)
    folder = tmp_path / "back"
    for name, content in found.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    reading = read_courses(folder)
    assert reading.errors == ()
    with app.app_context(), transaction():
        (done,) = publish(reading.courses, now).courses
    assert not done.is_changed
    assert "Publishing changes nothing" in browser.get(send(browser, answer.data)).text


def test_an_uploaded_course_comes_back_as_it_was_uploaded(official: Callable[..., Browser], tmp_path: Path) -> None:
    browser, content = official(), zip_of(tmp_path / "TST", {LESSON_RU: lambda text: text.replace("\n", "\r\n")})
    browser.post(f"{send(browser, content)}/publish")
    assert unpacked(browser.get("/courses/TST/files.zip").data).files == unpacked(content).files


def test_a_course_that_was_not_published_from_files_has_none(
    app: Flask, official: Callable[..., Browser], tmp_path: Path, now: datetime
) -> None:
    with app.app_context(), transaction():
        publish(read_courses(write_course(tmp_path / "TST")).courses, now)
    browser = official()
    assert "files.zip" not in browser.get("/courses/TST").text
    browser.get("/courses/TST/files.zip", 404)


def test_the_files_of_the_project_leave_an_uploaded_course_alone(
    app: Flask, published: Path, official: Callable[..., Browser], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = official()
    changes = {LESSON_EN: swap("Because *it* matters", "Because they matter")}
    browser.post(f"{send(browser, zip_of(tmp_path / '2', changes))}/publish")
    with app.app_context():
        assert list(sources.uploaded_courses()) == ["TST"]
        reading = read_courses(published)
        with transaction():
            done = publish([], datetime.now(UTC), is_everything=True, spared=sources.uploaded_courses())
        assert done.retired_courses == ()
        assert current_course("TST") is not None
        with transaction():  # the folder is named: the files decide again
            sources.keep_folders(publish(reading.wholes, datetime.now(UTC)), reading.folders, datetime.now(UTC))
        assert sources.uploaded_courses() == {}
        assert db.session.scalar(select(func.max(Version.number)).where(Version.thing_key == "TST")) == 2
        assert current_course_version("TST").number == 1
