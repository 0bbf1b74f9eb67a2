"""The pages of reviews as a reviewer, an author and a learner see them."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, func, select

from tests.conftest import Browser, SignIn, counting
from tests.progress import make as progress
from tests.reviews import make
from tot.courses import signing
from tot.courses.models import SignOff
from tot.courses.queries import current_course_version
from tot.db import db
from tot.reviews.models import Remark

PAGE = "/reviews/TST-1/ru"
DRAFT = "This translation is a draft"


@pytest.fixture
def w(app: Flask, world: Connection) -> SimpleNamespace:
    """Everything is published; somebody takes the course, in Russian."""
    with app.app_context():
        make.publish_all()
        version = current_course_version("TST")
        assert version
        person = progress.person("Dilfuza Fictional", sign_in_name="learner", language="ru")
        leader = progress.person("Malika Fictional", sign_in_name="leader")
        enrolment = progress.enrolment(progress.cohort(version, language="ru", led_by=leader), person)
        db.session.commit()
        _ = person.roles, person.licences
        return SimpleNamespace(person=person, lesson=f"/lessons/{enrolment.id}/TST-1", world=world)


@pytest.fixture
def her(app: Flask, w: SimpleNamespace, sign_in: SignIn) -> Browser:
    return sign_in(make.committed(app))


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version_id|request_key)"[^>]*value="([^"]*)"', page))


def sign(browser: Browser, path: str = PAGE, status: int = 303, **changes: str) -> Any:
    said = {"role": "linguist", "note": "Compared.", "has_read": "y", **fields_of(browser.get(path).text)}
    return browser.post(path, {**said, **changes}, status)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_reviewer_finds_what_waits_from_her_first_page(her: Browser) -> None:
    assert "14 texts wait" in her.get("/").text
    index = her.get("/reviews/").text
    assert "Glossary and annexes" in index
    course = her.get("/reviews/TST").text
    for words in ("Module: First", "Pre- and post-test", "Refresher quiz", "Handout: ", "waits for review"):
        assert words in course
    assert PAGE in course
    assert "Annex: Uzbekistan" in her.get("/reviews/library").text


def test_both_languages_stand_side_by_side_with_keys_facts_and_placeholders(her: Browser) -> None:
    page = her.get(PAGE).text
    for words in ("Because <em>it</em> matters.", "Потому что <em>это</em> важно.", "Приветствие", "Кричать"):
        assert words in page
    assert "{{interpreter_service}}" in page
    assert "right answer" in page
    assert "leads to" in page
    assert "Act and purpose are enough." in page  # the fact behind the first question
    assert "Nobody has signed this off in this language yet" in page
    source = her.get("/reviews/TST-1/en").text
    assert "Потому что" not in source
    test = text_of(her.get("/reviews/TST-prepost/ru").text)
    assert "M – compare once with the official text" in test
    assert "Still open: Read the official text." in test


def test_uncertain_words_are_marked_in_the_glossary(app: Flask, her: Browser) -> None:
    (term,) = make.glossary().terms
    with app.app_context():
        make.publish_all(replace(make.glossary(), terms=(replace(term, certainty={"ru": "seen", "uz": "uncertain"}),)))
    assert "uncertain: please confirm the word" in her.get("/reviews/GLOSSARY/uz").text
    assert "uncertain: please confirm the word" not in her.get("/reviews/GLOSSARY/ru").text


def test_signing_off_takes_the_draft_line_away(app: Flask, w: SimpleNamespace, her: Browser, sign_in: SignIn) -> None:
    learner = sign_in(w.person)
    learner.client.get("/language/ru")
    draft = next(line for line in learner.get(w.lesson).text.splitlines() if "soft small" in line)
    sign(her)
    assert draft not in learner.get(w.lesson).text
    assert "signed off" in her.get("/reviews/TST").text
    her.client.get("/language/ru")
    assert re.search(r"linguist|лингвист", her.get("/courses/TST").text)
    learner.client.get("/language/en")
    assert DRAFT not in learner.get(w.lesson).text


def test_she_must_say_that_she_has_read_it_and_as_what(app: Flask, her: Browser) -> None:
    page = sign(her, status=422, has_read="", role="").text
    assert "Tick this when you have read all of it." in page
    assert "Choose the role in which you have read it." in page
    assert "Compared." in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignOff)) == 0


def test_a_second_click_and_a_second_tab_sign_once(app: Flask, her: Browser) -> None:
    said = {"role": "linguist", "has_read": "y", **fields_of(her.get(PAGE).text)}
    for _click in range(2):
        her.post(PAGE, said)
    assert "already in this role" in text_of(sign(her, status=422).text)
    assert "You have signed this version off already." in her.get(PAGE).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1


def test_what_was_published_while_she_read_is_not_signed(app: Flask, her: Browser) -> None:
    said = {"role": "linguist", "has_read": "y", **fields_of(her.get(PAGE).text)}
    with app.app_context():
        make.publish_all(make.with_module(make.with_body("ru", "Потому что *это* важно для ребёнка.")))
    page = her.post(PAGE, said, 422).text
    assert "A newer version was published while you read." in page
    sent_now = fields_of(page)["version_id"]
    assert sent_now != said["version_id"]
    her.post(PAGE, {**said, "version_id": sent_now, "request_key": "again"})


def test_the_next_version_shows_word_by_word_what_is_other(app: Flask, her: Browser) -> None:
    sign(her)
    page = her.get(PAGE).text
    assert "It reads the same now." in page
    assert 'id="piece-TST-1-s1" open' not in page
    with app.app_context():
        changed = make.with_body("ru", make.first_section().body["ru"].replace("важно", "очень важно"))
        make.publish_all(make.with_module(changed))
    page = her.get(PAGE).text
    assert "changed since it was signed off" in page
    assert "[added:" in text_of(page)
    assert re.search(r"<ins>.*очень .*</ins>", page)
    assert 'id="piece-TST-1-s1" open' in page
    assert 'id="piece-TST-1-s2" open' not in page
    assert "changed since it was signed off" in her.get("/reviews/TST").text


def test_she_withdraws_and_others_may_not(app: Flask, w: SimpleNamespace, her: Browser, sign_in: SignIn) -> None:
    sign(her)
    (path,) = set(re.findall(r"/reviews/sign-offs/\d+/withdraw", her.get(PAGE).text))
    other = sign_in(make.committed(app, name="Olim Uydirma"))
    assert path not in other.get(PAGE).text
    other.get(path, 403)
    her.post(path, {"reason": ""}, 422)
    her.post(path, {"reason": "The wrong file."})
    page = text_of(her.get(PAGE).text)
    assert "withdrawn" in page
    assert "The wrong file." in page
    learner = sign_in(w.person)
    learner.client.get("/language/en")
    learner.client.get("/language/ru")
    with app.app_context():
        assert signing.signed_now() == {}
    administrator = sign_in(make.committed(app, "administrator", name="Farrux Uydirma"))
    sign(her)
    latest = max(set(re.findall(r"/reviews/sign-offs/\d+/withdraw", administrator.get(PAGE).text)))
    administrator.post(latest, {"reason": "Asked by telephone."})


def test_an_annex_is_signed_by_reviewers_of_its_country(
    app: Flask, w: SimpleNamespace, her: Browser, sign_in: SignIn
) -> None:
    learner = sign_in(w.person)
    learner.client.get("/language/en")
    path = "/reviews/ANNEX-UZ/en"
    abroad = sign_in(make.committed(app, country="KZ", name="Aigul Oydirma"))
    assert "Only a reviewer of the country" in abroad.get(path).text
    abroad.post(path, {"role": "legal reviewer"}, 403)
    assert "This annex is a draft." in learner.get("/courses/annex/uz").text
    sign(her, path)
    assert "This annex is a draft." in learner.get("/courses/annex/uz").text, "a linguist does not vouch for the law"
    sign(her, path, role="legal reviewer")
    page = learner.get("/courses/annex/uz").text
    assert "This annex is a draft." not in page
    assert "by a legal reviewer." in page
    assert "not signed off yet" not in her.get("/courses/TST").text


def test_a_remark_goes_to_the_authors_and_back(app: Flask, her: Browser, sign_in: SignIn) -> None:
    ask = f"{PAGE}/remark?piece=TST-1-s1"
    assert ask.replace("&", "&amp;") in her.get(PAGE).text
    her.get(f"{PAGE}/remark?piece=nothing", 404)
    page = her.get(ask).text
    assert "This is needed." in her.post(ask, {"language": "ru", "wrong": " "}, 422).text
    said = {"language": "ru", "wrong": "=not this", "right": "@but that", **fields_of(page)}
    for _click in range(2):
        assert her.post(ask, said).headers["Location"].endswith("#piece-TST-1-s1")
    assert "=not this" in her.get(PAGE).text
    assert "1 open" in her.get("/reviews/TST").text
    author = sign_in(make.committed(app, "administrator", name="Farrux Uydirma"))
    assert "=not this" in author.get("/reviews/TST/remarks").text
    with app.app_context():
        (remark,) = db.session.scalars(select(Remark.id))
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(author.get("/reviews/TST/remarks.xlsx").data))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert rows[1][1:4] == ["TST-1", "TST-1-s1", "ru"]
    assert rows[1][5:8] == ["=not this", "@but that", "Ra'no Uydirma"]
    assert isinstance(rows[1][8], datetime), "to be sorted by"
    plain = author.get("/reviews/TST/remarks.csv").data
    assert plain.startswith(b"\xef\xbb\xbf")
    (_headings, row) = csv.reader(io.StringIO(plain.decode("utf-8-sig")))
    assert row[5:7] == ["'=not this", "'@but that"], "no spreadsheet works it out"
    author.post(f"/reviews/remarks/{remark}", {"is_open": "", "note": "Rewritten."})
    assert "No remark is open" in her.get("/reviews/TST/remarks").text
    assert "=not this" not in her.get(PAGE).text
    assert "Rewritten." in her.get("/reviews/TST/remarks?all=1").text
    her.post(f"/reviews/remarks/{remark}", {"is_open": "1", "note": "", "all": "1"})
    assert "open again" in her.get("/reviews/TST/remarks").text


@pytest.mark.parametrize(
    "path", ["/reviews/", "/reviews/TST", PAGE, f"{PAGE}/remark?piece=TST-1", "/reviews/TST/remarks"]
)
@pytest.mark.parametrize("kind", ["coordinator", "observer"])
def test_others_have_no_reviews(app: Flask, w: SimpleNamespace, sign_in: SignIn, kind: str, path: str) -> None:
    sign_in(make.committed(app, kind)).get(path, 403)


def test_nothing_is_published_yet(app: Flask, world: Connection, sign_in: SignIn) -> None:
    her = sign_in(make.committed(app))
    assert "There is nothing to review yet" in her.get("/reviews/").text
    assert "nothing waits" in her.get("/").text
    for path in ("/reviews/TST", "/reviews/TST-1/ru", "/reviews/library"):
        her.get(path, 404)


def test_the_pages_ask_a_constant_number_of_questions(app: Flask, w: SimpleNamespace, her: Browser) -> None:
    counts = []
    for round_ in range(2):
        for path in ("/reviews/", "/reviews/TST", PAGE, "/reviews/TST/remarks"):
            her.get(path)
        counts.append([])
        for path in ("/reviews/", "/reviews/TST", PAGE, "/reviews/TST/remarks"):
            with counting(w.world) as statements:
                her.get(path)
            counts[-1].append(len(statements))
        if not round_:
            for number, role in enumerate(("linguist", "legal reviewer", "child-protection reviewer")):
                sign(her, role=role)
                sign(her, "/reviews/GLOSSARY/uz", role=role)
                for piece in ("TST-1-s1", "TST-1-q1"):
                    her.post(
                        f"{PAGE}/remark?piece={piece}",
                        {"language": "ru", "wrong": "x", "request_key": f"{piece}{number}"},
                    )
            with app.app_context():
                remarks = list(db.session.scalars(select(Remark.id)))
            her.post(f"/reviews/remarks/{remarks[0]}", {"is_open": "", "note": ""})
            her.post(f"/reviews/remarks/{remarks[0]}", {"is_open": "1", "note": ""})
    first, second = counts
    # With remarks on the page, what became of them and who did it is asked once for all.
    assert all(after <= before + 1 for before, after in zip(first, second, strict=True)), counts
    assert max(second) <= 10, counts


def test_a_lesson_asks_no_more_than_before(app: Flask, w: SimpleNamespace, her: Browser, sign_in: SignIn) -> None:
    learner = sign_in(w.person)
    learner.get(w.lesson)
    with counting(w.world) as before:
        learner.get(w.lesson)
    sign(her)
    learner.get(w.lesson)
    with counting(w.world) as after:
        learner.get(w.lesson)
    assert len(after) == len(before)
    assert not [statement for statement in after if "sign_offs" in statement], "kept for half a minute"


def test_one_may_compare_with_an_earlier_signature(app: Flask, her: Browser) -> None:
    sign(her, role="legal reviewer")
    with app.app_context():
        body = make.first_section().body["ru"]
        make.publish_all(make.with_module(make.with_body("ru", body.replace("важно", "очень важно"))))
    sign(her)
    page = her.get(PAGE).text
    assert "It reads the same now." in page
    latest, earlier = re.findall(r"\?since=\d+", page)
    page = her.get(PAGE + earlier).text
    assert "Compared with version 1 as it was signed off:" in page
    assert re.search(r"<ins>.*очень .*</ins>", page)
    assert "<ins><span" not in her.get(PAGE + latest).text
