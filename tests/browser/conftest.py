"""A real Chromium before a real server: pages as people get them."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.make import add_sample_page
from tot import config
from tot.app import create_app
from tot.db import db
from tot.installation.serving import server_of

Open = Callable[..., Page]
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WAIT = 20_000  # ms; a busy machine is no mistake, and where nothing is wrong nothing waits
TELEPHONE = 360  # px
SMALLEST_TARGET = 24  # px, WCAG 2.2 (2.5.8); links inside a sentence are excepted there
TOO_SMALL = """smallest => [...document.querySelectorAll("a, button, summary, select, label.option, label.tick")]
    .filter(e => e.checkVisibility() && !e.closest("p, .prose, .skip, .visually-hidden"))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < smallest || box.height < smallest))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serves an application on a free port and gives its address."""
    server = server_of(app, "127.0.0.1", 0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(server.close)  # in its own thread, which would find it closed a second later
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A platform on SQLite whose people and courses its tests make."""
    settings = config.load(tmp_path_factory.mktemp("learning"), database_url="", mail_url="", queue_url="")
    made = create_app(settings, testing=True)
    with made.app_context():
        db.create_all()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where it is served."""
    with serving(app) as found:
        yield found


@pytest.fixture
def open_as(app: Flask, address: str, chromium: Browser) -> Iterator[Open]:
    """Opens a window in which somebody is signed in: open_as(person, width=1280, language="uz", script=False)."""
    contexts = []

    def signed_in(person: Any, *, width: int = 360, language: str = "en", script: bool = True) -> Page:
        with app.app_context():
            cookie = app.session_interface.get_signing_serializer(app).dumps(
                {
                    "_user_id": db.session.merge(person, load=True).get_id(),
                    "_fresh": True,
                    "language": language,
                    "seen": int(datetime.now(UTC).timestamp()),
                }
            )
        size = {"width": width, "height": 800}
        context = chromium.new_context(base_url=address, viewport=size, java_script_enabled=script)
        context.set_default_timeout(WAIT)
        context.add_cookies([{"name": "tot", "value": cookie, "url": address}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the platform, empty, on SQLite, with the sample page at /sample."""
    settings = config.load(tmp_path_factory.mktemp("instance"), database_url="", mail_url="", queue_url="")
    app = create_app(settings, testing=True)
    add_sample_page(app)
    with app.app_context():
        db.create_all()
    with serving(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visit(chromium: Browser, platform: str) -> Iterator[Callable[..., Page]]:
    """Opens a path: visit("/sample", width=360, scheme="dark", language="ru", script=False)."""
    contexts = []

    def open_page(
        path: str, *, width: int = 360, scheme: str = "light", language: str = "en", script: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=platform,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=language,
            java_script_enabled=script,
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def look_at(page: Page, name: str) -> None:
    """Fails with what is wrong with a page's look; with TOT_SCREENSHOTS=folder it also leaves a picture there."""
    page.wait_for_load_state()  # by the browser's word: our own script that asked again and again, the policy refuses
    if folder := os.environ.get("TOT_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) == [], f"{name} has targets that are too small to hit"
    is_sample = page.url.endswith("/sample")
    if width > TELEPHONE and not is_sample:
        return  # wide pages are made of the same parts, which the sample shows at each width
    # What passes need not be described, and what only tells how styles turn with the phone is loaded on the sample.
    asked = {"runOnly": STANDARD, "resultTypes": ["violations"], "preload": is_sample}
    found = Axe().run(page, options=asked).response["violations"]
    said = [f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in found]
    assert said == [], f"{name}:\n" + "\n".join(said)
