"""A participant takes the knowledge check on a page, without any script; her trainer marks what is open."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from tests.accounts.make import make_coordinator
from tests.conftest import Browser, SignIn, count_of, counting
from tests.progress import make
from tests.quizzes.make import HALF, World, committed_world, right, sent
from tests.real import real_course
from tot.accounts.models import Place
from tot.db import db, transaction
from tot.quizzes.models import Answer, Attempt, Marking
from tot.quizzes.queries import quiz_of, sitting_by_id
from tot.web.languages import in_language


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


def test_a_partner_is_chosen_for_several_and_one_may_be_left(app: Flask, world: Connection, sign_in: SignIn) -> None:
    value = make.border_value()
    module = value.module("BRD-2")
    assert module.check
    before = next(one for one in module.check.questions if one.type == "match")
    first, second, *others = before.right
    after = replace(before, key={left: (first, second)[at % 2] for at, left in enumerate(before.left)})
    questions = tuple(after if one is before else one for one in module.check.questions)
    check = replace(module.check, questions=questions)
    modules = tuple(replace(one, check=check) if one is module else one for one in value.modules)
    w = committed_world(app, replace(value, modules=modules))
    number, her = questions.index(after) + 1, sign_in(w.person)
    assert w.quiz.questions[number - 1].key == after.key
    attempt = start(w, her)
    asked = her.get(f"{attempt}/{number}").text
    assert "A partner may belong to several entries, or to none." in asked
    assert asked.count(f'<option value="{others[0]}"') == len(before.left)
    answer(w, her, attempt, number, {**after.key, before.left[0]: others[0]})
    told = her.get(f"{attempt}/{number}").text
    assert "You earned 0.75 of 1 point." in told


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
    assert count_of(app, Answer) == 0
    assert hidden(back.text) == hidden(page)  # the same answer when it is sent again


def test_a_page_without_its_hidden_fields_saves_nothing(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    for fields in ([], [("client_key", "k"), ("revision", "x")], [("client_key", "k" * 65), ("revision", "1")]):
        post(her, f"{attempt}/1", [*fields, ("answer", "b")], 422)
    assert count_of(app, Answer) == 0


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
    assert count_of(app, Answer) == 1


def test_an_answer_after_the_end_is_refused_and_shown(app: Flask, w: World, her: Browser) -> None:
    attempt = start(w, her)
    page = her.get(f"{attempt}/9").text
    her.post(f"{attempt}/finish")
    late = post(her, f"{attempt}/9", [*hidden(page).items(), ("answer", "My careful words")], 422)
    assert "This attempt is finished" in late.text
    assert "My careful words" in late.text
    assert count_of(app, Answer) == 0


def test_begin_twice_is_one_attempt(app: Flask, w: World, her: Browser) -> None:
    assert start(w, her) == start(w, her)
    assert count_of(app, Attempt) == 1
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
    assert count_of(app, Answer) == 0


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
    assert re.search(r'<input[^>]*checked[^>]*name="criteria-no_promise"', page)  # what was recognised is ticked
    assert not re.search(r'<input[^>]*checked[^>]*name="criteria-need_to_know"', page)
    fields = [("number", "1"), ("criteria-no_promise", "1"), ("criteria-need_to_know", "1"), ("remark", "Well put.")]
    post(trainer, there, [("number", "x"), ("criteria-no_promise", "1")], 422)
    assert post(trainer, there, fields).headers["Location"].endswith("to-mark")
    post(trainer, there, fields)  # a double click
    post(trainer, there, [("number", "1"), ("none_found", "y"), ("remark", "Other")], 422)  # an old page
    assert count_of(app, Marking) == 1
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


# Tests of the whole course: before, after, at the end.


@pytest.fixture
def tested(app: Flask, world: Connection) -> World:
    return committed_world(app, make.tested_value())


def test_from_the_pre_test_to_the_key_without_script(app: Flask, tested: World, sign_in: SignIn) -> None:
    w, her, trainer = tested, sign_in(tested.person), sign_in(tested.trainer)
    course, held = f"/progress/{w.enrolment.id}", f"/quizzes/cohorts/{w.cohort.id}/tests"
    assert her.get(course).text.count("not open yet") == 2
    assert "This test is not open now" in her.get(f"/quizzes/{w.enrolment.id}/BRD-pre").text
    her.post(f"/quizzes/{w.enrolment.id}/BRD-pre", status=409)
    assert "Tests" in trainer.get(f"/cohorts/{w.cohort.id}").text
    trainer.get(held)
    trainer.post(f"{held}/BRD-post/open", status=409)
    trainer.post(f"{held}/BRD-pre/open")
    assert "Take the pre-test" in her.get(course).text
    assert "Take the pre-test" in her.get("/").text
    attempt = begin_test(w, her, "BRD-pre")
    give_all(app, her, attempt)
    assert "You have answered every question." in her.get(attempt).text
    assert "Hand in" in her.get(f"{attempt}/finish").text
    review = her.get(her.post(f"{attempt}/finish").headers["Location"]).text
    assert "Handed in: 12 of 12 answered" in review
    for said in ("Right answer", "right", "Not quite"):
        assert said not in review.replace("what is right, after the post-test", "").replace("what is right", "")
    assert "12 of 12 right" not in her.get(f"/quizzes/{w.enrolment.id}/BRD-pre").text
    assert "Question 1" in trainer.get(f"{attempt}/review").text  # the trainer sees all
    trainer.post(f"{held}/BRD-pre/close")
    trainer.post(f"{held}/BRD-post/open")
    after = begin_test(w, her, "BRD-post")
    give_all(app, her, after)
    her.post(f"{after}/finish")
    review = her.get(f"{after}/review").text
    assert "Passed: 12 of 12 right" in review
    assert "Question 1" not in review
    trainer.post(f"{held}/BRD-post/close")
    for path in (attempt, after):
        assert "Your answer, right" in her.get(f"{path}/review").text
    assert re.search(r"handed in</span> <a [^>]*>[^<]*20\d\d", trainer.get(held).text)  # the day, not the hour alone
    with app.app_context(), transaction():
        coordinator = make_coordinator(db.session.get_one(Place, w.cohort.place_id))
        coordinator.roles, coordinator.licences  # noqa: B018 loaded before the session ends
    seen = sign_in(coordinator).get(held).text  # who may not read the answers gets no link to them
    assert "handed in" in seen
    assert "/review" not in seen
    assert "Post-test passed with 12 right; 9 were needed (70 % must be right, provisionally" in (
        trainer.get(f"/certificates/cohorts/{w.cohort.id}").text
    )


def test_who_closes_the_cohort_is_told_that_a_test_ends_with_it(app: Flask, tested: World, sign_in: SignIn) -> None:
    w, her, trainer = tested, sign_in(tested.person), sign_in(tested.trainer)
    held, cohort = f"/quizzes/cohorts/{w.cohort.id}/tests", f"/cohorts/{w.cohort.id}"
    trainer.post(f"{held}/BRD-pre/open")
    attempt = begin_test(w, her, "BRD-pre")
    assert "is closed with it" in trainer.get(cohort).text
    trainer.post(f"{cohort}/close")
    assert "1 person was still answering; what was saved is handed in." in trainer.get(cohort).text
    assert "Handed in: 0 of 12 answered" in her.get(f"{attempt}/review").text
    trainer.post(f"{cohort}/reopen")
    assert "Its pre-test and post-test stay closed until you open them." in trainer.get(cohort).text
    her.post(f"/quizzes/{w.enrolment.id}/BRD-pre", status=409)


def begin_test(w: World, her: Browser, key: str) -> str:
    assert "Begin" in her.get(f"/quizzes/{w.enrolment.id}/{key}").text
    return her.post(f"/quizzes/{w.enrolment.id}/{key}").headers["Location"].rsplit("/", 1)[0]


def give_all(app: Flask, her: Browser, attempt: str) -> None:
    with app.app_context():
        sitting = sitting_by_id(int(attempt.rsplit("/", 1)[1]))
        questions = quiz_of(sitting).questions
    for number, question in enumerate(questions, 1):
        page = her.get(f"{attempt}/{number}").text
        assert "Time left:" in page
        there = post(her, f"{attempt}/{number}", [*hidden(page).items(), *sent(question, right(question))])
        assert there.headers["Location"].endswith(f"/{number + 1}" if number < len(questions) else attempt)
        again = her.get(f"{attempt}/{number}").text
        assert re.search(r"Saved \d\d:\d\d", again)
        assert hidden(again)["revision"] == "2"
        for name, value in sent(question, right(question)):  # the answer that was given stands in the form
            assert re.search(rf'(name="{name}"[^>]*value="{value}"[^>]*checked|name="{name}"[^>]*value="{value}"|'
                             rf'<option value="{value}" selected>)', again), (question.type, name, value)  # fmt: skip


def test_a_script_is_answered_in_json(app: Flask, tested: World, sign_in: SignIn) -> None:
    her = sign_in(tested.person)
    attempt = begin_test(tested, her, "BRD-final")
    asks = {"Accept": "application/json"}
    fields = {"client_key": "k1", "revision": "1", "answer": "b"}
    for _retry in range(2):
        told = her.post(f"{attempt}/1", fields, 200, headers=asks).json
        assert (told["kept"], told["revision"], told["said"][:6]) == (True, 1, "Saved ")
        assert 1700 < told["left"] <= 1800
    told = her.post(f"{attempt}/1", {**fields, "client_key": "k2"}, 200, headers=asks).json
    assert (told["kept"], told["revision"]) == (False, 1)
    told = her.post(f"{attempt}/1", {"client_key": "k3", "revision": "2"}, 422, headers=asks).json
    assert told == {"said": ["Choose one of the answers."], "is_refused": False}
    her.post(f"{attempt}/finish")
    told = her.post(f"{attempt}/2", {**fields, "client_key": "k4"}, 422, headers=asks).json
    assert told["is_refused"]
    assert count_of(app, Answer) == 1


def test_a_final_test_keeps_its_key_until_nothing_is_left(tested: World, sign_in: SignIn) -> None:
    w, her = tested, sign_in(tested.person)
    page = her.get(f"/quizzes/{w.enrolment.id}/BRD-final").text
    assert "75 % must be right, as a panel of 7 judges (Angoff) decided on" in page
    assert "You may try 2 times." in page
    first = begin_test(w, her, "BRD-final")
    review = her.get(her.post(f"{first}/finish").headers["Location"]).text
    assert "Question 1" not in review
    assert "Try again" in review
    second = her.post(f"/quizzes/{w.enrolment.id}/BRD-final").headers["Location"].rsplit("/", 1)[0]
    review = her.get(her.post(f"{second}/finish").headers["Location"]).text
    assert "Question 1" in review
    assert "Try again" not in review
    her.post(f"/quizzes/{w.enrolment.id}/BRD-final", status=409)


def test_when_the_time_is_over_what_is_saved_is_handed_in(app: Flask, tested: World, sign_in: SignIn) -> None:
    her = sign_in(tested.person)
    attempt = begin_test(tested, her, "BRD-final")
    page = hidden(her.get(f"{attempt}/1").text)
    with app.app_context():
        one = db.session.get_one(Attempt, int(attempt.rsplit("/", 1)[1]))
        one.began_at, one.ends_at = one.began_at - timedelta(hours=1), one.ends_at - timedelta(hours=1)
        db.session.commit()
    late = her.post(f"{attempt}/1", {**page, "answer": "a"}, 422).text
    assert "The time was over" in late
    assert her.get(attempt, 303).headers["Location"].endswith("/review")
    assert "was handed in by itself" in her.get(f"{attempt}/review").text
    assert count_of(app, Answer) == 0


def test_a_test_without_a_limit_has_no_page_for_more_time(app: Flask, world: Connection, sign_in: SignIn) -> None:
    value = make.tested_value()
    assert value.prepost
    w = committed_world(app, replace(value, prepost=replace(value.prepost, minutes=0)))
    path = f"/quizzes/enrolments/{w.enrolment.id}/time/BRD-pre"
    trainer = sign_in(w.trainer)
    trainer.get(path, 404)
    trainer.post(path, {"minutes": "15", "reason": "By decision of the commission"}, 404)


def test_one_minute_more_is_one_minute(tested: World, sign_in: SignIn) -> None:
    w, trainer = tested, sign_in(tested.trainer)
    path = f"/quizzes/enrolments/{w.enrolment.id}/time/BRD-pre"
    trainer.post(path, {"minutes": "1", "reason": "By decision of the commission"})
    page = trainer.get(f"/quizzes/cohorts/{w.cohort.id}/tests").text
    assert "has 1 more minute." in page
    assert "1 more minute<" in page


def test_a_trainer_gives_more_time(app: Flask, tested: World, sign_in: SignIn) -> None:
    w, trainer = tested, sign_in(tested.trainer)
    path = f"/quizzes/enrolments/{w.enrolment.id}/time/BRD-pre"
    trainer.get(path)
    trainer.post(path, {"minutes": "999", "reason": "x"}, 422)
    trainer.post(path, {"minutes": "15", "reason": ""}, 422)
    trainer.post(path, {"minutes": "15", "reason": "By decision of the commission"})
    held = f"/quizzes/cohorts/{w.cohort.id}/tests"
    page = trainer.get(held).text
    assert "15 more minutes" in page
    assert re.findall(r'columnheader">([^<]+)<', page) == ["Participant", "Pre-test", "Post-test", "Final test"]
    assert "You can open it when the pre-test was held and is closed." in page
    trainer.post(f"{held}/BRD-pre/open")
    assert "You have 35 minutes." in sign_in(w.person).get(f"/quizzes/{w.enrolment.id}/BRD-pre").text
    trainer.get(f"/quizzes/enrolments/{w.enrolment.id}/time/BRD-2-check", 404)
    her = sign_in(w.person)
    for there in (held, path):
        her.get(there, 403)


def test_pages_of_a_test_ask_little_whatever_was_answered(
    app: Flask, tested: World, sign_in: SignIn, world: Connection
) -> None:
    w, her = tested, sign_in(tested.person)
    sign_in(w.trainer).post(f"/quizzes/cohorts/{w.cohort.id}/tests/BRD-pre/open")
    attempt = begin_test(w, her, "BRD-pre")
    paths = ["/", f"/progress/{w.enrolment.id}", f"/quizzes/{w.enrolment.id}/BRD-pre", attempt, f"{attempt}/1"]

    def count() -> list[int]:
        asked = []
        for path in paths:
            with counting(world) as seen:
                her.get(path)
            asked.append(len(seen))
        return asked

    count()  # what is kept in the process is loaded once
    before = count()
    assert max(before) <= 8
    give_all(app, her, attempt)
    after = count()
    assert after == before
    her.post(f"{attempt}/finish")
    with counting(world) as seen:
        her.get(f"{attempt}/review")
    assert len(seen) <= 8


@pytest.mark.parametrize("quiz_key", ["BRD-2-check", "BRD-pre", "BRD-post", "BRD-refresher"])
def test_a_test_in_a_draft_translation_says_so_and_the_source_does_not(
    app: Flask, world: Connection, sign_in: SignIn, quiz_key: str
) -> None:
    made = committed_world(app, real_course("BRD"))
    her = sign_in(made.person)
    said = []
    for language in ("en", "ru"):
        her.get(f"/language/{language}", 303)
        page = her.get(f"/quizzes/{made.enrolment.id}/{quiz_key}").text
        with app.test_request_context(), in_language(language):
            said.append(str(gettext("This translation is a draft: a reviewer has not read it yet.")) in page)
    assert said == [False, True]
