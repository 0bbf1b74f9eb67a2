"""Signing off, withdrawing, remarking, on both databases: every step is a row, nothing is there twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from tests.reviews import make
from tot.accounts.models import Person
from tot.audit import Event
from tot.courses import cli, signing
from tot.courses import queries as courses
from tot.courses.models import SignOff, Withdrawal
from tot.courses.rules import Module
from tot.db import db, transaction
from tot.packs.files import path_of
from tot.packs.queries import edition_of_version
from tot.packs.rules import KINDS
from tot.refusals import Refused
from tot.reviews import actions, queries
from tot.reviews.models import Remark
from tot.reviews.queries import Reading

LEGAL, LINGUIST = "legal reviewer", "linguist"


def reading(key: str = "TST-1", language: str = "ru") -> Reading:
    found = queries.reading(key, language)
    assert found
    return found


def sign(actor: Person, now: datetime, read: Reading | None = None, role: str = LINGUIST, **more: Any) -> SignOff:
    read = read or reading()
    values = {"version_id": read.version_id, "role": role, "note": "Read.", "request_key": f"{now}{role}", **more}
    with transaction():
        return actions.sign_off(read, actor=actor, now=now, **values)


def module_now() -> Module:
    course = courses.current_course("TST")
    assert course
    return course.module("TST-1")


def events(kind: str) -> list[dict[str, Any]]:
    return list(db.session.scalars(select(Event.facts).where(Event.kind == kind).order_by(Event.id)))


@pytest.fixture
def her(inside: None) -> Person:
    make.publish_all()
    return make.reviewer()


def test_a_signature_ends_the_draft_in_its_language_only(her: Person, now: datetime) -> None:
    assert signing.is_draft(module_now(), "ru")
    sign(her, now)
    (signature,) = signing.signatures_on(module_now(), "ru")
    assert (signature.role, signature.signed_at) == (LINGUIST, now)
    assert not signing.is_draft(module_now(), "ru")
    assert signing.signatures_on(module_now(), "en") == ()
    assert events("text signed off") == [{"text": "TST-1", "version": 1, "language": "ru", "role": LINGUIST}]


def test_the_same_click_twice_signs_once_and_the_same_role_twice_is_refused(her: Person, now: datetime) -> None:
    first = sign(her, now)
    assert sign(her, now).id == first.id
    with pytest.raises(Refused, match="already"):
        sign(her, now, request_key="another tab")
    sign(her, now, role=LEGAL)
    sign(make.reviewer("KZ", "Aigul Oydirma"), now, request_key="hers")
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 3


def test_what_was_not_on_the_page_is_not_signed(her: Person, now: datetime) -> None:
    before = reading()
    make.publish_all(make.with_module(make.with_body("ru", "Иначе.")))
    with pytest.raises(Refused, match="newer version"):
        sign(her, now, version_id=before.version_id)
    with pytest.raises(Refused, match="role"):
        sign(her, now, role="friend")
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 0


@pytest.mark.parametrize(("language", "holds"), [("ru", False), ("en", False), ("uz", True)])
def test_a_signature_holds_for_later_versions_that_read_the_same(
    her: Person, now: datetime, language: str, holds: bool
) -> None:
    sign(her, now)
    old = module_now()
    make.publish_all(make.with_module(make.with_body(language, "Otherwise.")))
    assert module_now().version_id != old.version_id
    assert bool(signing.signatures_on(module_now(), "ru")) is holds
    assert signing.signatures_on(old, "ru"), "whoever stays on the old version still reads what was signed"
    (cell,) = [cell for row in found_row("TST-1") for cell in row.cells if cell.language == "ru"]
    assert cell.standing == ("signed" if holds else "changed")


def found_row(key: str) -> list[queries.Row]:
    return [row for group in queries.groups() for row in group.rows if row.key == key]


def test_withdrawing_adds_a_row_and_one_may_sign_again(her: Person, now: datetime) -> None:
    first = sign(her, now)
    for _click in range(2):
        with transaction():
            actions.withdraw(first, "I had read the wrong language.", her, now + timedelta(days=1))
    assert signing.is_draft(module_now(), "ru")
    (withdrawal,) = db.session.scalars(select(Withdrawal))
    assert withdrawal.reason == "I had read the wrong language."
    again = sign(her, now + timedelta(days=2))
    assert (again.number, first.number) == (2, 1)
    assert not signing.is_draft(module_now(), "ru")
    assert [one.withdrawn_at is None for one in queries.sign_offs_of("TST-1", "ru")] == [True, False]
    assert [event["reason"] for event in events("sign-off withdrawn")] == ["I had read the wrong language."]


def test_only_a_legal_reviewer_signs_the_law(her: Person, now: datetime) -> None:
    read = reading("ANNEX-UZ", "uz")
    assert read.place_path == "/UZ/"
    sign(her, now, read)
    assert signing.legal_signature(courses.annex("uz"), "uz") is None
    sign(her, now, read, role=LEGAL)
    signature = signing.legal_signature(courses.annex("uz"), "uz")
    assert signature
    assert signature.signed_at == now
    assert signing.legal_signature(courses.annex("uz"), "ru") is None
    assert signing.legal_signature(None, "uz") is None


@pytest.mark.usefixtures("her")
@pytest.mark.parametrize(
    ("key", "language"),
    [("TST", "ru"), ("TST-2", "ru"), ("TST-1-check", "ru"), ("TST-1", "uz"), ("FACTS", "en"), ("ANNEX-KZ", "ru")],
)
def test_what_is_not_laid_before_reviewers(key: str, language: str) -> None:
    assert queries.reading(key, language) is None


def test_the_lists_count_what_waits(her: Person, now: datetime) -> None:
    library, course = queries.groups()
    assert (library.key, course.key) == (queries.LIBRARY, "TST")
    assert [row.key for row in library.rows] == ["GLOSSARY", "ANNEX-UZ"]
    assert [row.key for row in course.rows] == ["TST-1", "TST-prepost", "TST-refresher", "TST-h-plan"]
    everything = queries.to_do([library, course], her)
    assert everything == 6 + 8
    for key in ("TST-1", "TST-prepost", "GLOSSARY"):
        sign(her, now, reading(key), request_key=key)
    assert queries.to_do(queries.groups(), her) == everything - 3
    abroad = make.reviewer("KZ", "Aigul Oydirma")
    assert queries.to_do([library], abroad) == 3, "the annex is for those of its country"


def test_a_book_printed_before_the_signature_is_printed_anew(her: Person, now: datetime) -> None:
    version = courses.current_course_version("TST")
    assert version
    edition = edition_of_version(version.id)
    assert edition
    workbook, before = KINDS["workbook"], edition.drafts("ru")
    paths = {path_of(edition, workbook, language) for language in ("ru", "en")}
    sign(her, now)
    assert (before, edition.drafts("ru")) == (frozenset({"TST-1"}), frozenset())
    assert path_of(edition, workbook, "ru") not in paths
    assert path_of(edition, workbook, "en") in paths


def test_the_terminal_says_what_was_signed(app: Flask, her: Person, now: datetime) -> None:
    sign(her, now)
    sign(her, now, role=LEGAL)
    sign(her, now, reading("GLOSSARY"), request_key="glossary")
    (term,) = make.glossary().terms
    make.publish_all(replace(make.glossary(), terms=(replace(term, words={**term.words, "ru": "дитя"}),)))
    printed = app.test_cli_runner().invoke(
        cli.courses, ["status", "--signed", "--json"], obj=ScriptInfo(create_app=lambda: app)
    )
    assert printed.exit_code == 0, printed.output
    rows = {row["part"]: row["languages"] for row in json.loads(printed.output)}
    assert list(rows) == ["GLOSSARY", "ANNEX-UZ", "TST-1", "TST-prepost", "TST-refresher", "TST-h-plan"]
    assert rows["TST-1"] == {"en": "waits", "ru": "linguist, legal reviewer"}
    assert rows["GLOSSARY"]["ru"] == "changed since"


def test_a_remark_stays_with_its_piece_and_is_dealt_with_and_opened_again(her: Person, now: datetime) -> None:
    read = reading()
    for _click in range(2):
        with transaction():
            actions.remark(read, "TST-1-s1", "ru", "No.", "Yes.", her, now, request_key="one")
    (remark,) = queries.remarks_in("TST")
    assert (remark.piece, remark.language, remark.version.number, remark.is_open) == ("TST-1-s1", "ru", 1, True)
    assert list(queries.remarks_on(read)) == ["TST-1-s1"]
    assert found_row("TST-1")[0].open_remarks == 1
    for is_open in (False, False, True, False):
        with transaction():
            actions.settle(remark, is_open=is_open, note="Done.", actor=her, now=now)
    assert [step.state for step in remark.steps] == ["dealt with", "open again", "dealt with"]
    assert queries.remarks_in("TST", is_open=True) == []
    assert queries.remarks_in("TST", is_open=False) == [remark]
    assert queries.remarks_on(read) == {}
    assert found_row("TST-1")[0].open_remarks == 0
    assert [event["state"] for event in events("remark dealt with or opened again")][-1] == "dealt with"


def test_remarks_on_what_all_courses_share_stand_together(her: Person, now: datetime) -> None:
    for key, piece in (("GLOSSARY", "child"), ("ANNEX-UZ", "UZ-law")):
        with transaction():
            actions.remark(reading(key), piece, "en", "No.", "", her, now, request_key=key)
    assert [one.piece for one in queries.remarks_in(queries.LIBRARY)] == ["UZ-law", "child"]
    assert queries.remarks_in("TST") == []


def test_a_piece_that_is_gone_takes_no_remark(her: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="no longer"), transaction():
        actions.remark(reading(), "TST-1-s9", "ru", "No.", "", her, now, request_key="one")
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 0


def test_signing_at_once_signs_once(fresh: Flask, now: datetime) -> None:
    with fresh.app_context():
        make.publish_all()
        with transaction():
            her_id = make.reviewer().id
    ready = Barrier(4)

    def one(number: int) -> bool:
        with fresh.app_context():
            her, read = db.session.get_one(Person, her_id), reading()
            ready.wait()
            try:
                sign(her, now, read, request_key=str(number))
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(4) as tabs:
        assert sum(tabs.map(one, range(4))) == 1
    with fresh.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1
