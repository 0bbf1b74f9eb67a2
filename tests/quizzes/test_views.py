"""A participant takes the knowledge check on a page, without any script; her trainer marks what is open."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select
from werkzeug.test import TestResponse

from tests.conftest import Browser, counting
from tests.progress import make
from tests.quizzes.make import HALF, World, committed_world, right, sent
from tot.db import db
from tot.quizzes.models import Answer, Attempt, Marking

SignIn = Callable[[Any], Browser]


@pytest.fixture
def w(app: Flask, world: Connection) -> Iterator[World]:
    return committed_world(app)


@pytest.fixture
def her(w: World, sign_in: SignIn) -> Browser:
    return sign_in(w.person)


def start(w: World, browser: Browser) -> str:
    """Begins an attempt; its address."""
    address = f"/quizzes/{w.enrolment.id}/{w.quiz.id}"
    assert "10 questions" in browser.get(address).text
    where = browser.post(address).headers["Location"]
    return where.rsplit("/", 1)[0]


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(client_key|revision|number)"[^>]*value="([^"]*)"', html))


def answer(w: World, browser: Browser, attempt: str, number: int, response: Any, status: int = 303) -> TestResponse:
    question = w.quiz.questions[number - 1]
    page = browser.get(f"{attempt}/{number}")
    fields = list(hidden(page.text).items()) + sent(question, response)
    return post(browser, f"{attempt}/{number}", fields, status)


def post(browser: Browser, address: str, fields: list[tuple[str, str]], status: int = 303) -> TestResponse:
    many: dict[str, list[str]] = {}
    for name, value in fields:
        many.setdefault(name, []).append(value)
    return browser.post(address, many, status)


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_all_eight_types_from_the_first_question_to_the_result(w: World, her: Browser) -> None:
    attempt = start(w, her)
    for number, question in enumerate(w.quiz.questions, 1):
        there = answer(w, her, attempt, number, right(question)).headers["Location"]
        assert there.endswith(f"{attempt}/{number}")
        told = her.get(there).text
        assert "That is right" in told
        assert re.search(r"Saved \d\d:\d\d", told)
    assert "You have answered every question." in her.get(attempt).text
    review = her.post(f"{attempt}/finish").headers["Location"]
    assert "Passed: 10 of 10 right" in her.get(review).text
    assert her.get(attempt, 303).headers["Location"] == review
    assert her.get(f"{attempt}/3", 303).headers["Location"].startswith(review)
    her.post(f"{attempt}/finish")
    assert "Try again" in her.get(f"/quizzes/{w.enrolment.id}/{w.quiz.id}").text


def test_what_is_not_right_is_shown_with_what_is_and_why(w: World, her: Browser) -> None:
    attempt = start(w, her)
    answer(w, her, attempt, 1, "a")
    told = her.get(f"{attempt}/1").text
    assert "Not quite" in told
    assert "Right answer" in told
    assert "the means is not required" in told
    answer(w, her, attempt, 3, ["a", "b"])
    assert "You earned 0.67 of 1 point." in her.get(f"{attempt}/3").text
    answer(w, her, attempt, 9, HALF)
    told = her.get(f"{attempt}/9").text
    assert "waits for your trainer" in told
    assert "You do not promise secrecy" in told


def test_leaving_questions_out_asks_first(w: World, her: Browser) -> None:
    attempt = start(w, her)
    for number in range(1, 8):
        answer(w, her, attempt, number, right(w.quiz.questions[number - 1]))
    assert "3 questions have no answer yet" in her.get(f"{attempt}/finish").text
    review = her.get(her.post(f"{attempt}/finish").headers["Location"]).text
    assert "Not passed yet: 7 of 10 right" in review
    assert "To look at again:" in review


@pytest.mark.parametrize(
    ("number", "fields", "kept"),
    [
        (1, [], ""),
        (3, [("answer", "x")], ""),
        (5, [("answer-call", "1"), ("answer-safe", "1")], '<option value="1" selected>'),
        (6, [("answer-a", "r1")], 'value="r1" selected'),
        (7, [("answer", "eigh<teen")], 'value="eigh&lt;teen"'),
        (9, [("answer", " ")], "Write your answer."),
    ],
)
def test_what_cannot_be_saved_comes_back_with_its_reason(
    app: Flask, w: World, her: Browser, number: int, fields: list, kept: str
) -> None:
    attempt = start(w, her)
    page = her.get(f"{attempt}/{number}").text
    back = post(her, f"{attempt}/{number}", list(hidden(page).items()) + fields, 422)
    assert "Your answer is not saved yet" in back.text
    assert kept in back.text
    assert rows(app, Answer) == 0
    assert hidden(back.text) == hidden(page)  # the same answer when it is sent again


def test_a_page_without_its_hidden_fields_saves_nothing(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    for fields in ([], [("client_key", "k"), ("revision", "x")], [("client_key", "k" * 65), ("revision", "1")]):
        post(her, f"{attempt}/1", [*fields, ("answer", "b")], 422)
    assert rows(app, Answer) == 0


def test_retry_and_older_tab(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    one, other = (list(hidden(her.get(f"{attempt}/1").text).items()) for _tab in range(2))
    for _click in range(2):
        post(her, f"{attempt}/1", [*one, ("answer", "b")])
    assert "That is right" in her.get(f"{attempt}/1").text
    post(her, f"{attempt}/1", [*other, ("answer", "a")])
    told = her.get(f"{attempt}/1").text
    assert "already had an answer" in told
    assert "That is right" in told
    assert rows(app, Answer) == 1


def test_an_answer_after_the_end_is_refused_and_shown(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    page = her.get(f"{attempt}/9").text
    her.post(f"{attempt}/finish")
    late = post(her, f"{attempt}/9", [*hidden(page).items(), ("answer", "My careful words")], 422)
    assert "This attempt is finished" in late.text
    assert "My careful words" in late.text
    assert rows(app, Answer) == 0


def test_begin_twice_is_one_attempt(app: Flask, w: World, her: Browser) -> None:
    assert start(w, her) == start(w, her)
    assert rows(app, Attempt) == 1
    assert "Go on where you stopped" in her.get(f"/quizzes/{w.enrolment.id}/{w.quiz.id}").text


def test_what_was_written_when_the_session_ended_comes_back(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    fields = [*hidden(her.get(f"{attempt}/9").text).items(), ("answer", "My careful words")]
    with her.client.session_transaction() as session:
        kept = {name: session.pop(name) for name in ("_user_id", "_fresh")}
    where = post(her, f"{attempt}/9", fields).headers["Location"]
    back = re.search(r"next=([^&]+)", where)
    assert back
    with her.client.session_transaction() as session:
        session.update(kept)
    from urllib.parse import unquote

    page = her.get(unquote(back[1])).text
    assert "My careful words" in page
    assert hidden(page) == dict(fields[:2])
    assert rows(app, Answer) == 0


def test_nobody_else_opens_an_attempt(app: Flask, w: World, her: Browser, sign_in: SignIn) -> None:
    attempt = start(w, her)
    with app.app_context():
        somebody, other_trainer = make.person("Somebody Fictional"), make.person("Other Fictional")
        cohort = db.session.merge(w.cohort)
        make.enrolment(cohort, somebody)
        db.session.commit()
    for person in (somebody, other_trainer, w.trainer):
        browser = sign_in(person)
        browser.get(f"{attempt}/1", 403)
        browser.post(f"{attempt}/1", {"answer": "b"}, 403)
        browser.post(f"{attempt}/finish", status=403)
        browser.get(f"/quizzes/{w.enrolment.id}/{w.quiz.id}", 403)
        browser.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark", 200 if person is w.trainer else 403)
    sign_in(somebody).get(f"{attempt}/review", 403)
    assert "not finished yet" in sign_in(w.trainer).get(f"{attempt}/review").text


def test_unknown_places_are_404(w: World, her: Browser) -> None:
    attempt = start(w, her)
    for path in (f"{attempt}/0", f"{attempt}/11", "/quizzes/attempts/999/1", f"/quizzes/{w.enrolment.id}/NO-check"):
        her.get(path, 404)
    her.post(f"{attempt}/11", {"answer": "a"}, 404)


def test_the_trainer_marks_and_the_participant_sees_it(app: Flask, w: World, her: Browser, sign_in: SignIn) -> None:
    attempt = start(w, her)
    for number, question in enumerate(w.quiz.questions, 1):
        response = (
            HALF if question.type == "short" else "a" if number == 1 else True if number == 2 else right(question)
        )
        answer(w, her, attempt, number, response)
    her.post(f"{attempt}/finish")
    assert "a trainer still reads an answer" in her.get(f"{attempt}/review").text
    trainer = sign_in(w.trainer)
    queue = trainer.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark").text
    assert "Dilfuza Fictional" in queue
    (there,) = re.findall(r'href="(/quizzes/answers/\d+/mark)"', queue)
    page = trainer.get(there).text
    assert HALF in page
    assert re.search(r'<input[^>]*checked[^>]*value="no_promise"', page)  # what was recognised is ticked
    fields = [("number", "1"), ("criteria", "no_promise"), ("criteria", "need_to_know"), ("remark", "Well put.")]
    post(trainer, there, [("number", "1"), ("criteria", "nonsense")], 422)
    assert post(trainer, there, fields).headers["Location"].endswith("to-mark")
    post(trainer, there, fields)  # a double click
    post(trainer, there, [("number", "1"), ("remark", "Other")], 422)  # an old page
    assert rows(app, Marking) == 1
    assert "Nothing to mark" in trainer.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark").text
    seen = her.get(f"{attempt}/review").text
    assert "Passed: 8 of 10 right" in seen
    assert "Well put." in seen
    assert "Marked by Malika Fictional." in seen
    her.get(there, 403)
    post(her, there, fields, 403)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_course_is_read_in_the_language_of_the_page(w: World, her: Browser, language: str) -> None:
    attempt = start(w, her)
    her.get(f"/language/{language}", 303)
    stem = w.quiz.questions[0].stem[language]
    assert stem in her.get(f"{attempt}/1").text


def test_pages_ask_the_database_little(app: Flask, w: World, her: Browser, world: Connection) -> None:
    attempt = start(w, her)
    address = f"/quizzes/{w.enrolment.id}/{w.quiz.id}"
    seen: dict[str, int] = {}

    def measure(name: str, act: Callable[[], Any]) -> None:
        with counting(world) as statements:
            act()
        seen[name] = len(statements)

    page = her.get(f"{attempt}/1").text
    measure("quiz", lambda: her.get(address))
    measure("question", lambda: her.get(f"{attempt}/1"))
    fields = [*hidden(page).items(), ("answer", "b")]
    measure("answer", lambda: post(her, f"{attempt}/1", fields))
    measure("feedback", lambda: her.get(f"{attempt}/1"))
    measure("overview", lambda: her.get(attempt))
    measure("finish", lambda: her.post(f"{attempt}/finish"))
    measure("review", lambda: her.get(f"{attempt}/review"))
    for _more in range(3):
        more = start(w, her)
        answer(w, her, more, 1, "b")
        her.post(f"{more}/finish")
    measure("quiz with attempts", lambda: her.get(address))
    assert seen["quiz"] <= seen["quiz with attempts"] <= 4
    assert all(number <= 8 for name, number in seen.items() if name != "finish"), seen
    assert seen["finish"] <= 12
