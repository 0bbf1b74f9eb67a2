"""Two servers side by side, the same waitress with the same threads: the platform, and a bare Flask page."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tot.installation.serving import server_of, settle

THREADS = 4


class Server(NamedTuple):
    """Where a server listens, and its process."""

    port: int
    pid: int


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(what: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serves `bare` or `tot` in a process of its own, and ends it by its pid."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serving", what, str(port)],
        env={**os.environ, **environment},
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _tick in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 s")


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(what: str, port: int) -> None:
    """Serves until ended."""
    if what == "bare":
        from bench.bare import app
    else:
        from tot.app import create_app

        app = create_app()
        settle(app)
    server_of(app, "127.0.0.1", port, THREADS).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
