"""kill -9 in the middle of answers: what was acknowledged is there, once; what was not can be sent again."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bench import load, world
from bench.serving import free_port
from bench.world import Learner
from tests.conftest import fresh_database
from tot import config
from tot.app import create_app
from tot.config import ROOT
from tot.db import db

ANSWERS = {1: "answer=b", 2: "answer=false", 4: "answer=c", 7: "answer=18", 8: "answer=c", 10: "answer=c"}
TIMED = dict.fromkeys((1, 2, 3, 4), "answer=true")  # of a final test with a time limit
SENDERS, PARTICIPANTS = 6, 15
KILLS = {"sqlite": 2, "postgresql": 1}  # a file is as it was left; a server has heard that its caller is gone


@dataclass(frozen=True)
class Sent:
    """One answer as it goes over the wire, known by its client key."""

    key: str
    request: bytes


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    url = "" if request.param == "sqlite" else fresh_database("killed")
    return {"TOT_INSTANCE": str(tmp_path), "TOT_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}


@contextmanager
def server(port: int, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A real server in a process of its own, ended by its pid at the latest when the test ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serving", "tot", str(port)],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _tick in range(600):
            assert process.poll() is None, "the server ended before it answered"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)


def answers_of(learners: list[Learner], answers: dict[int, str]) -> list[Sent]:
    made = []
    for one in learners:
        for number, answer in answers.items():
            key = f"key-{one.attempt}-{number}"
            body = f"csrf_token={one.csrf}&client_key={key}&revision=1&{answer}"
            made.append(Sent(key, load.request(f"/quizzes/attempts/{one.attempt}/{number}", one.cookie, body)))
    return made


def send(port: int, waiting: list[Sent], acknowledged: set[str]) -> None:
    """Sends what waits until it is done or the line breaks; only an answer of 303 acknowledges."""
    with suppress(OSError, ValueError), socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        while waiting:
            sent = waiting.pop()
            line.sendall(sent.request)
            received = b""
            while b"\r\n\r\n" not in received:
                received += (chunk := line.recv(4096))
                if not chunk:
                    return
            head, _, body = received.partition(b"\r\n\r\n")
            if head[9:12] == b"303":
                acknowledged.add(sent.key)
            length = next((int(h[15:]) for h in head.split(b"\r\n") if h[:15].lower() == b"content-length:"), 0)
            while length > len(body):
                body += (chunk := line.recv(4096))
                if not chunk:
                    return


def stored(environment: dict[str, str]) -> list[str]:
    """The client keys of every stored answer, as a second reader of the database sees them."""
    settings = config.load(Path(environment["TOT_INSTANCE"]), database_url=environment["TOT_DATABASE_URL"])
    engine = create_engine(settings.database)
    try:
        with engine.connect() as connection:
            return list(connection.execute(text("SELECT client_key FROM answers")).scalars())
    finally:
        engine.dispose()


def _until_acknowledged(acknowledged: set[str], count: int) -> None:
    for _tick in range(2000):
        if len(acknowledged) >= count:
            return
        time.sleep(0.005)


def test_no_acknowledged_answer_is_lost_and_none_is_there_twice(environment: dict[str, str]) -> None:
    settings = config.load(Path(environment["TOT_INSTANCE"]), database_url=environment["TOT_DATABASE_URL"])
    app = create_app(settings, testing=True)
    learners = world.make(app, PARTICIPANTS)
    timed = world.in_final_test(app, learners, datetime.now(UTC))
    everything = answers_of(learners, ANSWERS) + answers_of(timed, TIMED)
    with app.app_context():
        db.engine.dispose()
    chance, acknowledged, port = random.Random(), set[str](), free_port()
    for _kill in range(KILLS["postgresql" if environment["TOT_DATABASE_URL"] else "sqlite"]):
        waiting = [sent for sent in everything if sent.key not in acknowledged]
        chance.shuffle(waiting)
        with server(port, environment) as process:
            senders = [threading.Thread(target=send, args=(port, waiting, acknowledged)) for _s in range(SENDERS)]
            for sender in senders:
                sender.start()
            _until_acknowledged(acknowledged, len(acknowledged) + chance.randint(5, 40))
            os.kill(process.pid, signal.SIGKILL)
            for sender in senders:
                sender.join(timeout=15)
        assert acknowledged <= set(stored(environment)), "an acknowledged answer is lost"
    assert acknowledged, "the server was never quick enough to acknowledge anything; the test proves nothing"
    with server(port, environment):
        send(port, list(everything), acknowledged)  # every page sends what it has once more, with the same keys
    keys = stored(environment)
    assert sorted(keys) == sorted({sent.key for sent in everything}), "an answer is missing, or there twice"
