"""People from the terminal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select
from sqlalchemy.engine import Connection

from tests.accounts.make import make_place
from tests.conftest import Browser
from tot import mail
from tot.accounts import queries
from tot.accounts.cli import people
from tot.app import main
from tot.db import db, transaction

Run = Callable[..., Result]
NEW = "yashil choynak uchta"


@pytest.fixture
def run(app: Flask, world: Connection) -> Run:
    with app.app_context(), transaction():
        make_place("UZ-TO")

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(people, list(arguments), obj=ScriptInfo(create_app=lambda: app))

    return command


def as_json(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_a_person_added_from_the_terminal_comes_in_by_the_link(app: Flask, run: Run, browser: Browser) -> None:
    told = as_json(run("add", "Oʻktamova Gʻuncha", "--place", "uz-to", "--office", "coordinator", "--json"))
    assert told["sign_in_name"] == "oktamova.guncha"
    path = told["link"].removeprefix("http://localhost")
    browser.post(path, {"language": "uz", "password": NEW, "password_again": NEW})
    browser.get("/accounts/people")
    with app.app_context():
        person = queries.person_by_sign_in("oktamova.guncha")
        assert person
        assert [(role.kind, role.place_path) for role in person.roles] == [("coordinator", "/UZ/UZ-TO/")]


def test_somebody_alike_is_not_added_twice_by_mistake(run: Run) -> None:
    run("add", "Karimova Dilfuza")
    again = run("add", "Каримова Дилфуза", "--json")
    assert again.exit_code == 3
    assert json.loads(again.stdout) == {"alike": [{"name": "Karimova Dilfuza", "sign_in_name": "karimova.dilfuza"}]}
    assert "karimova.dilfuza2" in run("add", "Каримова Дилфуза", "--anyway").output


def test_a_reset_link_replaces_the_one_before(app: Flask, run: Run, browser: Browser) -> None:
    first = as_json(run("add", "Karimova Dilfuza", "--email", "d@example.org", "--json"))["link"]
    second = as_json(run("reset", "D@example.org", "--json"))["link"]
    browser.get(first.removeprefix("http://localhost"), 410)
    browser.get(second.removeprefix("http://localhost"))


def test_an_invitation_is_a_letter(app: Flask, run: Run) -> None:
    run("add", "Karimova Dilfuza", "--email", "d@example.org")
    assert "a letter is on its way to d@example.org" in run("invite", "karimova.dilfuza").output
    with app.app_context():
        assert db.session.scalars(select(mail.Letter.purpose)).all() == ["invitation"]


MISTAKES = [
    (("add", "Ali", "--place", "XX"), 2, "Codes look like UZ"),
    (("add", "Ali", "--agency", "XX"), 2, "No agency has the code XX"),
    (("add", "Ali", "--language", "xx"), 2, "offers en, ru, uz"),
    (("reset", "nobody"), 1, "Nobody has the sign-in name"),
]


@pytest.mark.parametrize(("arguments", "status", "words"), MISTAKES)
def test_a_mistake_is_one_sentence(run: Run, arguments: tuple[str, ...], status: int, words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == status
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_refusal_is_one_sentence_under_the_main_command(app: Flask, run: Run) -> None:
    result = CliRunner().invoke(main, ["people", "add", "K 7"], obj=ScriptInfo(create_app=lambda: app))
    assert result.exit_code == 1
    assert result.output.strip() == "Error: A name has no figures. Write it as in the identity document."
