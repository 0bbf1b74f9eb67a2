"""The pages of packs: trainers print everything, participants their own, nobody else anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.accounts.make import make_place
from tests.cascade.make import make_licence
from tests.conftest import Browser, SignIn, counting
from tests.progress.make import person
from tests.quizzes.make import World, committed_world
from tot import jobs
from tot.db import db
from tot.packs import files, rules
from tot.packs.queries import current_edition
from tot.web import press


@pytest.fixture
def w(app: Flask, world: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    def book_of(html: str, styles: object, target: Path, on_page: object, **_more: object) -> None:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"%PDF-" + bytes(range(256)))

    monkeypatch.setattr(press, "book_of", book_of)
    made = committed_world(app)
    with app.app_context():
        edition = current_edition("BRD")
        assert edition
        for file in files.path_of(edition, rules.KINDS["workbook"], "en").parent.glob("*"):
            file.unlink()
    return made


@pytest.fixture
def trainer(app: Flask, w: World, sign_in: SignIn) -> Browser:
    with app.app_context():
        somebody = person("Trainer Fictional")
        make_licence(somebody, make_place("UZ-TO"), course_key="BRD")
        somebody.roles, somebody.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
    return sign_in(somebody)


@pytest.fixture
def her(w: World, sign_in: SignIn) -> Browser:
    return sign_in(w.person)


def work(app: Flask) -> None:
    with app.app_context():
        jobs.run_waiting()


def test_a_trainer_has_a_pack_made_and_downloads_it(app: Flask, trainer: Browser) -> None:
    assert "/packs/BRD" in trainer.get("/courses/BRD").text
    overview = trainer.get("/packs/BRD").text
    for words in ("Participant workbook", "Facilitator guide", "Key with feedback", "Oʻzbekcha", "for trainers only"):
        assert words in overview
    pack = "/packs/BRD/1/guide/uz"
    trainer.get(pack, 303)
    trainer.get(f"{pack}.pdf", 303)
    for _click in range(2):
        assert trainer.post(pack).headers["Location"] == pack
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(jobs.Job)) == 1
    waiting = trainer.get(pack)
    assert waiting.headers["Refresh"] == "2"
    assert "It waits for its turn." in waiting.text
    work(app)
    ready = trainer.get(pack)
    assert "Refresh" not in ready.headers
    assert f"{pack}.pdf" in ready.text
    assert f"{pack}.pdf" in trainer.get("/packs/BRD/1").text
    whole = trainer.get(f"{pack}.pdf", buffered=True)
    name = whole.headers["Content-Disposition"]
    assert 'filename="BRD-1-guide-uz.pdf"' in name or "filename=BRD-1-guide-uz.pdf" in name
    assert "filename*=UTF-8''BRD%20" in name
    rest = trainer.get(f"{pack}.pdf", status=206, headers={"Range": "bytes=100-"}, buffered=True)
    assert whole.data[100:] == rest.data


def test_a_participant_has_her_workbook_and_job_aids_and_no_more(app: Flask, w: World, her: Browser) -> None:
    base = f"/packs/mine/{w.enrolment.id}"
    assert base in her.get(f"/progress/{w.enrolment.id}").text
    overview = her.get(base).text
    assert "Participant workbook" in overview
    assert "Facilitator guide" not in overview
    assert "Key with" not in overview
    her.post(f"{base}/workbook/ru")
    work(app)
    assert "workbook/ru.pdf" in her.get(f"{base}/workbook/ru").text
    assert her.get(f"{base}/workbook/ru.pdf", buffered=True).data.startswith(b"%PDF")
    for kind in rules.KINDS.values():
        if kind.for_trainers:
            her.get(f"{base}/{kind.name}/en", 403)
            her.get(f"{base}/{kind.name}/en.pdf", 403)
            her.post(f"{base}/{kind.name}/en", status=403)
    for path in ("/packs/BRD", "/packs/BRD/1", "/packs/BRD/1/workbook/ru", "/packs/BRD/1/guide/en.pdf"):
        her.get(path, 403)
    her.post("/packs/BRD/1/guide/en", status=403)


def test_nobody_else_has_a_participants_packs(app: Flask, w: World, sign_in: SignIn, trainer: Browser) -> None:
    with app.app_context():
        stranger = person("Stranger Fictional")
        db.session.commit()
    base = f"/packs/mine/{w.enrolment.id}"
    for browser in (sign_in(stranger), trainer):
        browser.get(base, 403)
        browser.get(f"{base}/workbook/en.pdf", 403)
        browser.post(f"{base}/workbook/en", status=403)
    sign_in(stranger).get("/packs/BRD", 403)
    Browser(app.test_client()).get("/packs/BRD", 303)


def test_what_there_is_not_is_404(w: World, trainer: Browser, her: Browser) -> None:
    for path in ("/packs/NO", "/packs/BRD/9", "/packs/BRD/1/poster/en", "/packs/BRD/1/guide/fr", "/packs/mine/0"):
        trainer.get(path, 404)
    her.get(f"/packs/mine/{w.enrolment.id}/workbook/fr", 404)


def test_the_link_costs_learners_no_query(w: World, her: Browser, world: Connection) -> None:
    her.get(f"/progress/{w.enrolment.id}")
    with counting(world) as sent:
        her.get(f"/progress/{w.enrolment.id}")
    assert not any("jobs" in statement or "versions" in statement for statement in sent)


def test_the_overview_asks_the_same_for_one_pack_and_for_many(app: Flask, trainer: Browser, world: Connection) -> None:
    trainer.get("/packs/BRD")
    with counting(world) as before:
        trainer.get("/packs/BRD")
    for language in ("en", "ru", "uz"):
        trainer.post(f"/packs/BRD/1/workbook/{language}")
    work(app)
    with counting(world) as after:
        trainer.get("/packs/BRD")
    assert len(after) == len(before) <= 6
