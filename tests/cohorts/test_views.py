"""The pages about cohorts, as trainers and coordinators use them, without any script."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from flask import Flask
from python_calamine import load_workbook
from sqlalchemy import Connection, func, select, update

from tests.accounts.make import make_agency, make_coordinator, make_official, make_person, make_place
from tests.cascade.make import make_course, make_trainer
from tests.cohorts.make import make_cohort, make_enrolment
from tests.conftest import Browser, SignIn, check_page, count_of, counting
from tot.accounts.models import Invitation, Person
from tot.cascade.models import Licence
from tot.cohorts.models import Cohort, Enrolment, Import
from tot.cohorts.views import imports
from tot.db import db

THIRTY = Path(__file__).parent / "files" / "thirty-fictional-participants.csv"


@pytest.fixture
def place(app: Flask, world: Connection) -> SimpleNamespace:
    """A region with a coordinator and a master trainer who leads one cohort of three."""
    with app.app_context():
        make_course()
        region, elsewhere = make_place("UZ-TO"), make_place("UZ-SA")
        make_agency()
        trainer = make_trainer(region, name="Fictional Master")
        cohort = make_cohort(trainer, name="Kumtepa, spring")
        people = [make_person(f"Fictional Participant {letter}") for letter in "ABC"]
        enrolments = [make_enrolment(cohort, person) for person in people]
        made = SimpleNamespace(
            trainer=trainer,
            coordinator=make_coordinator(region),
            stranger=make_trainer(elsewhere),
            observer=make_official("observer"),
            region=region,
            cohort=f"/cohorts/{cohort.id}",
            cohort_id=cohort.id,
            people=[person.id for person in people],
            enrolments=[enrolment.id for enrolment in enrolments],
        )
        db.session.commit()
        for person in (made.trainer, made.coordinator, made.stranger, made.observer):
            _ = person.roles, person.licences
    return made


@contextmanager
def looking(app: Flask) -> Iterator[Any]:
    with app.app_context():
        yield db.session


def key_in(html: str) -> str:
    return re.findall(r'name="request_key"[^>]*value="([^"]+)"', html)[0]


def facts(at: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Autumn", "course": "TST", "language": "ru", "mode": "hybrid", "place": at.region.id,
        "venue": "Hall 2", "starts_on": "2027-09-01", "ends_on": "2027-09-03", "request_key": "key", **changes,
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- cohorts


def test_the_list_shows_what_one_may_see_and_says_what_to_do_when_empty(
    place: SimpleNamespace, sign_in: SignIn
) -> None:
    for person in (place.trainer, place.coordinator):
        assert "Kumtepa, spring" in sign_in(person).get("/cohorts/").text
    empty = sign_in(place.stranger).get("/cohorts/").text
    assert "Kumtepa" not in empty
    assert "Open a cohort" in empty
    sign_in(place.observer).get("/cohorts/", 403)


def test_a_trainer_opens_a_cohort_once(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    form = browser.get("/cohorts/open").text
    said = facts(place, request_key=key_in(form))
    first, second = (browser.post("/cohorts/open", said) for _click in range(2))
    assert first.location == second.location
    assert count_of(app, Cohort) == 2
    page = browser.get(first.location).text
    assert "Nobody takes part yet" in page
    assert "Import participants" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "This is needed"),
        ({"ends_on": "2027-08-01"}, "The last day comes before the first"),
        ({"ends_on": "soon"}, "Not a valid date value"),
        ({"language": "kk"}, "Not a valid choice"),
        ({"place": "999999"}, "Not a valid choice"),
        ({"course": "NONE"}, "Not a valid choice"),
        ({"venue": "x" * 201}, "At most 200 characters"),
    ],
)
def test_a_wrong_cohort_comes_back_with_the_message_and_what_was_typed(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, wrong: dict[str, Any], message: str
) -> None:
    page = sign_in(place.trainer).post("/cohorts/open", facts(place, **wrong), status=422).text
    assert message in page
    assert "Hall 2" in page or "venue" in wrong
    assert count_of(app, Cohort) == 1


def test_today_is_the_day_of_the_place_on_every_page(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with looking(app):
        until = date(2027, 3, 1)
        db.session.get_one(Cohort, place.cohort_id).ends_on = until
        db.session.execute(update(Licence).where(Licence.person_id == place.trainer.id).values(valid_until=until))
        db.session.commit()
    with time_machine.travel(datetime(2027, 3, 1, 23, 30, tzinfo=UTC), tick=False):  # 2 March in Tashkent
        trainer, coordinator = sign_in(place.trainer), sign_in(place.coordinator)
        seen = [
            trainer.get("/cohorts/").text,
            trainer.get("/cohorts/open").text,
            trainer.get(f"/cohorts/enrolments/{place.enrolments[0]}/make-trainer").text,
            coordinator.get("/cascade/").text,
        ]
    said = (">over<", "No licence is valid today", "not valid today", ">expired<")
    assert [words for words, page in zip(said, seen, strict=True) if words not in page] == []


def test_a_coordinator_opens_no_cohort(place: SimpleNamespace, sign_in: SignIn) -> None:
    sign_in(place.coordinator).get("/cohorts/open", 403)


def test_a_cohort_is_changed_closed_and_reopened(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    assert 'value="Kumtepa, spring"' in browser.get(f"{place.cohort}/edit").text
    browser.post(f"{place.cohort}/edit", facts(place, name="Kumtepa, summer"))
    assert "Kumtepa, summer" in browser.get(place.cohort).text
    browser.post(f"{place.cohort}/close")
    closed = browser.get(place.cohort).text
    assert "Reopen the cohort" in closed
    assert "Import participants" not in closed
    for page in ("edit", "add", "import"):
        assert "This cohort is closed" in browser.get(f"{place.cohort}/{page}").text
    browser.post(f"{place.cohort}/edit", facts(place, name="Late"), status=422)
    assert "Closed (1)" in browser.get("/cohorts/?show=closed").text
    browser.post(f"{place.cohort}/reopen")
    assert "Import participants" in browser.get(place.cohort).text


def test_names_stay_within_sight(place: SimpleNamespace, sign_in: SignIn) -> None:
    for page in ("", "/edit", "/add", "/import", "/slips"):
        for person in (place.stranger, place.observer):
            sign_in(person).get(place.cohort + page, 403)
        sign_in(place.coordinator).get(place.cohort + page)
    for enrolment in place.enrolments:
        sign_in(place.stranger).get(f"/cohorts/enrolments/{enrolment}/end", 403)
        sign_in(place.stranger).post(f"/cohorts/enrolments/{enrolment}/resume", status=403)
        sign_in(place.coordinator).get(f"/cohorts/enrolments/{enrolment}/make-trainer", 403)
    sign_in(place.trainer).get("/cohorts/999999", 404)


@pytest.mark.parametrize("who", ["trainer", "coordinator"])
def test_the_page_of_a_cohort_asks_as_often_for_fifty_as_for_three(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, world: Connection, who: str
) -> None:
    browser = sign_in(getattr(place, who))
    asked = []
    for more in (0, 47):
        with app.app_context():
            cohort = db.session.get_one(Cohort, place.cohort_id)
            for _each in range(more):
                make_enrolment(cohort)
            for _each in range(more // 2):
                make_enrolment(cohort, ended_at=cohort.opened_at, ended_reason="Moved")
            db.session.commit()
        browser.get(place.cohort)
        for page in (place.cohort, "/cohorts/", f"{place.cohort}/slips", f"{place.cohort}/add?q=fictional"):
            with counting(world) as statements:
                browser.get(page)
            asked.append(len(statements))
    assert asked[:4] == asked[4:]
    assert max(asked) <= 8


def test_the_list_of_cohorts_comes_in_pages_and_asks_as_often(
    app: Flask, place: SimpleNamespace, sign_in: SignIn, world: Connection
) -> None:
    browser = sign_in(place.trainer)
    browser.get("/cohorts/")
    with counting(world) as few:
        browser.get("/cohorts/")
    with app.app_context():
        trainer = db.session.get_one(Person, place.trainer.id)
        for _each in range(40):
            make_cohort(trainer)
        db.session.commit()
    with counting(world) as many:
        assert "Page 1 of 2" in browser.get("/cohorts/").text
    assert len(few) == len(many) <= 6
    assert "Kumtepa, spring" in browser.get("/cohorts/").text + browser.get("/cohorts/?page=2").text
    assert "Page 2 of 2" in browser.get("/cohorts/?page=99").text


# -------------------------------------------------------------------------------------------------------- participants


def person(place: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Gʻaniyev Oʻtkir Botirovich", "sex": "male", "email": "", "agency": 0, "place": place.region.id,
        "position": "supervisor", "language": "uz", "request_key": "one", **changes,
    }  # fmt: skip


def test_somebody_new_is_added_once(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    browser.get(f"{place.cohort}/add")
    before = count_of(app, Person)
    browser.post(f"{place.cohort}/add", person(place))
    assert browser.post(f"{place.cohort}/add", person(place)).location.endswith(place.cohort)  # a second click
    assert count_of(app, Person) == before + 1
    again = browser.post(f"{place.cohort}/add", person(place, request_key="another"), status=422).text
    assert "Is it one of these people?" in again
    assert count_of(app, Person) == before + 1
    for name in ("Olimova Barno Fictional", "Zokirov Temur Fictional"):  # whoever sends no key adds somebody each time
        browser.post(f"{place.cohort}/add", person(place, name=name, request_key=""))
    assert count_of(app, Person) == before + 3
    assert "Gʻaniyev Oʻtkir Botirovich" in browser.get(place.cohort).text


def test_somebody_alike_is_offered_and_a_namesake_can_still_be_made(
    app: Flask, place: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(place.trainer)
    said = person(place, name="Participant A Fictional")
    page = browser.post(f"{place.cohort}/add", said, status=422).text
    assert "takes part already" in page
    assert '<option selected value="supervisor">' in page
    before = count_of(app, Person)
    browser.post(f"{place.cohort}/add", {**said, "is_new": "y"})
    assert count_of(app, Person) == before + 1


def test_an_address_in_use_elsewhere_names_nobody(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        make_person("Hidden Secretperson", make_place("UZ-SA"), email="taken@example.org")
        db.session.commit()
    for email, message in (
        ("Taken@example.org", "belongs to another account"),
        ("no address", "not an e-mail address"),
    ):
        page = sign_in(place.trainer).post(f"{place.cohort}/add", person(place, email=email), status=422).text
        assert message in page
        assert "Secretperson" not in page


def test_a_known_person_is_found_within_sight_and_enrolled(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        trainer = db.session.get_one(Person, place.trainer.id)
        known = make_person("Qodirova Mohira")
        make_enrolment(make_cohort(trainer), known)
        hidden = make_person("Qodirova Shahnoza", make_place("UZ-SA"))
        known_id, hidden_id = known.id, hidden.id
        db.session.commit()
    browser = sign_in(place.trainer)
    page = browser.get(f"{place.cohort}/add?q=кодирова").text
    assert "Nobody of that name" in page
    page = browser.get(f"{place.cohort}/add?q=Қодирова").text
    assert "Qodirova Mohira" in page
    assert "Shahnoza" not in page
    browser.post(f"{place.cohort}/enrol", {"person": hidden_id}, status=404)
    browser.post(f"{place.cohort}/enrol", {"person": "x"}, status=404)
    for _click in range(2):
        browser.post(f"{place.cohort}/enrol", {"person": known_id})
    assert "Qodirova Mohira" in browser.get(place.cohort).text
    with looking(app) as session:
        assert session.scalar(select(func.count()).where(Enrolment.person_id == known_id)) == 2


def test_a_participation_ends_with_a_reason_and_can_be_undone(place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    end = f"/cohorts/enrolments/{place.enrolments[0]}/end"
    assert "Fictional Participant A" in browser.get(end).text
    browser.post(end, {"reason": ""}, status=422)
    browser.post(end, {"reason": "Moved to another post"})
    page = browser.get(place.cohort).text
    assert "Moved to another post" in page
    assert "2 participants" in page
    browser.post(f"/cohorts/enrolments/{place.enrolments[0]}/resume")
    assert "3 participants" in browser.get(place.cohort).text


def test_a_participant_is_made_a_trainer(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    way = f"/cohorts/enrolments/{place.enrolments[1]}/make-trainer"
    assert "24 months" in browser.get(way).text
    for _click in range(2):
        response = browser.post(way, {"place": place.region.id})
    assert "national trainer" in browser.get(response.location).text
    assert count_of(app, Licence) == 3
    assert "Fictional Participant B" in browser.get(place.cohort).text
    browser.post(way, {"place": 99999}, status=422)


def test_slips_are_printed_for_those_who_have_not_joined(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    page = browser.get(f"{place.cohort}/slips").text
    assert page.count('type="checkbox"') == page.count("checked") == 3
    said = {"people": place.enrolments[:2], "request_key": key_in(page)}
    first = browser.post(f"{place.cohort}/slips", said, status=200)
    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF")
    assert first.headers["Cache-Control"] == "no-store"
    browser.post(f"{place.cohort}/slips", said, status=200)
    with looking(app) as session:
        codes = list(session.scalars(select(Invitation).where(Invitation.withdrawn_at.is_(None))))
        assert {code.person_id for code in codes} == set(place.people[:2])
        assert count_of(app, Invitation) == 2, "a second click prints the same slips"
    browser.post(f"{place.cohort}/slips", {"people": [], "request_key": "other"}, status=422)
    browser.post(f"{place.cohort}/slips", {"people": [place.enrolments[0] + 1000], "request_key": "x"}, status=422)


# ------------------------------------------------------------------------------------------------------------- imports


def sent(browser: Browser, content: bytes, name: str = "list.csv") -> dict[str, Any]:
    """A form with a file, as a browser sends it."""
    part = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = [
        b"--edge\r\n", part.format("csrf_token", "").encode(), browser.token().encode(),
        b"\r\n--edge\r\n", part.format("file", f'; filename="{name}"').encode(), content, b"\r\n--edge--\r\n",
    ]  # fmt: skip
    return {"data": b"".join(body), "content_type": "multipart/form-data; boundary=edge"}


def send(browser: Browser, path: str, content: bytes, name: str = "list.csv", status: int = 303) -> Any:
    response = browser.client.post(path, **sent(browser, content, name))
    assert response.status_code == status, response.text[:3000]
    if status == 422:
        check_page(response.text)
    return response


def upload(browser: Browser, place: SimpleNamespace, content: bytes, name: str = "list.csv") -> str:
    return str(send(browser, f"{place.cohort}/import", content, name).location)


def test_thirty_people_are_previewed_confirmed_and_listed(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    browser.get(f"{place.cohort}/import")
    people = count_of(app, Person)
    preview = upload(browser, place, THIRTY.read_bytes(), "thirty.csv")
    page = browser.get(preview).text
    assert "Add 30 people" in page
    assert "semicolons" in page
    assert "Izoh" in page
    assert (count_of(app, Person), count_of(app, Enrolment)) == (people, 3)
    first, second = (browser.post(preview) for _click in range(2))
    assert first.location == second.location
    assert (count_of(app, Person), count_of(app, Enrolment)) == (people + 30, 33)
    result = browser.get(first.location).text
    assert result.count(">added<") == 30 + 1  # each row, and the total
    assert browser.get(preview, 303).location == first.location
    again = upload(browser, place, THIRTY.read_bytes(), "thirty.csv")
    page = browser.get(again).text
    assert "imported before" in page
    assert "Finish: nobody is added" in page
    browser.post(again)
    assert (count_of(app, Person), count_of(app, Enrolment)) == (people + 30, 33)


def test_the_result_is_a_workbook_in_which_text_stays_text(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    browser = sign_in(place.trainer)
    preview = upload(browser, place, b"Name\nAziz Karimov\n=HYPERLINK(1)\nFictional Participant A\n")
    browser.get(preview + "/result.xlsx", 404)
    assert browser.get(preview + "/result", 303).location == preview
    browser.post(preview)
    response = browser.get(preview + "/result.xlsx")
    assert response.mimetype.endswith("spreadsheetml.sheet")
    assert load_workbook(io.BytesIO(response.data)).get_sheet_by_index(0).to_python() == [
        ["Row", "Name", "Result", "Reason"],
        [2, "Aziz Karimov", "added", ""],
        [3, "=HYPERLINK(1)", "not imported", "A name has no figures."],
        [4, "Fictional Participant A", "takes part already", ""],
    ]


def test_a_decision_is_asked_for_and_kept_when_another_is_missing(
    app: Flask, place: SimpleNamespace, sign_in: SignIn
) -> None:
    with app.app_context():
        other = make_cohort(db.session.get_one(Person, place.trainer.id))
        known = make_enrolment(other, make_person("Nurmatov Sherzod Anvarovich", agency=make_agency())).person.id
        make_enrolment(other, make_person("Qodirova Mohira"))
        db.session.commit()
    browser = sign_in(place.trainer)
    preview = upload(browser, place, b"Name\nNurmatov Sherzod\nQodirova Mohira\n")
    page = browser.get(preview).text
    assert "Use this person: Nurmatov Sherzod Anvarovich" in page
    assert "Border service" in page
    missing = browser.post(preview, {"row-2": str(known)}, status=422).text
    assert "Some rows still need your decision" in missing
    assert 'href="#row-3"' in missing
    assert 'href="#row-2"' not in missing
    assert missing.count("Choose one answer.") == 1
    assert re.search(rf'value="{known}" checked', missing)
    assert count_of(app, Enrolment) == 5
    browser.post(preview, {"row-2": str(known), "row-3": "new"})
    with looking(app) as session:
        assert session.scalar(select(func.count()).where(Enrolment.cohort_id == place.cohort_id)) == 5


def test_decisions_survive_the_end_of_the_session(app: Flask, place: SimpleNamespace, sign_in: SignIn) -> None:
    with app.app_context():
        other = make_cohort(db.session.get_one(Person, place.trainer.id))
        known = make_enrolment(other, make_person("Nurmatov Sherzod Anvarovich")).person.id
        db.session.commit()
    browser = sign_in(place.trainer)
    preview = upload(browser, place, b"Name\nNurmatov Sherzod\n")
    with browser.client.session_transaction() as session:
        session["seen"] = 0  # long ago: the session has ended
    to_sign_in = browser.post(preview, {"row-2": str(known)}).location
    kept = re.findall(r"kept%3D([^&]+)", to_sign_in)[0]
    page = sign_in(place.trainer).get(f"{preview}?kept={unquote(unquote(kept))}").text
    assert re.search(rf'value="{known}" checked', page)


def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    app: Flask, place: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(place.trainer)
    for content, name, sentence in (
        (b"%PDF-1.7", "list.pdf", "not a table"),
        (b"PK\x03\x04", "list.xlsx", "damaged"),
        (b"a,b\n1,2\n", "list.csv", "No column of names"),
        (b"Name\n" + b"x" * (2 * 2**20), "big.csv", "larger than 2 MB"),
    ):
        assert sentence in send(browser, f"{place.cohort}/import", content, name, 422).text
    assert "Choose a file first" in browser.post(f"{place.cohort}/import", {}, status=422).text
    assert count_of(app, Import) == 0


def test_a_file_of_fifty_megabytes_is_refused_with_a_page(place: SimpleNamespace, sign_in: SignIn) -> None:
    page = send(sign_in(place.trainer), f"{place.cohort}/import", b"x" * (50 * 2**20), status=413).text
    assert "too large" in page
    assert "larger than 2 MB" in page
    assert "5 MB" not in page, "as the form itself says"
    assert f'href="{place.cohort}/import"' in page


@pytest.mark.parametrize("codec", ["cp1251", "utf-16"])
def test_the_page_says_how_the_file_was_understood(place: SimpleNamespace, sign_in: SignIn, codec: str) -> None:
    browser = sign_in(place.trainer)
    page = browser.get(upload(browser, place, "ФИО;Пол\nСемёнов Пётр Алексеевич;м\n".encode(codec))).text
    assert "Семёнов Пётр Алексеевич" in page
    assert {"cp1251": "Windows-1251", "utf-16": "UTF-16"}[codec] in page


def test_while_a_file_is_read_others_can_write(
    place: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    read, begin = imports.opened, imports.transaction
    monkeypatch.setattr(imports, "opened", lambda *said: steps.append("read") or read(*said))
    monkeypatch.setattr(imports, "transaction", lambda: steps.append("begin") or begin())
    send(sign_in(place.trainer), f"{place.cohort}/import", b"Name\nKarimova Dilnoza")
    assert steps == ["read", "begin"]


def test_an_import_is_seen_by_those_only_who_may_change_the_cohort(place: SimpleNamespace, sign_in: SignIn) -> None:
    preview = upload(sign_in(place.trainer), place, b"Name\nAziz Karimov\n")
    for person in (place.stranger, place.observer):
        sign_in(person).get(preview, 403)
        sign_in(person).get(preview + "/result.xlsx", 403)
        sign_in(person).post(preview, status=403)
    assert "Aziz Karimov" in sign_in(place.coordinator).get(preview).text
    sign_in(place.coordinator).post(preview + "/discard")
    sign_in(place.coordinator).get(preview, 404)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(("language", "heading"), [("en", "Full name"), ("ru", "Фамилия"), ("uz", "Familiya")])
def test_a_template_in_the_language_of_the_page(
    place: SimpleNamespace, sign_in: SignIn, kind: str, language: str, heading: str
) -> None:
    browser = sign_in(place.trainer)
    browser.get(f"/language/{language}", 303)
    response = browser.get(f"/cohorts/template.{kind}")
    if kind == "csv":
        assert heading in response.data.decode("utf-8-sig")
    else:
        assert heading in load_workbook(io.BytesIO(response.data)).get_sheet_by_index(0).to_python()[0][0]
    browser.get("/cohorts/template.pdf", 404)


def test_a_preview_asks_as_often_for_a_thousand_rows_as_for_ten(
    place: SimpleNamespace, sign_in: SignIn, world: Connection
) -> None:
    browser = sign_in(place.trainer)
    asked = []
    for number in (10, 1000):
        letters = "abcdefghij"
        names = ["".join(letters[int(digit)] for digit in f"{n:04}") for n in range(number)]
        preview = upload(browser, place, ("Name\n" + "".join(f"Karimov {name}\n" for name in names)).encode())
        browser.get(preview)
        with counting(world) as statements:
            browser.get(preview)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 12


def test_a_preview_knows_its_file_again_and_reads_the_rows_of_no_other(
    place: SimpleNamespace, sign_in: SignIn, world: Connection
) -> None:
    browser, file = sign_in(place.trainer), b"Name\nAziz Karimov\n"
    browser.post(upload(browser, place, file))
    again = upload(browser, place, file)
    with counting(world) as statements:
        assert "imported before" in browser.get(again).text
    assert sum("imports.rows" in one for one in statements) == 1
