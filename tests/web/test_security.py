"""Every answer carries the headers that protect its reader: nothing comes from elsewhere, no script is inline."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.progress import make
from tot import config
from tot.app import create_app

SELF = {"'none'", "'self'", "data:"}


@pytest.mark.parametrize(("path", "status"), [("/accounts/sign-in", 200), ("/", 303), ("/no-such-page", 404)])
def test_every_answer_is_protected(browser: Browser, path: str, status: int) -> None:
    answer = browser.get(path, status)
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert {source for sources in rules.values() for source in sources.split()} <= SELF
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.getlist("Referrer-Policy") == ["same-origin"]
    assert "Strict-Transport-Security" not in answer.headers  # this installation has no https


@pytest.mark.usefixtures("world")
def test_what_somebody_signed_in_saw_does_not_come_back(app: Flask, sign_in: Callable[[Any], Browser]) -> None:
    with app.app_context():
        person = make.person("Oʻgʻiloy Karimova")
        make.db.session.commit()
    assert sign_in(person).get("/").headers["Cache-Control"] == "no-store"


def test_where_there_is_https_browsers_are_told_to_keep_to_it(tmp_path: Path) -> None:
    settings = config.load(tmp_path, database_url="", mail_url="", queue_url="", public_url="https://tot.example")
    client = create_app(settings, testing=True).test_client()
    answer = client.get("/no-such-page", base_url="https://tot.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
