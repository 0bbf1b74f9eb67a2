"""Pages of tests on paper: what is printed for a cohort, and the grid without script."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import Connection, select

from tests.conftest import SignIn, counting
from tests.progress import make
from tests.quizzes.make import World, committed_world
from tests.quizzes.test_paper import CHECK, FINAL, POST, PRE, form, typed
from tot.db import db
from tot.quizzes import queries
from tot.quizzes.models import Attempt, Keying
from tot.web.languages import in_language


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    return committed_world(app, make.tested_value())


def join(app: Flask, w: World, count: int) -> list[int]:
    with app.app_context():
        cohort = db.session.merge(w.cohort)
        numbers = [make.enrolment(cohort, make.person(f"Person {at:02}")).id for at in range(count)]
        db.session.commit()
        return numbers


def fields(w: World, who: int, key: str = PRE, letter: str = "A", *, number: int = 0, **other: str) -> dict[str, str]:
    cells = {f"{who}-{at}": cell for at, cell in enumerate(typed(form(w, key, letter), **other), 1)}
    return {"day": "2026-02-27", f"{who}-form": letter, f"{who}-number": str(number), **cells}


def grid(w: World, key: str = PRE) -> str:
    return f"/quizzes/cohorts/{w.cohort.id}/paper/{key}"


def attempts(app: Flask) -> list[Attempt]:
    with app.app_context():
        return list(db.session.scalars(select(Attempt).order_by(Attempt.id)))


def stored(app: Flask) -> list[tuple[str, str]]:
    return [(one.quiz_key, one.form) for one in attempts(app)]


def test_every_test_has_its_grid_and_its_sheets(app: Flask, w: World, sign_in: SignIn) -> None:
    trainer = sign_in(w.trainer)
    overview = trainer.get(f"/quizzes/cohorts/{w.cohort.id}/paper").text
    assert f"{app.config['TOT'].platform_name} {app.config['VERSION']}</p>" in overview, "not the version of the course"
    for key in (PRE, CHECK, POST, FINAL):
        assert grid(w, key) in overview
        assert f'name="{w.enrolment.id}-1"' in trainer.get(grid(w, key)).text
    trainer.get(grid(w, "BRD-refresher"), status=404)
    trainer.get(grid(w, FINAL) + "?sheet=2")
    trainer.get(grid(w, FINAL) + "?sheet=3", status=404)
    assert grid(w, PRE) not in sign_in(w.person).get(f"/progress/{w.enrolment.id}").text
    sign_in(w.person).get(grid(w), status=403)


def test_what_was_typed_is_saved_and_what_was_not_is_kept_with_its_reason(
    app: Flask, w: World, sign_in: SignIn
) -> None:
    (other,) = join(app, w, 1)
    trainer, who = sign_in(w.trainer), w.enrolment.id
    trainer.post(grid(w), {**fields(w, who), "day": ""}, status=422)
    page = trainer.post(grid(w), {**fields(w, who, q2="zz"), **fields(w, other, letter="B")}, status=422).text
    assert stored(app) == [(PRE, "B")]
    assert "1 line is not saved" in page
    assert 'value="zz"' in page
    assert page.count('aria-invalid="true"') == 1
    assert "The other lines are saved" in page
    trainer.post(grid(w), {**fields(w, who), **fields(w, other, letter="B", number=1)})
    assert len(stored(app)) == 2
    page = trainer.get(grid(w)).text
    assert "2 of 2 lines saved" in page
    assert "Malika Fictional" in page


def test_a_wrong_day_is_corrected_for_all_or_for_some(app: Flask, w: World, sign_in: SignIn) -> None:
    others = join(app, w, 2)
    trainer, day = sign_in(w.trainer), f"{grid(w)}/day"
    trainer.get(day, status=303)  # nothing is typed in yet
    for who in (w.enrolment.id, *others):
        trainer.post(grid(w), fields(w, who))
    assert day in trainer.get(grid(w)).text
    assert trainer.get(day).text.count("27 February 2026") == 3
    wanted = {"people": others, "day": "2026-02-20"}
    assert "in a few words why" in trainer.post(day, wanted, status=422).text
    assert "at least one person" in trainer.post(day, {**wanted, "people": [], "reason": "x"}, status=422).text
    trainer.post(day, {**wanted, "reason": "Friday, not Saturday", "day": "2999-01-01"}, status=422)
    trainer.post(day, {**wanted, "reason": "the week before"})
    page = trainer.get(grid(w)).text
    assert page.count("27 February 2026 → 20 February 2026") == 2
    assert "the week before" in page
    assert sorted(str(row.paper_on) for row in attempts(app)) == ["2026-02-20", "2026-02-20", "2026-02-27"]
    sign_in(w.person).get(day, status=403)


def test_a_saved_line_changes_only_with_a_reason(app: Flask, w: World, sign_in: SignIn) -> None:
    trainer, who = sign_in(w.trainer), w.enrolment.id
    trainer.post(grid(w), fields(w, who))
    page = trainer.post(grid(w), fields(w, who, q1="-", number=1), status=422).text
    assert "why it changes" in page
    trainer.post(grid(w), {**fields(w, who, q1="-", number=1), "reason": "misread"})
    page = trainer.get(grid(w)).text
    assert "misread" in page
    assert "→ -" in page
    with app.app_context():
        assert db.session.scalars(select(Keying.kind).order_by(Keying.number)).all() == ["keyed", "corrected"]


def test_a_second_person_sees_nothing_until_the_two_differ(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        other = make.person("Bahrom Fictional")
        other.roles, other.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
    sign_in(w.trainer).post(grid(w), fields(w, w.enrolment.id, q3="-"))
    with app.app_context():
        db.session.merge(w.cohort).led_by_id = other.id  # somebody else leads the cohort now
        db.session.commit()
    who = w.enrolment.id
    second, check = sign_in(other), grid(w) + "/check"
    page = second.get(check).text
    assert f'name="{who}-3" value=""' in page
    page = second.post(check, fields(w, who, number=1), status=422).text
    assert "typed something else" in page
    assert "<small>-</small>" in page
    second.post(check, fields(w, who, number=1, q3="-"))
    assert "1 of 1 lines checked" in second.get(check).text


def test_the_script_is_answered_line_by_line(app: Flask, w: World, sign_in: SignIn) -> None:
    trainer, who = sign_in(w.trainer), w.enrolment.id
    accept = {"Accept": "application/json"}
    told = trainer.post(grid(w), fields(w, who, q2="zz"), status=200, headers=accept).json
    assert told["lines"][str(who)]["errors"].keys() == {"2"}
    told = trainer.post(grid(w), fields(w, who), status=200, headers=accept).json
    assert (told["done"], told["lines"][str(who)]["what"], told["lines"][str(who)]["number"]) == (1, "saved", 1)
    told = trainer.post(grid(w), fields(w, who, q1="-", number=1), status=200, headers=accept).json
    assert told["lines"][str(who)]["differs"].keys() == {"1"}
    told = trainer.post(grid(w), {**fields(w, who), "day": "2999-01-01"}, status=422, headers=accept).json
    assert "not come yet" in told["refused"][0]


def test_sheets_bear_number_name_and_form(app: Flask, w: World, sign_in: SignIn) -> None:
    join(app, w, 2)
    trainer = sign_in(w.trainer)
    trainer.get(grid(w) + "/sheets.pdf", status=303)
    answer = trainer.post(grid(w) + "/sheets")
    content = trainer.get(answer.headers["Location"])
    assert content.mimetype == "application/pdf"
    assert text_of(content.data, app).count("Dilfuza Fictional") >= 1
    with app.app_context():
        lines = queries.lines_of(db.session.merge(w.cohort), queries.on_paper(w.course, PRE))
        assert [line.form for line in lines] == ["A", "B", "A"]
    assert trainer.get(grid(w, CHECK) + "/sheets.pdf").mimetype == "application/pdf"


def test_sheets_are_in_the_language_of_the_cohort(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        db.session.merge(w.cohort).language = "ru"
        db.session.commit()
    trainer = sign_in(w.trainer)
    answer = trainer.post(grid(w) + "/sheets")
    text = text_of(trainer.get(answer.headers["Location"]).data, app)
    with app.test_request_context(), in_language("ru"):
        assert gettext("Signature") in text
        assert gettext("Pre-test") in text
    assert w.course.title["ru"].split()[0] in text


def text_of(content: bytes, app: Flask) -> str:
    import subprocess

    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def test_who_took_it_sees_that_it_was_on_paper(app: Flask, w: World, sign_in: SignIn) -> None:
    sign_in(w.trainer).post(grid(w, CHECK), fields(w, w.enrolment.id, CHECK, "", q1="-"))
    with app.app_context():
        number = db.session.scalars(select(Attempt.id)).one()
    person = sign_in(w.person)
    review = person.get(f"/quizzes/attempts/{number}/review").text
    assert "on paper" in review
    assert "Malika Fictional" in review
    assert "on paper" in person.get(f"/quizzes/{w.enrolment.id}/{CHECK}").text
    assert "on paper" in sign_in(w.trainer).get(f"/quizzes/attempts/{number}/review").text


def test_many_lines_take_no_more_questions_than_few_and_the_page_stays_light(
    app: Flask, w: World, sign_in: SignIn, world: Connection
) -> None:
    trainer = sign_in(w.trainer)
    amounts: list[int] = []
    sent: dict[str, Any] = {}
    for more in (2, 27):
        for who in join(app, w, more):
            sent |= fields(w, who, letter="AB"[who % 2])
        trainer.post(grid(w), sent, status=303)
        with counting(world) as seen:
            page = trainer.get(grid(w))
        amounts.append(len(seen))
    assert amounts[0] == amounts[1], seen
    assert len(page.data) < 130_000
    assert "29 of 30 lines saved" in page.text


def test_the_grid_goes_out_as_a_workbook_and_comes_back_into_the_page(app: Flask, w: World, sign_in: SignIn) -> None:
    join(app, w, 2)
    trainer = sign_in(w.trainer)
    trainer.post(grid(w), fields(w, w.enrolment.id))
    trainer.get(grid(w) + "/file")
    assert trainer.get(grid(w) + "/grid.xlsx").data[:2] == b"PK"
    right = typed(form(w, PRE, "B"))
    lines = [
        "No.;Full name;Form;" + ";".join(map(str, range(1, 13))),
        "1;Dilfuza Fictional;A;" + ";".join(typed(form(w, PRE, "A"))),
        "2;Person 00;B;" + ";".join(right),
        "9;Person 01;b;" + ";".join(("zz", *right[1:])),
        "4;Somebody Else;A;" + ";".join(right),
    ]
    said = "\n".join(lines)

    def send(text: str, status: int = 200) -> str:
        sent = {"file": (BytesIO(text.encode()), "grid.csv")}
        return trainer.post(grid(w) + "/file", sent, status=status, content_type="multipart/form-data").text

    page = send(said)
    assert stored(app) == [(PRE, "A")]  # nothing is saved by reading a file
    assert "Line 5: nobody here is called Somebody Else." in page
    assert page.count("From the file: not saved yet.") >= 2
    assert page.count('aria-invalid="true"') == 1
    assert "No line of headings" in send("a;b\n1;2\n", status=422)
    with app.app_context():
        numbers = [line.enrolment_id for line in queries.lines_of(w.cohort, queries.on_paper(w.course, PRE))]
    first = zip(numbers[1:], (right[0], "zz"), strict=True)
    assert all(f'name="{number}-1" value="{cell}"' in page for number, cell in first)


def test_a_workbook_too_large_is_told_the_limit_of_this_page(w: World, sign_in: SignIn) -> None:
    kind = "multipart/form-data; boundary=b"
    answer = sign_in(w.trainer).client.post(grid(w) + "/file", data=b"x" * (6 * 2**20), content_type=kind)
    assert answer.status_code == 413
    assert "The file is larger than 2 MB." in answer.text
    assert "5 MB" not in answer.text, "grid_of takes no more"
    assert f'href="{grid(w)}/file"' in answer.text


def test_a_workbook_that_comes_back_unchanged_says_nothing_new(app: Flask, w: World, sign_in: SignIn) -> None:
    trainer = sign_in(w.trainer)
    trainer.post(grid(w), fields(w, w.enrolment.id))
    content = trainer.get(grid(w) + "/grid.xlsx").data
    sent = {"file": (BytesIO(content), "grid.xlsx")}
    page = trainer.post(grid(w) + "/file", sent, status=200, content_type="multipart/form-data").text
    assert "Nothing in the file is other than what stands here." in page
