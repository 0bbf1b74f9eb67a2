"""The pages of results: for whom, what they hold back, and that files open."""

import io
import re
from dataclasses import dataclass

import pytest
from flask import Flask
from python_calamine import load_workbook
from sqlalchemy import Connection, select, update

from tests.conftest import SignIn, counting, kind_of
from tests.reading import text_of
from tests.reports import make
from tot.accounts.models import Person, Role
from tot.cohorts.models import Cohort
from tot.courses.rules import Quiz
from tot.db import db
from tot.quizzes.models import Answer, Marking


@dataclass
class World:
    quiz: Quiz
    cohort: Cohort
    small: Cohort
    trainer: Person
    other: Person
    officer: Person
    reviewer: Person
    stranger: Person


def loaded(person: Person) -> Person:
    db.session.refresh(person)
    person.roles, person.licences  # noqa: B018 loaded before the session ends
    return person


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    with app.app_context():
        version, quiz = make.check()
        cohort, enrolments = make.cohort(version, 36)
        small, few = make.cohort(version, 3, "ru")
        right = make.drawn(36, 10)
        for row in right:
            row[2] = not row[2]  # as if the key were wrong
        make.take(enrolments, quiz, right)
        make.take(few, quiz, make.drawn(3, 10))
        made = World(
            quiz, cohort, small, loaded(cohort.led_by), loaded(small.led_by), loaded(make.with_office("m&e officer")),
            loaded(make.with_office("reviewer")), loaded(make.make.person("Stranger")),
        )  # fmt: skip
        db.session.commit()
        return made


def test_a_trainer_reads_how_her_cohort_did_and_what_to_do(w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.trainer)
    assert "/tests" in browser.get(f"/cohorts/{w.cohort.id}").text
    listed = browser.get(f"/reports/cohorts/{w.cohort.id}/tests").text
    assert f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}" in listed
    page = browser.get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}").text
    assert "Fewer than 100 people" in page
    assert "Check the key first, then the wording." in page
    assert 'id="look-3"' in page
    assert page.count('<svg class="chart"') == 2
    assert page.count("<title") == 3  # of the page and of two pictures
    assert "Best 27 percent" in page
    assert "version=" in page  # the files are those of what is shown
    assert not re.search(r"Cohort \d+ person", page), "results have no names"


def test_few_have_no_figures(w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.other)
    page = browser.get(f"/reports/cohorts/{w.small.id}/tests/{w.quiz.id}").text
    assert "Too few for figures" in page
    assert "so far: 3." in page
    assert 'class="chart"' not in page
    for file in ("report.pdf", "report.xlsx"):  # what is not on the page is in no file either
        browser.get(f"/reports/cohorts/{w.small.id}/tests/{w.quiz.id}/{file}", 303)


def test_the_list_says_of_figures_what_the_page_says(app: Flask, world: Connection, sign_in: SignIn) -> None:
    with app.app_context():
        version, quiz = make.check()
        cohort, enrolments = make.cohort(version, 17)
        ids = make.take(enrolments, quiz, make.drawn(17, 10))
        short = next(question for question in quiz.questions if question.type == "short")
        unread = update(Answer).where(Answer.question_key == short.id).values(points=None)
        db.session.execute(unread.where(Answer.attempt_id.in_(ids)))
        leader, of = loaded(cohort.led_by), cohort.id
        db.session.commit()
    browser, counts = sign_in(leader), []

    def both() -> tuple[str, str]:
        with counting(world) as seen:
            listed = browser.get(f"/reports/cohorts/{of}/tests").text
        counts.append(len(seen))
        return listed, browser.get(f"/reports/cohorts/{of}/tests/{quiz.id}").text

    listed, page = both()
    for shown in (listed, page):
        assert "17 attempts wait for a marker and are not counted yet." in shown
    assert ">yes<" not in listed
    assert "Too few for figures" in page
    with app.app_context():
        for answer in db.session.scalars(
            select(Answer).where(Answer.attempt_id.in_(ids[:10]), Answer.question_key == short.id)
        ):
            db.session.add(
                Marking(
                    answer_id=answer.id, number=1, criteria={}, points=1.0, remark="", marked_at=make.make.AT,
                    marked_by_id=leader.id,
                )
            )  # fmt: skip
        db.session.commit()
    listed, page = both()
    assert ">yes<" in listed
    assert "Too few for figures" not in page
    assert len(set(counts)) == 1, counts


def test_whoever_only_counts_sees_no_question_and_no_small_number(w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.officer)
    browser.get(f"/reports/cohorts/{w.cohort.id}/tests", 403)
    page = browser.get(f"/reports/tests/{w.quiz.id}").text
    assert "39" in page
    assert "Russian" not in page
    assert re.search(r"Русский: fewer than 5", page)
    assert "Best 27 percent" not in page
    stem = w.quiz.questions[0].stem["en"][:30]
    assert stem not in page
    assert stem in sign_in(w.reviewer).get(f"/reports/tests/{w.quiz.id}").text
    bars = page[page.index("The same as a table") :]
    counts = [int(one) for one in re.findall(r'class="end"><span>(\d+)</span>', bars[: bars.index("</table>")])]
    assert sum(counts) == 39
    assert not [count for count in counts if 0 < count < 5]


def test_a_list_hides_small_numbers_from_whoever_only_counts(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        observer = loaded(make.with_office("observer", w.small.place_path))
        db.session.commit()
    browser = sign_in(observer)
    assert "fewer than 5" in browser.get("/reports/tests").text
    page = browser.get(f"/reports/tests/{w.quiz.id}").text
    assert "so far: fewer than 5." in page


def test_who_may_open_what(w: World, sign_in: SignIn) -> None:
    sign_in(w.stranger).get("/reports/tests", 403)
    sign_in(w.stranger).get(f"/reports/tests/{w.quiz.id}", 403)
    sign_in(w.other).get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}", 403)
    sign_in(w.other).get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}/report.pdf", 403)
    sign_in(w.trainer).get("/reports/tests/nothing", 404)
    sign_in(w.trainer).get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}/report.doc", 404)
    sign_in(w.trainer).get("/reports/cohorts/999999/tests", 404)


def test_before_anybody_has_finished_the_page_says_when_figures_appear(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        version, quiz = make.check()
        empty, _enrolments = make.cohort(version, 2)
        leader = loaded(empty.led_by)
        db.session.commit()
        cohort_id = empty.id
    browser = sign_in(leader)
    assert "No results yet" in browser.get("/reports/tests").text
    page = browser.get(f"/reports/cohorts/{cohort_id}/tests/{quiz.id}").text
    assert "Nobody has finished this test yet" in page
    browser.get(f"/reports/cohorts/{cohort_id}/tests/{quiz.id}/report.xlsx", 303)


def test_the_report_is_a_tagged_paper_with_pictures(app: Flask, w: World, sign_in: SignIn) -> None:
    import pikepdf

    for language in ("en", "ru", "uz") if kind_of(app) == "sqlite" else ("uz",):  # what is drawn comes from above both
        address = f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}/report.pdf?language={language}"
        content = sign_in(w.trainer).get(address).data
        with pikepdf.open(io.BytesIO(content)) as document:
            assert document.Root.MarkInfo.Marked
            assert len(document.pages) >= 3
        text = " ".join(text_of(content))
        assert "36" in text
        stem = w.quiz.questions[0].stem[language].replace("*", "").split()[:3]
        assert "".join(stem) in text.replace(" ", "").replace("\n", "")


def test_the_workbook_holds_numbers_and_texts(w: World, sign_in: SignIn) -> None:
    address = f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}/report.xlsx"
    book = load_workbook(io.BytesIO(sign_in(w.trainer).get(address).data))
    whole, items, options = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert ["First attempts", 36] in whole
    assert len(items) == 11
    assert items[3][0] == 3
    assert "Check the key first" in items[3][11]
    assert 0 <= items[1][4] <= 1
    assert [row for row in options if row[0] == 1]
    officer = load_workbook(io.BytesIO(sign_in(w.officer).get(f"/reports/tests/{w.quiz.id}/report.xlsx").data))
    assert officer.sheet_names == ["Test", "Items"]
    assert {row[2] for row in officer.get_sheet_by_name("Items").to_python()[1:]} == {""}


def test_page_paper_and_workbook_say_the_same_of_who_chose_what(w: World, sign_in: SignIn) -> None:
    address, browser = f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}", sign_in(w.trainer)
    page, kinds = browser.get(address).text, {question.type: question for question in w.quiz.questions}
    match, number = kinds["match"], kinds["num"]
    book = load_workbook(io.BytesIO(browser.get(f"{address}/report.xlsx").data))
    rows = book.get_sheet_by_name("Options").to_python()[1:]
    paper = "".join(text_of(browser.get(f"{address}/report.pdf?language=en").data))
    paper = "".join(paper.split())
    for left, right in match.key.items():
        (row,) = (row for row in rows if row[1] == match.labels[left]["en"] and row[4])
        assert (row[2], row[3]) == (right, match.labels[right]["en"])
        caption = page[page.index(f"<caption>{match.labels[left]['en']}</caption>") :]
        assert f"<span>{row[5]:.0f}</span>" in caption[: caption.index("</table>")]
        assert "".join(match.labels[left]["en"].split()) in paper
    (right,), (wrong,) = ([row for row in rows if row[2] == one] for one in ("key", str(number.key + 4)))
    assert right[5] + wrong[5] == 36
    assert f"{number.key + 4}" in page
    assert "Which place each step was given" in page
    order = kinds["order"]
    assert {row[1] for row in rows if row[3].startswith("Place ")} == {order.labels[one]["en"] for one in order.key}
    assert "What people wrote is never shown here." in page


def test_who_also_only_counts_is_not_told_who_chose_what(app: Flask, w: World, sign_in: SignIn) -> None:
    """She reads the questions as a reviewer; what is hidden from an officer could be worked out from the table."""
    with app.app_context():
        both = make.with_office("reviewer")
        too = {"place_id": both.roles[0].place_id, "place_path": "/", "granted_at": make.make.AT}
        db.session.add(Role(person_id=both.id, kind="m&e officer", **too))
        db.session.flush()
        loaded(both)
        db.session.commit()
    browser = sign_in(both)
    page = browser.get(f"/reports/tests/{w.quiz.id}").text
    assert w.quiz.questions[0].stem["en"][:30] in page
    assert "Who chose what is not shown where only totals may be seen." in page
    assert "Best 27 percent" not in page
    book = load_workbook(io.BytesIO(browser.get(f"/reports/tests/{w.quiz.id}/report.xlsx").data))
    assert book.sheet_names == ["Test", "Items"]
    assert "Weakest 27 percent" not in " ".join(text_of(browser.get(f"/reports/tests/{w.quiz.id}/report.pdf").data))


def test_the_pages_ask_the_same_number_of_questions(w: World, sign_in: SignIn, world: Connection) -> None:
    browser, counts = sign_in(w.trainer), []
    browser.get(f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}")
    for address in (f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}", f"/reports/tests/{w.quiz.id}"):
        with counting(world) as seen:
            browser.get(address)
        counts.append(len(seen))
    assert max(counts) <= 12, counts


def test_gain_is_shown_to_the_trainer_by_name_and_to_others_in_sum(
    app: Flask, world: Connection, sign_in: SignIn
) -> None:
    with app.app_context():
        version, course = make.tested()
        size = len(course.prepost.forms["A"])
        made = []
        for people in (12, 11, 3):
            cohort, enrolments = make.cohort(version, people, name=f"Kumtepa {people}")
            make.take(enrolments, make.half(course, "BRD-pre", "A"), make.drawn(people, size), form="A")
            rest = enrolments[1:]
            make.take(rest, make.half(course, "BRD-post", "B"), make.drawn(people - 1, size, seed=4), form="B")
            made.append((cohort.id, cohort.name, loaded(cohort.led_by)))
        officer = loaded(make.with_office("m&e officer"))
        db.session.commit()
    cohort_id, name, leader = made[0]
    page = sign_in(leader).get(f"/reports/cohorts/{cohort_id}/gain").text
    assert f"{name} person 1<" in page
    assert f"{name} person 0<" not in page, "she has no second result"
    assert "1 person took the pre-test only." in page
    assert "seed 1998" in page
    assert f"/reports/cohorts/{cohort_id}/gain" in sign_in(leader).get(f"/reports/cohorts/{cohort_id}/tests").text
    whole = sign_in(officer).get("/reports/gain/BRD").text
    assert "Gain by cohort" in whole
    assert whole.count('class="chart"') == 1
    assert not [one for _id, one, _leader in made if one in whole], "whoever only counts reads no name of a cohort"
    assert " person 1<" not in whole
    assert "Cohorts with fewer than 5 people" in whole
    assert 'stat-value">21<' in whole  # 11 and 10 pairs; the two of the third cohort are left out
    assert "took the pre-test only" not in whole, "one in each cohort is hidden, and in no sum either"
    # As files: the trainer's with names, the officer's without; both with the picture that is on the page.
    own = sign_in(leader).get(f"/reports/cohorts/{cohort_id}/gain/report.pdf?language=en").data
    assert f"{name} person 1" in " ".join(text_of(own))
    for language, words in (("en", "Report on the gain"), ("ru", "g"), ("uz", "g")):
        content = sign_in(officer).get(f"/reports/gain/BRD/report.pdf?language={language}").data
        text = " ".join(text_of(content))
        assert words in text
        assert "21" in text
        assert " person 1" not in text
        assert name not in text
    sent = sign_in(leader).get(f"/reports/cohorts/{cohort_id}/gain/report.xlsx")
    assert f'filename="Report on the gain BRD {name} en.xlsx"' in sent.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(sent.data))
    assert book.sheet_names == ["Together", "Cohorts", "Participants"]
    together, groups, people = (book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names)
    assert ["Whose results", name] in together
    assert ["Both results", 11] in together
    assert ["Pre-test only", 1] in together
    assert [row[:3] for row in groups[1:]] == [[name, 11, 1]]
    assert len(people) == 12
    book = load_workbook(io.BytesIO(sign_in(officer).get("/reports/gain/BRD/report.xlsx").data))
    assert book.sheet_names == ["Together", "Cohorts"]
    assert [row[:3] for row in book.get_sheet_by_name("Cohorts").to_python()[1:]] == [
        ["Cohort 1", 11, ""], ["Cohort 2", 10, ""],
    ]  # fmt: skip
    sign_in(made[2][2]).get(f"/reports/cohorts/{made[2][0]}/gain/report.pdf", 303)
    sign_in(leader).get(f"/reports/cohorts/{made[2][0]}/gain/report.pdf", 403)
    few = sign_in(made[2][2]).get(f"/reports/cohorts/{made[2][0]}/gain").text
    assert "Too few pairs" in few
    assert "So far: 2 with both results, 1 with the pre-test only" in few
