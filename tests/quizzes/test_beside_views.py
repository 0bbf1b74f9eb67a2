"""The pages of markers: a queue over everything, an answer without its author, who is asked, and what is counted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask, url_for
from sqlalchemy import Connection, select

from tests.conftest import Browser, SignIn, count_of, counting
from tests.progress import make
from tests.quizzes.make import OPEN, World, committed_world, handed_in, marker_for
from tot.accounts.models import Person, Role
from tot.cohorts.queries import own_enrolment
from tot.courses.rules import Criterion, Level, Question
from tot.db import db, transaction
from tot.quizzes import actions, queries, rules
from tot.quizzes.models import Answer, Marking, Rating

CHECK = "BRD-2-check"
TICKS = {"criteria-no_promise": "y", "criteria-need_to_know": "y"}
NONE = {"none_found": "y"}


@pytest.fixture
def w(app: Flask, world: Connection) -> Iterator[World]:
    return committed_world(app)


def committed(app: Flask, act: Callable[[], Any]) -> Any:
    with app.app_context():
        made = act()
        if isinstance(made, Person):
            made.roles, made.licences  # noqa: B018 loaded before the session ends
        db.session.commit()
        return made


def here(w: World) -> World:
    """The same world in this session."""
    w.cohort, w.enrolment = db.session.merge(w.cohort), db.session.merge(w.enrolment)
    return w


@pytest.fixture
def second(app: Flask, w: World) -> Person:
    return committed(app, lambda: marker_for(here(w), "Sabohat Fictional"))


@pytest.fixture
def third(app: Flask, w: World) -> Person:
    return committed(app, lambda: marker_for(here(w), "Tohir Fictional"))


def answers(app: Flask, w: World, count: int = 1) -> list[int]:
    """So many people hand in an open answer."""

    def make_them() -> list[int]:
        here(w)
        people = [None, *(make.person(f"Pupil {number} Fictional") for number in range(1, count))]
        return [handed_in(w, f"I promise nothing, {n}.", person).id for n, person in enumerate(people)]

    return committed(app, make_them)


def choose(browser: Browser, w: World, part: str, person: Person, status: int = 303) -> str:
    return browser.post(f"/quizzes/cohorts/{w.cohort.id}/markers/{CHECK}/{part}", {"person": person.id}, status).text


def next_of(cohort_id: int, part: str) -> str:
    return f"/quizzes/marking/next?cohort={cohort_id}&quiz={CHECK}&question={OPEN}&part={part}"


def test_from_the_choice_of_a_second_marker_to_the_points(
    app: Flask, w: World, second: Person, sign_in: SignIn
) -> None:
    numbers = answers(app, w, 3)
    trainer, her = sign_in(w.trainer), sign_in(second)
    assert "Nothing waits for you" in her.get("/quizzes/marking").text
    assert "Who marks" in trainer.get(f"/cohorts/{w.cohort.id}").text
    markers = f"/quizzes/cohorts/{w.cohort.id}/markers"
    assert "one marker" in trainer.get(markers).text
    assert "Sabohat Fictional" in trainer.get(f"{markers}/{CHECK}/second").text
    choose(trainer, w, "second", w.person, 422)
    choose(trainer, w, "second", second)
    shown = trainer.get(markers).text
    assert "two markers" in shown
    assert "Sabohat Fictional" in shown
    # She finds them on her first page, and reads them without learning whose they are.
    assert "3 answers wait" in her.get("/").text
    queue = her.get("/quizzes/marking").text
    assert "second marker" in queue
    assert w.cohort.name not in queue
    begin = next_of(w.cohort.id, "second")
    assert begin.replace("&", "&amp;") in queue
    seen = []
    there = her.get(begin, 303).headers["Location"]
    while "/beside/" in there:
        page = her.get(there).text
        number = int(re.search(r"/answers/(\d+)/beside", there)[1])
        seen.append(number)
        assert f"Answer {len(seen)} of 3" in page
        assert not re.search(r"Dilfuza|Pupil|Malika|Cohort", page)
        assert "checked" not in page  # nothing is ticked for her
        fields = {"number": "1", "remark": "Clear.", **(TICKS if number != numbers[0] else NONE)}
        there = her.post(there, fields).headers["Location"]
    assert sorted(seen) == sorted(numbers)
    assert "Nothing waits for you" in her.get(there).text
    # The trainer reads without names too, and does not see what was given.
    to_mark = trainer.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark").text
    assert "without names" in to_mark
    assert "Dilfuza" not in to_mark
    assert trainer.get(f"/quizzes/answers/{numbers[0]}/mark", 303).headers["Location"].endswith("/beside/first")
    for number in numbers:
        page = trainer.get(f"/quizzes/answers/{number}/beside/first").text
        assert "Clear." not in page
        assert "Dilfuza" not in page
        trainer.post(f"/quizzes/answers/{number}/beside/first", {"number": "1", "remark": "", **TICKS})
    assert (count_of(app, Rating), count_of(app, Marking)) == (6, 2)
    assert "nothing changes any more" in her.get(f"/quizzes/answers/{numbers[1]}/beside/second").text
    assert "1 answer waits for a third marker" in trainer.get(markers).text


def test_a_third_decides_and_the_participant_reads_how(
    app: Flask, w: World, second: Person, third: Person, sign_in: SignIn
) -> None:
    (number,) = answers(app, w)
    trainer, her, him, pupil = (sign_in(one) for one in (w.trainer, second, third, w.person))
    choose(trainer, w, "third", third, 422)  # nobody differs while one is enough
    choose(trainer, w, "second", second)
    with app.app_context():
        attempt = db.session.get_one(Answer, number).attempt_id
    review = f"/quizzes/attempts/{attempt}/review"
    assert "Two trainers read such an answer" in pupil.get(review).text
    trainer.post(f"/quizzes/answers/{number}/beside/first", {"number": "1", "remark": "Good.", **TICKS})
    her.post(f"/quizzes/answers/{number}/beside/second", {"number": "1", "remark": "Not enough.", **NONE})
    him.get(f"/quizzes/answers/{number}/beside/third", 404)
    choose(trainer, w, "third", third)
    assert "third marker" in him.get("/quizzes/marking").text
    page = him.get(f"/quizzes/answers/{number}/beside/third").text
    assert "Good." in page
    assert "Not enough." in page
    assert not re.search(r"Malika|Sabohat|Dilfuza", page)
    decide = {"number": "1", "remark": "Say who must know.", "criteria-no_promise": "y"}
    assert "Say in a sentence why" in him.post(f"/quizzes/answers/{number}/beside/third", decide, 422).text
    decide["reason"] = "It promises nothing, but does not say who must know."
    him.post(f"/quizzes/answers/{number}/beside/third", decide)
    him.post(f"/quizzes/answers/{number}/beside/third", decide)  # a double click
    assert count_of(app, Marking) == 1
    said = pupil.get(review).text
    assert "so a third decided" in said
    assert "Say who must know." in said
    assert not re.search(r"Malika|Sabohat|Tohir|does not say who", said)
    assert (
        "You have marked this answer. You may still change it."
        in him.get(f"/quizzes/answers/{number}/beside/third").text
    )


def test_undoing_until_the_other_has_read(app: Flask, w: World, second: Person, sign_in: SignIn) -> None:
    (number,) = answers(app, w)
    trainer, her = sign_in(w.trainer), sign_in(second)
    choose(trainer, w, "second", second)
    there = f"/quizzes/answers/{number}/beside/second"
    her.post(there, {"number": "1", "remark": "", **TICKS})
    page = her.get(there).text
    assert "until the other marker has read it too" in page
    assert page.count(" checked") == 2
    her.post(there, {"number": "2", "remark": "", **NONE})
    assert re.findall(r'checked[^>]*name="([^"]+)"', her.get(there).text) == ["none_found"]
    assert "in another window" in her.post(there, {"number": "1", "remark": "", **TICKS}, 422).text
    trainer.post(f"/quizzes/answers/{number}/beside/first", {"number": "1", "remark": "", **TICKS})
    assert "nothing changes any more" in her.post(there, {"number": "3", "remark": "", **NONE}, 422).text
    assert count_of(app, Rating) == 3


def test_no_points_are_given_by_a_tick_only(app: Flask, w: World, second: Person, sign_in: SignIn) -> None:
    """A page that is saved without a tick may be a slip, so nothing is kept before somebody says that it is none."""
    numbers = answers(app, w, 2)
    trainer, her = sign_in(w.trainer), sign_in(second)
    alone = f"/quizzes/answers/{numbers[0]}/mark"
    page = trainer.post(alone, {"number": "1", "remark": "I wrote this."}, 422).text
    assert page.count("Tick what you find in the answer, or that it shows none of these.") == 2  # summary and field
    assert "I wrote this." in page
    assert "Take away what is wrong" in trainer.post(alone, {"number": "1", "remark": "", **TICKS, **NONE}, 422).text
    assert count_of(app, Marking) == 0
    trainer.post(alone, {"number": "1", "remark": "I wrote this.", **NONE})
    assert count_of(app, Marking) == 1
    assert re.findall(r'checked[^>]*name="([^"]+)"', trainer.get(alone).text) == ["none_found"]
    choose(trainer, w, "second", second)
    beside = f"/quizzes/answers/{numbers[1]}/beside/second"
    assert "or that it shows none of these" in her.post(beside, {"number": "1", "remark": ""}, 422).text
    her.post(beside, {"number": "1", "remark": "", **NONE})
    assert count_of(app, Rating) == 1


def everything(app: Flask, browser: Browser, w: World, attempt: int) -> Iterator[tuple[str, str]]:
    """Each address of the platform that leads to this cohort, test, enrolment or attempt, and what is read there."""
    known = {"cohort_id": w.cohort.id, "quiz_key": CHECK, "enrolment_id": w.enrolment.id, "attempt_id": attempt}
    known |= {"suffix": "xlsx", "part": "second", "key": CHECK, "person_id": w.person.id}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "accounts.sign_out" and rule.arguments <= {*known}:
            with app.test_request_context():
                path = url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})
            found = browser.client.get(path)
            if found.status_code == 200 and found.mimetype != "application/pdf":
                yield path, text_in(found.data)


def text_in(content: bytes) -> str:
    """A page as it is, a workbook unpacked."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_the_trainer_sees_the_answer_beside_the_name_when_it_is_settled(
    app: Flask, w: World, second: Person, sign_in: SignIn
) -> None:
    """Whoever marks as one of two would else open the attempt and read whose answer it is."""
    said = "I promise nothing, 0."
    (number,) = answers(app, w)
    trainer, her, pupil = (sign_in(one) for one in (w.trainer, second, w.person))
    with app.app_context():
        attempt = db.session.get_one(Answer, number).attempt_id
    review = f"/quizzes/attempts/{attempt}/review"
    assert said in trainer.get(review).text  # one marker may see it
    choose(trainer, w, "second", second)

    opened = dict(everything(app, trainer, w, attempt))
    cohort = f"cohorts/{w.cohort.id}"
    assert {review, f"/quizzes/{cohort}/to-mark", f"/quizzes/{cohort}/paper/{CHECK}/grid.xlsx"} <= {*opened}
    assert f"/reports/{cohort}/tests/{CHECK}" in opened
    assert [path for path, text in opened.items() if said in text] == []
    page = trainer.get(review).text
    assert "You see it here as soon as it is settled." in page
    assert "Dilfuza Fictional" in page
    assert said in pupil.get(review).text
    for part, browser in (("first", trainer), ("second", her)):
        there = f"/quizzes/answers/{number}/beside/{part}"
        assert "Dilfuza" not in browser.get(there).text
        assert said not in trainer.get(review).text
        browser.post(there, {"number": "1", "remark": "", **TICKS})
    assert said in trainer.get(review).text


def test_nobody_else_gets_in(app: Flask, w: World, second: Person, third: Person, sign_in: SignIn) -> None:
    (number,) = answers(app, w)
    choose(sign_in(w.trainer), w, "second", second)
    for person in (w.person, third):
        for path in (f"/quizzes/answers/{number}/beside/second", f"/quizzes/answers/{number}/beside/first"):
            sign_in(person).get(path, 403)
            sign_in(person).post(path, TICKS, 403)
    sign_in(w.trainer).get(f"/quizzes/answers/{number}/beside/second", 403)
    her = sign_in(second)
    for path in (
        f"/quizzes/answers/{number}/beside/first",
        f"/quizzes/answers/{number}/mark",
        f"/quizzes/cohorts/{w.cohort.id}/to-mark",
        f"/quizzes/cohorts/{w.cohort.id}/markers",
        f"/reports/cohorts/{w.cohort.id}/tests/{CHECK}/agreement",
        f"/cohorts/{w.cohort.id}",
    ):
        her.get(path, 403)
    for path in ("nonsense", "third"):
        her.get(f"/quizzes/answers/{number}/beside/{path}", 404)
    her.get(next_of(w.cohort.id, "first"), 404)
    her.get(next_of(999, "second"), 404)
    her.get("/quizzes/marking/next", 404)
    sign_in(w.person).get("/quizzes/marking", 403)
    sign_in(w.trainer).get(f"/quizzes/cohorts/{w.cohort.id}/markers/BRD-pre/second", 404)


def test_another_takes_over_and_the_first_is_out(
    app: Flask, w: World, second: Person, third: Person, sign_in: SignIn
) -> None:
    numbers = answers(app, w, 2)
    trainer, her = sign_in(w.trainer), sign_in(second)
    choose(trainer, w, "second", second)
    her.post(f"/quizzes/answers/{numbers[0]}/beside/second", {"number": "1", "remark": "", **NONE})
    choose(trainer, w, "second", third)
    her.get(f"/quizzes/answers/{numbers[1]}/beside/second", 403)
    assert "1 person waits" in sign_in(third).get("/quizzes/marking").text
    assert "have read this answer already" not in her.get("/").text


def test_going_on_with_one_marker(app: Flask, w: World, second: Person, sign_in: SignIn) -> None:
    numbers = answers(app, w, 2)
    trainer = sign_in(w.trainer)
    choose(trainer, w, "second", second)
    trainer.post(f"/quizzes/answers/{numbers[0]}/beside/first", {"number": "1", "remark": "", **TICKS})
    alone = f"/quizzes/cohorts/{w.cohort.id}/markers/{CHECK}/alone"
    assert "1 answer counts as marked" in trainer.get(trainer.post(alone).headers["Location"]).text
    assert count_of(app, Marking) == 1
    assert "Pupil 1" in trainer.get(f"/quizzes/cohorts/{w.cohort.id}/to-mark").text


def test_one_marker_goes_from_answer_to_answer(app: Flask, w: World, sign_in: SignIn) -> None:
    """As before, but question by question: the next, the one before, and how many are done."""
    numbers = answers(app, w, 3)
    trainer = sign_in(w.trainer)
    there = trainer.get(next_of(w.cohort.id, "first"), 303).headers["Location"]
    assert there == f"/quizzes/answers/{numbers[0]}/mark"
    page = trainer.get(there).text
    assert "0 of 3" in page
    assert f'rel="next" href="/quizzes/answers/{numbers[1]}/mark"' in page
    assert 'rel="prev"' not in page
    following = trainer.post(there, {"number": "1", "remark": "", **TICKS}).headers["Location"]
    assert following.endswith(f"/quizzes/answers/{numbers[1]}/mark")
    assert "1 of 3" in trainer.get(following).text
    queue = trainer.get("/quizzes/marking").text
    assert w.cohort.name in queue
    assert "2 people wait" in queue


def test_the_author_wants_two(app: Flask, world: Connection, sign_in: SignIn) -> None:
    """With `markers: 2` in the test nothing counts before a second has read."""
    value = make.border_value()
    module = value.module("BRD-2")
    modules = tuple(
        replace(one, check=replace(one.check, markers=2)) if one.id == module.id else one for one in value.modules
    )
    w = committed_world(app, replace(value, modules=modules))
    (number,) = answers(app, w)
    trainer = sign_in(w.trainer)
    assert "wants two markers" in trainer.get(f"/quizzes/cohorts/{w.cohort.id}/markers").text
    trainer.get(f"/quizzes/answers/{number}/mark", 303)
    said = {"number": "7", "remark": "She is clear.", **TICKS}
    page = trainer.post(f"/quizzes/answers/{number}/mark", said, 422).text
    assert "Mark the answer beside the other one" in page
    assert "She is clear." in page  # nothing is typed twice, and it is sent to the page for two
    assert page.count(" checked") == 2
    assert f'action="/quizzes/answers/{number}/beside/first"' in page
    assert "Dilfuza" not in page
    assert re.search(r'name="number"[^>]*value="1"', page)
    assert "Dilfuza" not in trainer.post(f"/quizzes/answers/{number}/mark", {"number": "x"}, 422).text
    trainer.post(f"/quizzes/answers/{number}/beside/first", {"number": "1", "remark": "", **TICKS})
    assert count_of(app, Marking) == 0
    trainer.post(f"/quizzes/cohorts/{w.cohort.id}/markers/{CHECK}/alone", status=409)


def test_a_coordinator_chooses_from_afar_and_the_trainer_need_not_know_whom(
    app: Flask, w: World, sign_in: SignIn
) -> None:
    def make_them() -> tuple[Person, Person]:
        here(w)
        far = make.cohort(w.cohort.course_version)
        away = marker_for(w, "Olisxon Fictional", place_id=far.place_id, place_path=far.place_path)
        chief = make.person("Chief Fictional")
        db.session.add(
            Role(person_id=chief.id, kind="coordinator", place_id=far.place_id, place_path="/", granted_at=make.AT)
        )
        db.session.flush()
        for one in (away, chief):
            db.session.refresh(one)
            one.roles, one.licences  # noqa: B018 loaded before the session ends
        return away, chief

    away, chief = committed(app, make_them)
    path = f"/quizzes/cohorts/{w.cohort.id}/markers/{CHECK}/second"
    assert "Nobody to choose here" in sign_in(w.trainer).get(path).text
    choose(sign_in(w.trainer), w, "second", away, 422)
    assert "Olisxon Fictional" in sign_in(chief).get(path).text
    choose(sign_in(chief), w, "second", away)
    shown = sign_in(w.trainer).get(f"/quizzes/cohorts/{w.cohort.id}/markers").text
    assert "Olisxon" not in shown
    assert "chosen by a coordinator" in shown


def rated(app: Flask, w: World, second: Person, points: list[tuple[int, int]]) -> None:
    """So many answers, with the number of ticks of each marker."""
    numbers = answers(app, w, len(points))

    def rate_all() -> None:
        here(w)
        actions.choose_marker(w.cohort, CHECK, "second", second.id, w.trainer, make.AT)
        for number, pair in zip(numbers, points, strict=True):
            for part, by, given in zip(("first", "second"), (w.trainer, second), pair, strict=True):
                said = {"no_promise": int(given > 0), "need_to_know": int(given > 1)}
                actions.rate(queries.turn(number, part), said, "", number=1, actor=by, now=make.AT)

    with app.app_context(), transaction():
        rate_all()


def test_the_agreement_of_markers(app: Flask, w: World, second: Person, sign_in: SignIn) -> None:
    trainer, address = sign_in(w.trainer), f"/reports/cohorts/{w.cohort.id}/tests/{CHECK}/agreement"
    assert "Nothing to compare yet" in trainer.get(address).text
    rated(app, w, second, [(2, 2), (2, 1), (1, 1), (0, 0), (1, 2), (2, 2)])
    page = trainer.get(address).text
    # By hand. All points: d·o = 2, rows and columns 1, 2, 3, so d·e = 28 and kappa = 1 − 2·6 / 28 = 0.57. No promise:
    # both found it in the same 5 of 6. Need to know: apart on 2 of 6, found by each in 3, so kappa = 0.33.
    for figure in ("67%", "4 of 6", "0.57", "1.00", "0.33", "first: 2", "second: 0", "With fewer than 30 answers"):
        assert figure in page, figure
    assert "Dilfuza" not in page
    assert "/agreement" in trainer.get(f"/reports/cohorts/{w.cohort.id}/tests/{CHECK}").text
    sign_in(w.trainer).get(f"/reports/tests/{CHECK}/agreement")
    sign_in(w.trainer).get("/reports/tests/NO-check/agreement", 404)
    sign_in(w.person).get(address, 403)


def test_whoever_only_counts_sees_no_small_numbers(app: Flask, w: World, second: Person, sign_in: SignIn) -> None:
    rated(app, w, second, [(2, 2), (2, 1), (1, 1)])

    def observer() -> Person:
        here(w)
        who = make.person("Observer Fictional")
        place = {"place_id": w.cohort.place_id, "place_path": w.cohort.place_path}
        db.session.add(Role(person_id=who.id, kind="observer", granted_at=make.AT, **place))
        db.session.flush()
        db.session.refresh(who)
        return who

    him = sign_in(committed(app, observer))
    assert "Fewer than" in him.get(f"/reports/tests/{CHECK}/agreement").text
    rated(app, w, second, [(2, 2)] * 9)
    page = him.get(f"/reports/tests/{CHECK}/agreement").text
    assert "read by two" in page
    assert "Which points met which" not in page
    assert "promise" not in page  # the rubric is the key


def test_where_both_gave_everybody_the_same_nothing_can_be_said(
    app: Flask, w: World, second: Person, sign_in: SignIn
) -> None:
    rated(app, w, second, [(2, 2)] * 3)
    assert "cannot be said" in sign_in(w.trainer).get(f"/reports/cohorts/{w.cohort.id}/tests/{CHECK}/agreement").text


def test_pages_ask_the_database_little(
    app: Flask, w: World, second: Person, sign_in: SignIn, world: Connection
) -> None:
    trainer, her = sign_in(w.trainer), sign_in(second)

    def asked(browser: Browser, path: str) -> int:
        with counting(world) as statements:
            browser.get(path)
        return len(statements)

    rated(app, w, second, [(2, 2), (2, 1)])
    numbers = answers_more(app, w, 1)
    cohort = w.cohort.id
    pages = {
        "queue": (her, "/quizzes/marking"),
        "own queue": (trainer, "/quizzes/marking"),
        "to mark": (trainer, f"/quizzes/cohorts/{cohort}/to-mark"),
        "rate": (her, f"/quizzes/answers/{numbers[0]}/beside/second"),
        "markers": (trainer, f"/quizzes/cohorts/{cohort}/markers"),
        "choose": (trainer, f"/quizzes/cohorts/{cohort}/markers/{CHECK}/second"),
        "agreement": (trainer, f"/reports/cohorts/{cohort}/tests/{CHECK}/agreement"),
    }
    few = {name: asked(*page) for name, page in pages.items()}
    answers_more(app, w, 5)
    many = {name: asked(*page) for name, page in pages.items()}
    assert few == many
    assert max(few.values()) <= 9, few


def answers_more(app: Flask, w: World, count: int) -> list[int]:
    """So many people more hand in an open answer."""

    def make_them() -> list[int]:
        here(w)
        return [handed_in(w, "Another.", make.person("More Fictional")).id for _one in range(count)]

    return committed(app, make_them)


def case_of_a_final_test() -> Question:
    """A case with a rubric of levels, as a final test asks it."""
    levels = tuple(Level(points=points, text={"en": f"Level {points}"}) for points in (0, 1, 3))
    return make.question(
        "BRD-f1",
        type="case",
        options=(),
        key=None,
        labels={},
        points=4,
        stem={"en": "A girl sits alone.\n\nHer phone rings."},
        model={"en": "I sit down beside her."},
        criteria=(
            Criterion(id="safety", text={"en": "Safety first"}, patterns={}, levels=levels),
            Criterion(id="words", text={"en": "Plain words"}, patterns={}, levels=levels[:2]),
        ),
    )


def test_a_case_in_a_final_test_is_marked_level_by_level_by_two_and_a_third(
    app: Flask, world: Connection, sign_in: SignIn
) -> None:
    value = make.tested_value()
    final = replace(value.final, questions=(case_of_a_final_test(),), draw=(), pass_mark=1, markers=2)
    w = committed_world(app, replace(value, final=final))

    def hand_in() -> tuple[int, int, Person, Person]:
        here(w)
        w.quiz = rules.quiz_in(w.course, "BRD-final")[1]
        attempt = actions.begin(own_enrolment(w.enrolment.id), w.quiz, None, make.AT)
        sitting = queries.sitting_by_id(attempt)
        said = {"client_key": "case", "revision": 1, "now": make.AT}
        actions.answer(sitting, w.quiz, w.quiz.questions[0], "I ask her name.", **said)
        actions.finish(sitting, w.quiz, None, make.AT)
        second, third = marker_for(w, "Sabohat Fictional"), marker_for(w, "Tohir Fictional")
        for part, who in (("second", second), ("third", third)):
            actions.choose_marker(w.cohort, "BRD-final", part, who.id, w.trainer, make.AT)
            db.session.refresh(who)
            who.roles, who.licences  # noqa: B018 loaded before the session ends
        (number,) = db.session.scalars(select(Answer.id).where(Answer.attempt_id == attempt))
        return attempt, number, second, third

    attempt, number, second, third = committed(app, hand_in)
    there = f"/quizzes/answers/{number}/beside"
    trainer, her, him = (sign_in(one) for one in (w.trainer, second, third))
    page = her.get(f"{there}/second").text
    assert "Her phone rings." in page
    assert "The case</h2>" in page  # headings go down one by one, though the case is folded
    assert "Level 3" in page
    assert "Choose a level" in her.post(f"{there}/second", {"number": "1", "remark": ""}, 422).text
    her.post(f"{there}/second", {"number": "1", "remark": "", "criteria-safety": "3", "criteria-words": "1"})
    trainer.post(f"{there}/first", {"number": "1", "remark": "", "criteria-safety": "1", "criteria-words": "1"})
    assert count_of(app, Marking) == 0
    fields = {"number": "1", "remark": "", "reason": "She asks first.", "criteria-safety": "3", "criteria-words": "1"}
    him.post(f"{there}/third", fields)
    with app.app_context():
        (marking,) = db.session.scalars(select(Marking))
        assert (marking.points, marking.criteria, marking.settled) == (4, {"safety": 3, "words": 1}, "decided")
    review = sign_in(w.person).get(f"/quizzes/attempts/{attempt}/review").text
    assert "Passed: 1 of 1 right" in review
    assert "so a third decided" in review
    agreement = trainer.get(f"/reports/cohorts/{w.cohort.id}/tests/BRD-final/agreement").text
    assert "second: 3" in agreement
    assert "weighted" in agreement
