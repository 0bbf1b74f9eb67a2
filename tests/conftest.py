"""What every test stands on: a real database rolled back afterwards, pages that are checked as they are fetched."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, create_engine, event, func, inspect, make_url, select, text
from werkzeug.test import TestResponse
from xdist.scheduler import LoadGroupScheduling

from tot import config
from tot.app import VERSION, create_app, hand_over_types
from tot.courses import actions, bodies, queries
from tot.courses.finding import index, pieces
from tot.db import begin, db
from tot.web.security import limiter

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

hand_over_types()  # tests of the reader of courses need no application

gc.set_threshold(200_000, 20, 20)  # whole courses lie in memory: to look through them every 700 objects takes long

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no mistake

# One worker runs a whole file, because what its tests stand on is made once; and these, which share what takes seconds.
# (Named here because pytest 9.2 hides the mark xdist_group from xdist 3.8: every test was a group of its own.)
TOGETHER = {f"tests/setup/{name}.py": "fonts" for name in ("test_doctor", "test_fonts", "test_paper_fonts")}

# These take longest, and begin first: no worker waits at the end for another's long walk.
LONGEST = (
    "tests/house/test_walls.py",
    "tests/walks/test_story.py",
    "tests/packs/test_paper.py",
    "tests/walks/test_killed.py",
    "tests/setup/test_start.py",
    *(f"tests/browser/test_{name}.py" for name in ("saving", "learning", "look", "keying", "marking", "case", "order")),
    "tests/reports/test_pages.py",
    "tests/setup/test_setup.py",
)


class Together(LoadGroupScheduling):
    """Hands out whole files, the longest first."""

    def _split_scope(self, nodeid: str) -> str:
        name = nodeid.partition("::")[0]
        return TOGETHER.get(name, name)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """With --dist loadgroup."""
    assert all((config.rootpath / name).is_file() for name in (*TOGETHER, *LONGEST)), "a file that is named is gone"
    config.option.loadscopereorder = False  # by the number of tests, which says little
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which files are handed out; within a file, and among the shorter ones, as they stand."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is the same in all applications of a run is made once: templates' code, compressed files, courses' parts."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"  # one for all workers
    folder.mkdir(exist_ok=True)
    compress, compressed = brotli.compress, cache(brotli.compress)
    seal, sealed = bodies.seal, dict[int, tuple[Any, list[bodies.Sealed]]]()

    def compress_once(content: bytes, **how: int) -> bytes:
        return (compressed if how == {"quality": 11} else compress)(content, **how)  # pages, at 4, differ each time

    def seal_once(whole: Any) -> list[bodies.Sealed]:
        if id(whole) not in sealed:
            sealed[id(whole)] = whole, list(seal(whole))  # kept, so that no other one gets its id
        return sealed[id(whole)][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "seal", seal_once)
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": FileSystemBytecodeCache(str(folder))})
        patch.setattr(brotli, "compress", compress_once)
        patch.setattr(pieces, "plain", cache(pieces.plain))
        patch.setattr(index, "keys_in", cache(index.keys_in))
        yield


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """The application over a migrated database of each kind; made when it is first wanted."""

    @cache
    def made(kind: str) -> Flask:
        url = "" if kind == "sqlite" else fresh_database("suite")
        instance = tmp_path_factory.mktemp("instance")
        settings = config.load(instance, database_url=url, public_url="http://localhost", mail_url="", queue_url="")
        app = create_app(settings, testing=True)
        with app.app_context():
            db.create_all()
        kept.append(app)
        return app

    kept: list[Flask] = []
    yield made
    for app in kept:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, applications: Callable[[str], Flask]) -> Flask:
    """The application: once with SQLite, once with PostgreSQL."""
    return applications(request.param)


def fresh_database(purpose: str) -> str:
    """The address of an empty PostgreSQL database, this worker's own, in the cluster that `make test` started."""
    base = os.environ.get("TOT_TEST_POSTGRES")
    if not base:
        pytest.fail("Set TOT_TEST_POSTGRES to the address of a PostgreSQL superuser, or run `make test`.")
    address = make_url(base)
    name = f"{address.database or 'tot'}_{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """An application over a database of its own, one of each kind; the database is empty again at each call."""
    made: dict[str, tuple[Flask, Callable[[], object]]] = {}

    def again(kind: str) -> Flask:
        if kind not in made:
            made[kind] = sqlite() if kind == "sqlite" else postgresql()
        app, empty = made[kind]
        with app.app_context():
            db.engine.dispose()
        empty()
        limiter.reset()
        queries._books.clear()  # ids begin anew
        queries._shelves.clear()
        return app

    def prepared(url: str) -> Flask:
        app = create_app(config.load(tmp_path_factory.mktemp("emptied"), database_url=url), testing=True)
        with app.app_context():
            db.create_all()
            db.engine.dispose()
        return app

    def sqlite() -> tuple[Flask, Callable[[], object]]:
        app = prepared("")
        file = Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
        content = file.read_bytes()
        return app, lambda: file.write_bytes(content)

    def postgresql() -> tuple[Flask, Callable[[], object]]:
        app = prepared(fresh_database("at_once"))
        return app, lambda: without_rows(app)

    yield again
    for app, _empty in made.values():
        with app.app_context():
            db.engine.dispose()


def without_rows(app: Flask) -> None:
    """Empties every table: quicker than another database, and, without keys to follow, than TRUNCATE."""
    with app.app_context(), db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f'SET session_replication_role = replica; DELETE FROM "{name}"'))
        connection.invalidate()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, emptied: Callable[[str], Flask]) -> Iterator[Flask]:
    """An application over an empty database of its own, which several connections share for real."""
    app = emptied(request.param)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(app: Flask) -> Iterator[Connection]:
    """A database in which everything a test does is undone: one outer transaction, savepoints inside."""
    limiter.reset()  # what another test tried does not count
    with app.app_context():
        engine = db.engine
        engines = db._app_engines[app]
    connection = engine.connect()
    outer = connection.begin()
    begin(connection)
    engines[None] = connection  # type: ignore[assignment]
    yield connection
    engines[None] = engine
    outer.rollback()
    connection.close()


@pytest.fixture
def inside(app: Flask, world: Connection) -> Iterator[None]:
    """An application context for actions and queries, on a database that is rolled back. Not for pages."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def now() -> datetime:
    """The moment that tests hand to actions."""
    return NOW


def kind_of(app: Flask) -> str:
    """Which database an application stands on: "sqlite" or "postgresql"."""
    return make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()


def count_of(app: Flask, model: type) -> int:
    """How many rows of a table there are, as somebody else sees it."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


@contextmanager
def counting(connection: Connection) -> Iterator[list[str]]:
    """The statements that are sent while inside, without savepoints."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


class Browser:
    """A client that checks each page it fetches: valid HTML, one h1, title, labels, CSRF, unique ids, language."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **kwargs: Any) -> TestResponse:
        """Fetches a page and expects that status."""
        response = self.client.get(path, **kwargs)
        assert response.status_code == status, f"{path}: {response.status}\n{response.text[:2000]}"
        if response.status_code < 300:
            self.check(response)
        return response

    def post(self, path: str, fields: Any = None, status: int = 303, **kwargs: Any) -> TestResponse:
        """Sends a form with a valid CSRF token and expects that status."""
        sent = {"csrf_token": self.token(), **(fields or {})}
        response = self.client.post(path, data=sent, **kwargs)
        assert response.status_code == status, f"{path}: {response.status}\n{response.text[:3000]}"
        if response.status_code not in (302, 303):
            self.check(response)
        return response

    def check(self, response: TestResponse) -> None:
        """Fails when a page is not what every page must be. Its parts do not depend on the database: once is enough."""
        if response.mimetype == "text/html" and kind_of(self.client.application) == "sqlite":
            check_page(response.text)

    def token(self) -> str:
        """A CSRF token of this browser's session."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(self.client.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(raw))


def check_page(html: str) -> None:
    """Fails with a sentence when a page is not what every page must be."""
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    lang = document.get("lang")
    assert lang, "the page does not say its language"
    headings = [" ".join("".join(h.itertext()).split()) for h in document.iter("h1")]
    assert len(headings) == 1, f"a page has one h1, not {headings}"
    title = " ".join("".join(document.find("head/title").itertext()).split())
    assert title.startswith(headings[0]), f"the title {title!r} does not begin with the h1 {headings[0]!r}"
    foot = ["".join(p.itertext()).strip() for p in document.findall("body/footer//p")]
    assert not foot[1:] or foot[-1].endswith(f" {VERSION}"), f"the foot names another version: {foot[-1]}"
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in set(ids) if ids.count(i) > 1)}"
    labels = {element.get("for") for element in document.iter("label")}
    inside_labels = {id(inner) for label in document.iter("label") for inner in label.iter()}
    for kind in ("input", "select", "textarea"):
        for field in document.iter(kind):
            if field.get("type") in ("hidden", "submit", "button") or id(field) in inside_labels:
                continue
            named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"a field without a label: {field.get('name')}"
    for form in document.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {field.get("name") for field in form.iter("input")}
            assert "csrf_token" in names, f"a form without CSRF token: {form.get('action')}"
    assert "style" not in {a for element in document.iter() for a in element.attrib}, "an inline style"
    scripts = [s for s in document.iter("script") if not s.get("src")]
    assert not scripts, "an inline script"


@pytest.fixture
def browser(app: Flask, world: Connection) -> Browser:
    """A browser that nobody has signed in to."""
    return Browser(app.test_client())


SignIn = Callable[[Any], Browser]
"""Signs a person in: her browser."""


@pytest.fixture
def sign_in(app: Flask, world: Connection) -> SignIn:
    """Signs a person in (without the sign-in page, which has tests of its own) and returns her browser."""

    def as_person(person: Any) -> Browser:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = person.get_id()
            session["_fresh"] = True
            session["language"] = person.language
            session["seen"] = int(datetime.now(UTC).timestamp())
            session["was"] = person.id
        return Browser(client)

    return as_person


@pytest.fixture(scope="session")
def project() -> Path:
    """The top folder of the project."""
    return config.ROOT


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium without a window: the one made for that, which is quicker, or else the whole one."""
    from playwright.sync_api import sync_playwright

    shell = Path("/usr/bin/chromium-headless-shell")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shell if shell.exists() else "/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()
