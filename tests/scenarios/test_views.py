"""A participant plays the case: a choice is saved before its consequence is shown, and an old page changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.conftest import Browser, SignIn, count_of, counting
from tests.progress import make
from tests.quizzes.make import World, committed_world
from tot.db import db
from tot.progress.queries import evidence_of
from tot.scenarios.models import Play, Step


@pytest.fixture
def w(app: Flask, world: Connection) -> Iterator[World]:
    return committed_world(app)


@pytest.fixture
def her(w: World, sign_in: SignIn) -> Browser:
    return sign_in(w.person)


def start(w: World, browser: Browser) -> str:
    return browser.post(f"/scenarios/{w.enrolment.id}/BRD-2-scenario").headers["Location"]


def choose(browser: Browser, play: str, position: int, choice: str, status: int = 303) -> Any:
    return browser.post(play, {"position": position, "choice": choice}, status)


def told(app: Flask, w: World) -> list[Any]:
    with app.app_context():
        return [dict(fact.facts) for fact in evidence_of([w.enrolment.id])[w.enrolment.id]]


def test_the_way_to_a_safe_ending(app: Flask, w: World, her: Browser) -> None:
    assert "Kumtepa" in her.get(f"/scenarios/{w.enrolment.id}/BRD-2-scenario").text
    play = start(w, her)
    for position, choice in enumerate("ccccb"):
        assert "What do you do?" in her.get(play).text
        assert told(app, w) == []
        there = choose(her, play, position, choice).headers["Location"]
        assert there == f"{play}/{position + 1}"
        step = her.get(there).text
        assert "What to take from this" in step
    assert "See how it ends" in step
    ending = her.get(play).text
    assert "Lola sleeps in a safe place" in ending
    assert "Trust: much stronger" in ending
    assert "Your way" in ending
    assert told(app, w) == [
        {"ending": "protected", "is_safe": True, "scores": {"trust": 2, "evidence": 1, "safety": 2}}
    ]


def test_an_ending_that_is_not_safe_invites_to_try_again(app: Flask, w: World, her: Browser) -> None:
    play = start(w, her)
    choose(her, play, 0, "a")
    page = her.get(play).text
    assert "Nobody knows where she is" in page
    assert "Play again" in page
    again = start(w, her)
    assert again != play
    assert "19:40" in her.get(again).text
    assert [facts["is_safe"] for facts in told(app, w)] == [False]
    overview = her.get(f"/scenarios/{w.enrolment.id}/BRD-2-scenario").text
    assert "Missed" in overview
    assert "in progress" in overview


def test_a_choice_that_leads_back_asks_again(app: Flask, w: World, her: Browser) -> None:
    play = start(w, her)
    for position, choice in enumerate("cbb"):
        choose(her, play, position, choice)
    assert "Second line" in her.get(play).text
    assert count_of(app, Step) == 3


def test_a_double_click_and_an_old_tab(app: Flask, w: World, her: Browser) -> None:
    play = start(w, her)
    for _click in range(2):
        assert choose(her, play, 0, "c").headers["Location"] == f"{play}/1"
    assert choose(her, play, 0, "a").headers["Location"] == play  # another tab chose otherwise, later
    page = her.get(play).text
    assert "You had already chosen here" in page
    assert "Second line" in page
    assert choose(her, play, 9, "a").headers["Location"] == play
    assert count_of(app, Step) == 1


def test_a_double_click_on_the_last_choice(app: Flask, w: World, her: Browser) -> None:
    play = start(w, her)
    for _click in range(2):
        assert choose(her, play, 0, "a").headers["Location"] == f"{play}/1"
    assert choose(her, play, 1, "c").headers["Location"] == play  # after the ending there is nothing to choose
    assert count_of(app, Step) == 1
    assert len(told(app, w)) == 1


@pytest.mark.parametrize("fields", [{}, {"position": 0}, {"position": 0, "choice": "z"}, {"choice": "c"}])
def test_no_choice_says_what_to_do(app: Flask, w: World, her: Browser, fields: dict) -> None:
    play = start(w, her)
    page = her.post(play, fields, 422).text
    assert "Nothing is decided yet" in page
    assert "19:40" in page
    assert count_of(app, Step) == 0


def test_begin_twice_is_one_play_and_it_goes_on_after_closing(app: Flask, w: World, her: Browser) -> None:
    play = start(w, her)
    choose(her, play, 0, "c")
    assert start(w, her) == play
    assert "Second line" in her.get(play).text
    assert count_of(app, Play) == 1


def test_nobody_else_plays_it(app: Flask, w: World, her: Browser, sign_in: SignIn) -> None:
    play = start(w, her)
    with app.app_context():
        somebody = make.person("Somebody Fictional")
        make.enrolment(db.session.merge(w.cohort), somebody)
        db.session.commit()
    for person in (somebody, w.trainer):
        sign_in(person).get(play, 403)
        choose(sign_in(person), play, 0, "c", 403)
        sign_in(person).post(f"/scenarios/{w.enrolment.id}/BRD-2-scenario", status=403)
    assert count_of(app, Step) == 0


def test_unknown_places_are_404(w: World, her: Browser) -> None:
    play = start(w, her)
    for path in (f"{play}/0", f"{play}/1", "/scenarios/plays/0", f"/scenarios/{w.enrolment.id}/NO"):
        her.get(path, 404)


def test_pages_ask_the_database_little(w: World, her: Browser, world: Connection) -> None:
    play = start(w, her)
    seen: dict[str, int] = {}
    for name, act in {
        "scenario": lambda: her.get(f"/scenarios/{w.enrolment.id}/BRD-2-scenario"),
        "play": lambda: her.get(play),
        "choose": lambda: choose(her, play, 0, "a"),
        "step": lambda: her.get(f"{play}/1"),
        "ending": lambda: her.get(play),
    }.items():
        with counting(world) as statements:
            act()
        seen[name] = len(statements)
    assert seen.pop("choose") <= 8
    assert max(seen.values()) <= 4, seen
