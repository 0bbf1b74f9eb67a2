"""Files of questions on a page: converted, told question by question, downloaded by whoever uploaded them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.accounts.make import make_official, make_person, make_place
from tests.conftest import Browser, SignIn, check_page
from tot.accounts.models import Person
from tot.courses.reader import read_courses
from tot.db import db, transaction
from tot.questions import actions, views
from tot.questions.models import Conversion
from tot.quizzes.formats.converting import Request

GIFT = "::One:: Is it? {T}\n\n::Two:: Which <b>one</b>? {=a ~%50%b ~c}\n\n::Three:: nothing right {~a ~b}\n"


@pytest.fixture
def people(app: Flask, world: Connection) -> dict[str, Person]:
    with app.app_context(), transaction():
        country = make_place()
        return {
            "reviewer": make_official("reviewer", country, "Reviewer Fictional"),
            "other": make_official("reviewer", country, "Other Fictional"),
            "participant": make_person("Participant Fictional"),
        }


def send(browser: Browser, content: bytes, name: str = "exam.gift", status: int = 303, **fields: str) -> Any:
    said = {"to": "ours", "language": "en", "prefix": "BRD-2", "encoding": "", "request_key": "k", **fields}
    return browser.post(
        "/questions/", {**said, "file": (BytesIO(content), name)}, status, content_type="multipart/form-data"
    )


def test_a_file_is_converted_and_downloaded(people: dict[str, Person], sign_in: SignIn, tmp_path: Path) -> None:
    browser = sign_in(people["reviewer"])
    assert "Choose the file" in browser.get("/questions/").text
    where = send(browser, GIFT.encode()).headers["Location"]
    shown = browser.get(where).text
    assert "exam.gift" in shown
    assert "No answer is marked as right." in shown
    assert "Other answers earned a part of the points" in shown
    file = browser.client.get(f"{where}/file")
    assert file.headers["Content-Disposition"] == "attachment; filename=exam.yaml"
    (tmp_path / "items.yaml").write_bytes(file.data)
    reading = read_courses(tmp_path / "items.yaml")
    assert reading.errors == ()
    assert [question.id for question in reading.questions] == ["BRD-2-q1", "BRD-2-q2"]


@pytest.mark.parametrize(("to", "ending"), [("gift", "gift"), ("moodle_xml", "xml"), ("qti", "zip"), ("ours", "yaml")])
def test_ours_becomes_every_format(people: dict[str, Person], sign_in: SignIn, to: str, ending: str) -> None:
    browser = sign_in(people["reviewer"])
    first = send(browser, GIFT.encode()).headers["Location"]
    ours = browser.client.get(f"{first}/file").data
    where = send(browser, ours, "items.yaml", to=to, request_key="k2").headers["Location"]
    file = browser.client.get(f"{where}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename=items.{ending}"
    assert file.data


REFUSED = [
    (b"", {}, "The file is empty."),
    ("Вопрос? {T}".encode("cp1251"), {}, "cp1251"),
    (b"<!DOCTYPE quiz><quiz/>", {}, "document type"),
    (GIFT.encode(), {"prefix": "brd 2"}, "Write capital letters and digits"),
    (GIFT.encode(), {"to": "word"}, "Not a valid choice"),
    (b"PK\x03\x04zip", {}, "cannot be unpacked"),
    (b"kind: items\nitems: '<script>alert(1)</script>'\n", {"name": "x.yaml"}, "No question could be read"),
]


@pytest.mark.parametrize(("content", "fields", "said"), REFUSED)
def test_what_cannot_be_read_is_said_beside_the_field(
    people: dict[str, Person], sign_in: SignIn, content: bytes, fields: dict[str, str], said: str
) -> None:
    shown = send(sign_in(people["reviewer"]), content, status=422, **fields).text
    assert said in shown
    assert "<script>alert" not in shown


def test_a_file_too_large_for_the_page_is_told_what_to_do(people: dict[str, Person], sign_in: SignIn) -> None:
    kind = "multipart/form-data; boundary=b"
    answer = sign_in(people["reviewer"]).client.post("/questions/", data=b"x" * (6 * 2**20), content_type=kind)
    assert answer.status_code == 413
    shown = answer.text
    check_page(shown)
    assert "export the questions without them" in shown
    assert 'href="/questions/"' in shown


def test_a_named_encoding_is_read(people: dict[str, Person], sign_in: SignIn) -> None:
    browser = sign_in(people["reviewer"])
    where = send(browser, "Вопрос? {T}".encode("cp1251"), encoding="cp1251", language="ru").headers["Location"]
    assert "Вопрос?" in browser.client.get(f"{where}/file").data.decode()


def test_nothing_carried_offers_no_file(people: dict[str, Person], sign_in: SignIn) -> None:
    browser = sign_in(people["reviewer"])
    where = send(browser, b"Only {~a ~b}").headers["Location"]
    assert "No question could be carried" in browser.get(where).text
    assert browser.client.get(f"{where}/file").status_code == 404


def test_only_she_sees_it_and_participants_have_no_such_page(people: dict[str, Person], sign_in: SignIn) -> None:
    where = send(sign_in(people["reviewer"]), GIFT.encode()).headers["Location"]
    for path in (where, f"{where}/file"):
        assert sign_in(people["other"]).client.get(path).status_code == 403
    assert sign_in(people["participant"]).client.get("/questions/").status_code == 403


def test_sent_twice_is_converted_once_and_forgotten_after_a_day(
    app: Flask, people: dict[str, Person], sign_in: SignIn
) -> None:
    browser = sign_in(people["reviewer"])
    assert send(browser, GIFT.encode()).headers["Location"] == send(browser, GIFT.encode()).headers["Location"]
    with app.app_context():
        later = datetime.now(UTC) + timedelta(days=2)
        request = Request(name="x.gift")
        converted = actions.converted(GIFT.encode(), request)
        with transaction():
            actions.keep(converted, request, people["other"], later, request_key="k9")
        assert db.session.scalar(select(func.count()).select_from(Conversion)) == 1


def test_while_a_file_is_converted_others_can_write(
    people: dict[str, Person], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    convert, begin = actions.converted, views.transaction
    monkeypatch.setattr(actions, "converted", lambda *said: steps.append("convert") or convert(*said))
    monkeypatch.setattr(views, "transaction", lambda: steps.append("begin") or begin())
    send(sign_in(people["reviewer"]), GIFT.encode())
    assert steps == ["convert", "begin"]
