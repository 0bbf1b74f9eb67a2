"""The pages of regrades: for whom, what they show and to whom names, and that confirming does what was shown."""

import re
from typing import Any, cast

import html5lib
import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.conftest import SignIn, counting
from tests.progress import make as people
from tests.regrades.make import AT, FIRST, World, committed_world, corrected, take
from tot.courses.actions import publish
from tot.courses.queries import current_course
from tot.courses.rules import Course, Fact, Facts
from tot.db import db
from tot.quizzes.models import Attempt, Marking, Regrade

PREVIEW = f"/regrades/questions/{FIRST}"


@pytest.fixture
def w(app: Flask, world: Connection) -> World:
    made = committed_world(app)
    with app.app_context():
        answered(made, "abac")
        corrected(made.course, key="a")
        db.session.commit()
    return made


def text_of(page: str) -> str:
    """What a page says, with one space between words."""
    main = html5lib.parse(page, namespaceHTMLElements=False).find("body/main")
    return " ".join(" ".join(main.itertext()).split())


def answered(made: World, said: str) -> None:
    for one, letter in zip(made.enrolments, said, strict=True):
        take(one, made.quiz, {FIRST: letter, "BRD-2-q2": True, "BRD-2-q4": "a"})


def fields(page: str, reason: str = "Option b was never right.") -> dict[str, str]:
    def hidden(name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
        assert found, name
        return found[1]

    return {"state": hidden("state"), "request_key": hidden("request_key"), "reason": reason}


def test_the_list_says_which_keys_were_corrected_and_who_would_gain(w: World, sign_in: SignIn) -> None:
    for who in (w.coordinator, w.reviewer):
        said = text_of(sign_in(who).get("/regrades/").text)
        assert f"{FIRST}" in said
        assert "to decide" in said
    sign_in(w.trainer).get("/regrades/", 403)
    sign_in(w.trainer).get(PREVIEW, 403)
    sign_in(w.enrolments[0].person).get(PREVIEW, 403)
    assert "Corrected keys" in sign_in(w.coordinator).get("/reports/tests").text
    assert "Corrected keys" not in sign_in(w.trainer).get("/reports/tests").text


def test_the_first_page_tells_whoever_may_decide(app: Flask, w: World, world: Connection, sign_in: SignIn) -> None:
    elsewhere = committed_world(app, 0).coordinator
    with app.app_context():
        corrected(w.course, key="a")
        db.session.commit()
    for who in (w.coordinator, w.reviewer):
        page = sign_in(who).get("/").text
        assert "1 question waits" in text_of(page)
        assert f'href="/regrades/?place={w.place}"' in page.replace("%2F", "/")
    for who in (w.trainer, w.enrolments[0].person, elsewhere):
        assert "Decide whether answers" not in sign_in(who).get("/").text
    browser = sign_in(w.coordinator)
    with counting(world) as few:
        browser.get("/")
    with app.app_context():
        for number in range(20):
            take(people.enrolment(w.cohort, people.person(f"More {number} Fictional")), w.quiz, {FIRST: "a"})
        corrected(cast(Course, current_course("BRD")), "BRD-2-q4", key="a")
        db.session.commit()
    with counting(world) as many:
        assert "2 questions wait" in text_of(browser.get("/").text)
    assert len(many) == len(few)
    for question in (FIRST, "BRD-2-q4"):
        there = f"/regrades/questions/{question}"
        browser.post(there, fields(browser.get(there).text))
    assert "Decide whether answers" not in browser.get("/").text


def test_a_cohort_that_keeps_the_earlier_key_is_told_of(app: Flask, w: World, sign_in: SignIn) -> None:
    cohort, trainer, coordinator = f"/cohorts/{w.cohort.id}", sign_in(w.trainer), sign_in(w.coordinator)
    said = text_of(trainer.get(cohort).text)
    assert "The key of 1 question was corrected in version 2" in said
    assert "A coordinator of the country or a reviewer decides about that" in said
    assert "Corrected keys" in text_of(coordinator.get(cohort).text)
    assert "The key of 1 question differs." in text_of(trainer.get(f"{cohort}/version").text)
    told = "1 open cohort has a version of the course with the earlier key"
    shown = text_of(coordinator.get(PREVIEW).text)
    assert told in shown
    assert f"{w.cohort.name} version 1" in shown
    reviewer = text_of(sign_in(w.reviewer).get(PREVIEW).text)
    assert told in reviewer
    assert w.cohort.name not in reviewer
    there = coordinator.post(PREVIEW, fields(coordinator.get(PREVIEW).text)).location
    assert told in text_of(coordinator.get(there).text)
    assert "was corrected in version 2" in text_of(trainer.get(cohort).text)  # marking again moves nobody
    trainer.post(f"{cohort}/version?to=2")
    assert "was corrected in version" not in text_of(trainer.get(cohort).text)
    for page in (there, PREVIEW):
        assert "earlier key: every test" not in text_of(coordinator.get(page).text)


def test_a_preview_shows_both_keys_and_names_to_those_who_may_see_them(w: World, sign_in: SignIn) -> None:
    page = sign_in(w.coordinator).get(PREVIEW).text
    said = text_of(page)
    assert "Person 0 Fictional" in said
    assert "Person 1 Fictional" not in said  # she keeps her points
    assert "would lose points; in favour of participants they keep them" in said
    assert "passed now" in said
    strict = text_of(sign_in(w.coordinator).get(f"{PREVIEW}?mode=strict").text)
    assert "Person 1 Fictional" in strict
    assert "no longer passed" in strict
    numbers = text_of(sign_in(w.reviewer).get(f"{PREVIEW}?mode=strict").text)
    assert "Fictional" not in numbers.replace(w.reviewer.name, "")
    assert "names are shown to those who look after these cohorts" in numbers


def test_confirming_marks_what_was_shown_once(app: Flask, w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    said = fields(browser.get(PREVIEW).text)
    there = browser.post(PREVIEW, said).location
    assert browser.post(PREVIEW, said).location == there  # a double click
    kept = browser.get(there).text
    record = text_of(kept)
    assert "<h2>The keys</h2>" in kept  # the boxes below are headed one level deeper
    assert "Option b was never right." in record
    assert w.coordinator.name in record
    assert "Person 2 Fictional" in record
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Regrade)) == 1
        assert db.session.scalar(select(func.count()).select_from(Marking)) == 2
    listed = text_of(browser.get("/regrades/").text)
    assert "marked again" in listed
    assert "Option b was never right." in listed
    assert "No answer would change" in browser.get(PREVIEW).text
    sign_in(w.trainer).get(there, 403)
    undo = browser.get(f"{there}/undo").text
    back = browser.post(f"{there}/undo", fields(undo, "It was right after all.")).location
    assert "It was right after all." in browser.get(back).text
    assert "This was undone" in text_of(browser.get(there).text)
    with app.app_context():
        attempt = db.session.scalars(select(Attempt.id).where(Attempt.enrolment_id == w.enrolments[0].id)).one()
    review = text_of(sign_in(w.enrolments[0].person).get(f"/quizzes/attempts/{attempt}/review").text)
    assert "You see what is right now; your points stay as they were." in review  # else right looks like wrong


def test_what_changed_since_is_shown_again_and_not_done(app: Flask, w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    said = fields(browser.get(PREVIEW).text)
    with app.app_context():
        late = people.enrolment(w.cohort, people.person("Late Fictional"))
        take(late, w.quiz, {FIRST: "a"})
        db.session.commit()
    page = browser.post(PREVIEW, said, status=422).text
    assert "Something changed since you saw this" in page
    assert "Late Fictional" in page
    assert "Option b was never right." in page  # nothing is typed twice
    browser.post(PREVIEW, fields(page))
    browser.post(PREVIEW, {**fields(browser.get(f"{PREVIEW}?mode=strict").text), "reason": " "}, status=422)


def test_nobody_marks_again_beyond_her_own_place(app: Flask, w: World, sign_in: SignIn) -> None:
    other = committed_world(app, 1)
    with app.app_context():
        corrected(w.course, key="a")
        db.session.commit()
    there = sign_in(w.coordinator).post(PREVIEW, fields(sign_in(w.coordinator).get(PREVIEW).text)).location
    for who in (other.coordinator, other.reviewer):
        sign_in(who).get(f"{PREVIEW}?place={w.place}", 404)
        sign_in(who).get(there, 403)
        sign_in(who).get(f"{there}/undo", 403)
        assert "Person 0" not in sign_in(who).get(PREVIEW).text


def test_more_people_ask_no_more_of_the_database(app: Flask, world: Connection, w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    browser.get(f"{PREVIEW}?mode=strict")
    with counting(world) as few:
        browser.get(f"{PREVIEW}?mode=strict")
    with app.app_context():
        for number in range(60):
            one = people.enrolment(w.cohort, people.person(f"More {number} Fictional"))
            take(one, w.quiz, {FIRST: "ab"[number % 2], "BRD-2-q2": True, "BRD-2-q4": "a"})
        db.session.commit()
    with counting(world) as many:
        page = browser.get(f"{PREVIEW}?mode=strict").text
    assert len(many) == len(few)
    assert "Page 1 of 2" in text_of(page)
    assert "More 58" in browser.get(f"{PREVIEW}?mode=strict&page=2").text
    with counting(world) as listed:
        browser.get("/regrades/")
    assert len(listed) < 20


def test_the_key_of_every_type_is_shown(w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    for number in range(1, 11):
        said = text_of(browser.get(f"/regrades/questions/BRD-2-q{number}?mode=strict").text)
        assert "What is right:" in said, number
    browser.get(f"{PREVIEW}?version=99", 404)
    browser.get(f"{PREVIEW}?mode=gently", 404)
    browser.get("/regrades/questions/BRD-2-check", 404)


def test_the_analysis_of_items_says_that_a_key_was_corrected(app: Flask, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        for number in range(10):  # figures need some people
            one = people.enrolment(w.cohort, people.person(f"More {number} Fictional"))
            take(one, w.quiz, {FIRST: "c"})
        db.session.commit()
    there = f"/reports/cohorts/{w.cohort.id}/tests/{w.quiz.id}"
    trainer = sign_in(w.trainer)
    said = text_of(trainer.get(there).text)
    assert "Item 1: the key was corrected on" in said
    assert "14 answers were marked by an earlier key. 3 would get other points by the corrected one." in said
    assert "A coordinator of the country or a reviewer can have them marked again" in said
    browser = sign_in(w.coordinator)
    assert PREVIEW in browser.get(there).text
    strict = f"{PREVIEW}?mode=strict"
    browser.post(strict, fields(browser.get(strict).text, "For everybody."))
    said = text_of(trainer.get(there).text)
    assert "All of them have the points that the corrected key gives." in said
    assert "For everybody." in said


def test_a_participant_reads_what_changed_and_why(app: Flask, world: Connection, w: World, sign_in: SignIn) -> None:
    with app.app_context():
        attempts = {one.person_id: attempt_of(one) for one in w.enrolments}
        title = "UN Trafficking in Persons Protocol, art. 3(c)"
        publish([Facts(facts=(Fact(id="F-PAL-3", tag="V", title=title, text="For a child, no means."),))], AT)
        db.session.commit()
    gains, keeps = w.enrolments[0].person, w.enrolments[1].person
    browser = sign_in(w.coordinator)
    before = text_of(sign_in(gains).get(f"/quizzes/attempts/{attempts[gains.id]}/review").text)
    assert "corrected after you answered. You see what is right now; your points stay as they were." in before
    browser.post(PREVIEW, fields(browser.get(PREVIEW).text))
    page = sign_in(gains).get(f"/quizzes/attempts/{attempts[gains.id]}/review").text
    said = text_of(page)
    assert "Passed: 8 of 10 right" in said
    assert "question 1 (0 → 1)" in said
    assert "Option b was never right." in said
    assert title in said  # the source, not its number
    assert f"/lessons/{w.enrolments[0].id}/BRD-2/" in page  # where it is taught
    assert "Each right choice earns an equal part of the points" in said
    assert "an answer of yours was marked again" in text_of(sign_in(gains).get("/").text)
    kept = text_of(sign_in(keeps).get(f"/quizzes/attempts/{attempts[keeps.id]}/review").text)
    assert "your points stay as they were" in kept
    assert "marked again" not in text_of(sign_in(keeps).get("/").text)
    assert "0 → 1" in text_of(sign_in(w.trainer).get(f"/quizzes/attempts/{attempts[gains.id]}/review").text)
    with counting(world) as asked:
        sign_in(gains).get(f"/quizzes/attempts/{attempts[gains.id]}/review")
    assert len(asked) <= 6, "\n".join(asked)


def test_what_was_undone_is_told_step_by_step(app: Flask, w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    there = browser.post(PREVIEW, fields(browser.get(PREVIEW).text)).location
    undo = browser.get(f"{there}/undo").text
    browser.post(f"{there}/undo", fields(undo, "It was right after all."))
    with app.app_context():
        attempt = attempt_of(w.enrolments[0])
    said = text_of(sign_in(w.enrolments[0].person).get(f"/quizzes/attempts/{attempt}/review").text)
    assert "question 1 (0 → 1 → 0)" in said  # "0 → 0" would be no change at all
    home = text_of(sign_in(w.enrolments[0].person).get("/").text)
    assert "the earlier marking of an answer of yours was taken back on" in home
    assert "because the key of a question was corrected" not in home


def test_leaving_it_as_it_is_ends_the_waiting(app: Flask, world: Connection, sign_in: SignIn) -> None:
    made = committed_world(app, 10)
    with app.app_context():
        answered(made, "b" * 10)
        corrected(made.course, key="a")
        db.session.commit()
    report = f"/reports/cohorts/{made.cohort.id}/tests/{made.quiz.id}"
    browser, trainer = sign_in(made.coordinator), sign_in(made.trainer)
    assert "to decide" in text_of(browser.get("/regrades/").text)
    assert box_of(trainer.get(report).text).startswith("notice tone-warn")
    shown = browser.get(PREVIEW).text
    assert "Leave it as it is" in text_of(shown)
    browser.post(PREVIEW, {**fields(shown), "reason": " "}, status=422)
    there = browser.post(PREVIEW, fields(shown, "Both may be defended.")).location
    record = browser.get(there).text
    assert "Left as it is" in text_of(record)
    assert "Both may be defended." in record
    assert "Undo this regrade" not in record
    listed = text_of(browser.get("/regrades/").text)
    assert "to decide" not in listed
    assert "left as it is" in listed
    assert "Leave it as it is" not in text_of(browser.get(PREVIEW).text)
    box = box_of(trainer.get(report).text)
    assert box.startswith("notice tone-info")
    assert "Both may be defended." in box
    page = browser.post(PREVIEW, {**fields(shown, "Typed elsewhere."), "request_key": "another tab"}, status=422).text
    assert "nothing to do" in page
    assert "Typed elsewhere." in page


def box_of(page: str) -> str:
    """The box that says that a key was corrected."""
    (found,) = [part for part in page.split('<div class="')[1:] if "the key was corrected on" in part]
    return found


def test_a_second_undo_says_so_and_keeps_what_was_typed(w: World, sign_in: SignIn) -> None:
    browser = sign_in(w.coordinator)
    there = browser.post(PREVIEW, fields(browser.get(PREVIEW).text)).location
    tab = browser.get(f"{there}/undo").text
    browser.post(f"{there}/undo", fields(browser.get(f"{there}/undo").text, "It was right after all."))
    late = {**fields(tab, "Typed in the other tab."), "request_key": "another tab"}
    said = text_of(browser.post(f"{there}/undo", late, status=422).text)
    assert "This regrade was undone already, by regrade" in said
    assert "Typed in the other tab." in said


def attempt_of(one: Any) -> int:
    found = db.session.scalar(select(Attempt.id).where(Attempt.enrolment_id == one.id))
    assert found
    return found
