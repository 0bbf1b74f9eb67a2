"""A PostgreSQL cluster for one test run: on a unix socket in a folder of its own, without durability, then gone."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")

# Nothing in this cluster has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "listen_addresses": "",
    "logging_collector": "off",
}


class PostgresMissing(Exception):
    """No usable PostgreSQL on this machine; the message says how to get one."""


def programs() -> Path:
    """The folder with initdb and postgres: the newest of Debian's, or the one on the PATH."""
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if not found:
        raise PostgresMissing("PostgreSQL is not installed: apt-get install postgresql")
    return Path(found).parent


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Yields an SQLAlchemy URL of an empty cluster whose role may create databases; stops and removes it at the end."""
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="tot-pg-"))
    try:
        if owner:
            shutil.chown(folder, owner["user"], owner["group"])
        with _server(programs(), folder, owner):
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as Debian's user `postgres`, otherwise as oneself."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise PostgresMissing("There is no user postgres: apt-get install --reinstall postgresql") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def _server(bin_folder: Path, folder: Path, owner: dict[str, Any]) -> Iterator[None]:
    """Runs the server as our own child, so that it is stopped by its pid and never outlives us."""
    made = subprocess.run(
        [
            bin_folder / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        **owner,
    )
    if made.returncode:
        raise PostgresMissing(f"initdb failed: {made.stderr.strip().splitlines()[-1]}")
    options = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", "-k", folder, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # ctrl-C reaches the tests first; the server stops after them
            preexec_fn=_stop_with_parent,  # noqa: PLW1509  # no threads here; it also covers kill -9 of the run
            **owner,
        )
    try:
        _wait_until_ready(server, folder)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # "fast shutdown"
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _stop_with_parent() -> None:
    """In the child: asks the kernel for a SIGINT when the test run dies, however it dies."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """The pid file's last line says `ready` once connections are taken; gives up after 30 seconds."""
    pid_file = folder / "data" / "postmaster.pid"
    for _ in range(300):
        if server.poll() is not None:
            break
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.1)
    raise PostgresMissing(f"PostgreSQL did not start: {(folder / 'server.log').read_text().strip()[-300:]}")
