"""The web server leaves a line to the worker who sends on it, and still sends what is left."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, request
from waitress.server import BaseWSGIServer

from tot import config
from tot.installation.serving import Line, server_of
from tot.web import security

PIECE, PIECES = b"register" * 125_000, 30  # more than the server keeps before its worker waits for the visitor


@pytest.fixture
def server() -> Iterator[BaseWSGIServer]:
    """A server that listens and has one long answer to give; it runs when a test runs it."""
    app = Flask("long")
    app.get("/")(lambda: Response(iter([PIECE] * PIECES), headers={"Content-Length": str(len(PIECE) * PIECES)}))
    server = server_of(app, "127.0.0.1", 0, threads=1)
    yield server
    server.close()


def while_a_worker_sends(line: Line, look: Callable[[], bool]) -> bool:
    """What one sees while another thread has the line."""
    begun, seen = threading.Event(), threading.Event()

    def send() -> None:
        with line.outbuf_lock:
            begun.set()
            seen.wait(timeout=20)

    worker = threading.Thread(target=send)
    worker.start()
    assert begun.wait(timeout=20)
    try:
        return look()
    finally:
        seen.set()
        worker.join(timeout=20)


@pytest.mark.parametrize(
    ("unsent", "has_request", "worker_sends", "writable"),
    [
        (0, False, False, False),
        (10, False, False, True),
        (10, False, True, True),
        (10, True, False, True),
        (10, True, True, False),
        (17_000_000, True, True, True),
    ],
)
def test_the_servers_thread_leaves_a_line_to_the_worker_who_sends(
    server: BaseWSGIServer, unsent: int, has_request: bool, worker_sends: bool, writable: bool
) -> None:
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=20):
        server.handle_accept()
        (line,) = server.active_channels.values()
        line.total_outbufs_len, line.requests = unsent, [object()] if has_request else []
        seen = while_a_worker_sends(line, line.writable) if worker_sends else line.writable()
        line.requests = []
        line.handle_close()
    assert seen is writable


def test_an_answer_larger_than_the_servers_memory_reaches_a_slow_visitor_whole(server: BaseWSGIServer) -> None:
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=20) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        time.sleep(0.3)  # long enough for the worker to fill every buffer and to wait
        received = b"".join(iter(lambda: visitor.recv(1 << 20), b""))
    server.close()
    thread.join(timeout=20)
    assert received.endswith(b"\r\n\r\n" + PIECE * PIECES)


@pytest.mark.parametrize(
    ("proxies", "asks"),
    [
        (0, b"127.0.0.1"),  # whoever is not behind a proxy cannot choose an address
        (1, b"192.0.2.7"),  # the nearest proxy is believed, not what the visitor told it
    ],
)
def test_visitors_behind_a_proxy_are_told_apart(proxies: int, asks: bytes, tmp_path: Path) -> None:
    app = Flask("addresses")
    app.secret_key = "fictional"
    app.get("/")(lambda: request.remote_addr or "")
    security.connect(app, config.Settings(instance=tmp_path, proxies=proxies))
    server = server_of(app, "127.0.0.1", 0, threads=1, proxies=proxies)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=20) as visitor:
        visitor.sendall(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 10.9.9.9, 192.0.2.7\r\n\r\n"
        )
        received = b"".join(iter(lambda: visitor.recv(1 << 20), b""))
    server.close()
    thread.join(timeout=20)
    assert received.endswith(b"\r\n\r\n" + asks)
