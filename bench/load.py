"""A small load generator: prepared requests over kept-alive sockets on loopback, bounded in time."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one run gave. Times are seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    cpu: float = 0.0  # of the server

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds


def request(path: str, cookie: str = "", body: str | None = None, accept: str = "") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    if cookie:
        lines.append(f"Cookie: tot={cookie}")
    if accept:
        lines.append(f"Accept-Encoding: {accept}")
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + (body or "")).encode()


def run(port: int, requests: Iterator[bytes], *, seconds: float, workers: int = 8, expect: int = 200) -> Measured:
    """Sends the requests from several connections for that long. What was not sent stays in the iterator."""
    times: list[float] = []
    failures: list[bytes] = []
    lock = threading.Lock()
    stop_at = time.perf_counter() + seconds

    def work() -> None:
        mine, wrong = [], []
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (began := time.perf_counter()) < stop_at:
                with lock:
                    sent = next(requests)
                connection.sendall(sent)
                status, head = _answer(connection)
                mine.append(time.perf_counter() - began)
                if status != expect:
                    wrong.append(head)
        with lock:
            times.extend(mine)
            failures.extend(wrong)

    threads = [threading.Thread(target=work) for _number in range(workers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failures:
        raise RuntimeError(
            f"{len(failures)} of {len(times)} answers are not {expect}; the first: {failures[0][:200]!r}"
        )
    times.sort()
    middle, high = times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]
    return Measured(len(times), took, middle, high)


def _answer(connection: socket.socket) -> tuple[int, bytes]:
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"),
        0,
    )
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(min(65536, missing)))
    return status, head


def weight(port: int, path: str, cookie: str = "") -> tuple[int, str]:
    """Bytes over the wire of one compressed answer, headers included, and its text."""
    import brotli

    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request(path, cookie, accept="br").replace(b"keep-alive", b"close"))
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    is_packed = b"content-encoding: br" in head.lower()
    return len(received), (brotli.decompress(body) if is_packed else body).decode("utf-8", "replace")
