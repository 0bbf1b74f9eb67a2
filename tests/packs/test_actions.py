"""Asking for packs: one job however often, one file as long as nothing changes, nothing left over."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.packs.make import small_course
from tests.progress import make
from tot import jobs
from tot.courses.actions import publish
from tot.db import db, transaction
from tot.packs import actions, files, queries, rules
from tot.packs.queries import Edition
from tot.refusals import Refused
from tot.web import press

WORKBOOK = rules.KINDS["workbook"]


@pytest.fixture
def edition(app: Flask, inside: None, now: datetime) -> Edition:
    with transaction():
        publish([small_course()], now)
    found = queries.current_edition("TST")
    assert found
    for file in files.path_of(found, WORKBOOK, "en").parent.glob("*"):
        file.unlink()
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The press only notes what it was given: the papers have tests of their own."""
    pressed: list[str] = []

    def book_of(html: str, styles: object, target: Path, on_page: press.OnPage, **_more: object) -> None:
        pressed.append(html)
        on_page(1)
        on_page(9)
        on_page(2)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"%PDF")

    monkeypatch.setattr(press, "book_of", book_of)
    return pressed


def ask(edition: Edition, now: datetime, kind: rules.Kind = WORKBOOK, language: str = "en") -> jobs.Job | None:
    with transaction():
        return actions.ask_for(edition, kind, language, None, now)


def test_a_pack_asked_for_twice_is_one_job_and_one_file(edition: Edition, now: datetime, quick: list[str]) -> None:
    for _click in range(3):
        ask(edition, now)
    assert files.file_of(edition, WORKBOOK, "en").step == "waiting"
    assert db.session.scalar(select(func.count()).select_from(jobs.Job)) == 1
    jobs.run_waiting()
    assert files.file_of(edition, WORKBOOK, "en").state == "ready"
    assert ask(edition, now) is None
    jobs.run_waiting()
    assert len(quick) == 1
    assert files.ready(edition, [WORKBOOK]) == {("workbook", "en")}


def test_each_language_and_kind_is_a_file_of_its_own(edition: Edition, now: datetime, quick: list[str]) -> None:
    for kind in rules.offered(edition.course, to_trainers=True):
        for language in edition.course.languages:
            ask(edition, now, kind, language)
    jobs.run_waiting()
    assert len(quick) == len(set(quick)) == 2 * len(rules.KINDS)
    assert all(job.state == "done" and job.steps_done > files.DRAWN for job in db.session.scalars(select(jobs.Job)))


def test_a_lost_file_is_made_again(edition: Edition, now: datetime, quick: list[str]) -> None:
    ask(edition, now)
    jobs.run_waiting()
    files.path_of(edition, WORKBOOK, "en").unlink()
    assert files.file_of(edition, WORKBOOK, "en").state == "none"
    ask(edition, now)
    jobs.run_waiting()
    assert files.file_of(edition, WORKBOOK, "en").state == "ready"
    assert len(quick) == 2


def test_a_pack_that_cannot_be_made_is_tried_again_and_then_says_so(
    edition: Edition, now: datetime, monkeypatch: pytest.MonkeyPatch, quick: list[str]
) -> None:
    def fails(*_given: object, **_more: object) -> None:
        raise press.NotSet("no ink")

    with monkeypatch.context() as broken:
        broken.setattr(press, "book_of", fails)
        job = ask(edition, now)
        assert job
        for _try in range(jobs.TRIES):
            assert files.file_of(edition, WORKBOOK, "en").state == "working"
            jobs.run_waiting()
    assert files.file_of(edition, WORKBOOK, "en").state == "failed"
    ask(edition, now)
    jobs.run_waiting()
    assert files.file_of(edition, WORKBOOK, "en").state == "ready"


def test_what_the_course_has_not_is_refused(edition: Edition, now: datetime) -> None:
    with pytest.raises(Refused):
        ask(edition, now, language="uz")
    with pytest.raises(Refused):
        actions.ask_for(edition, rules.Kind("form-c", for_trainers=True, paper="booklet", form="C"), "en", None, now)


def test_older_files_and_those_of_versions_without_cohorts_are_cleared_away(
    edition: Edition, now: datetime, quick: list[str]
) -> None:
    ask(edition, now)
    jobs.run_waiting()
    first = files.path_of(edition, WORKBOOK, "en")
    folder = first.parent
    same_of_before = folder / "TST-1-workbook-en-0000000000000000.pdf"
    of_other_course = folder / "TSTB-1-workbook-en-0000000000000000.pdf"
    left_behind = folder / "TST-1-workbook-en-0000000000000000.pdf.7.part"
    for file in (same_of_before, of_other_course, left_behind):
        file.write_bytes(b"%PDF")
    os.utime(left_behind, (0, 0))
    second = publish_again(now)
    ask(second, now)
    jobs.run_waiting()
    kept = files.path_of(second, WORKBOOK, "en")
    assert sorted(folder.iterdir()) == sorted([kept, of_other_course])
    # A cohort that stays on the first version keeps its files.
    cohort = make.cohort(db.session.get_one(queries.Version, edition.version_id))
    db.session.commit()
    assert queries.versions_in_use("TST") == {1, 2}
    ask(edition, now)
    jobs.run_waiting()
    assert sorted(folder.iterdir()) == sorted([first, kept, of_other_course])
    assert cohort.course_version_id == edition.version_id


def publish_again(now: datetime) -> Edition:
    with transaction():
        publish([replace(small_course(), hours=4)], now)
    found = queries.current_edition("TST")
    assert found
    assert found.number == 2
    return found


def test_other_contacts_and_another_version_are_other_files(
    app: Flask, edition: Edition, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {files.path_of(edition, WORKBOOK, "en"), files.path_of(edition, WORKBOOK, "ru")}
    paths.add(files.path_of(publish_again(now), WORKBOOK, "en"))
    monkeypatch.setitem(app.config, "TOT", replace(app.config["TOT"], contacts={"ngo_support": "Room 5"}))
    paths.add(files.path_of(edition, WORKBOOK, "en"))
    assert len(paths) == 4


def test_an_edition_is_found_by_its_number_and_by_its_cohort(edition: Edition, now: datetime) -> None:
    second = publish_again(now)
    before = queries.edition("TST", 1)
    assert before
    assert (before.number, before.is_current) == (1, False)
    assert (second.number, second.is_current) == (2, True)
    assert queries.edition_of_version(before.version_id) == before
    assert queries.edition("TST", 9) is None
    assert queries.edition("TST-1", 1) is None  # a module is no course
