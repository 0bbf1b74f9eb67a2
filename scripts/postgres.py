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
from collections.abc import Iterable, Iterator
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
    with folder() as made, server(made):
        yield address(made)


def address(made: Path) -> str:
    """The SQLAlchemy URL of the cluster in this folder."""
    return f"postgresql+psycopg://postgres@/postgres?host={made}"


@contextlib.contextmanager
def folder(*options: str) -> Iterator[Path]:
    """An empty cluster that nobody serves yet, in a folder that is gone at the end; `options` are those of initdb."""
    made = Path(tempfile.mkdtemp(prefix="tot-pg-"))
    try:
        if owner := account():
            shutil.chown(made, owner["user"], owner["group"])
        _initialise(made, options, owner)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as Debian's user `postgres`, otherwise as oneself."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise PostgresMissing("There is no user postgres: apt-get install --reinstall postgresql") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _initialise(made: Path, options: Iterable[str], owner: dict[str, Any]) -> None:
    wanted = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", *options)
    done = subprocess.run(
        [programs() / "initdb", "-D", made / "data", *wanted],
        capture_output=True,
        check=False,
        text=True,
        cwd=made,
        **owner,
    )
    if done.returncode:
        raise PostgresMissing(f"initdb failed: {done.stderr.strip().splitlines()[-1]}")


@contextlib.contextmanager
def server(made: Path, **settings: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Serves a folder as our own child, so that it is stopped by its pid and never outlives us."""
    options = [word for name, value in {**FAST, **settings}.items() for word in ("-c", f"{name}={value}")]
    with (made / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [programs() / "postgres", "-D", made / "data", "-k", made, *options],
            stdout=log,
            stderr=log,
            cwd=made,
            start_new_session=True,  # ctrl-C reaches the tests first; the server stops after them
            preexec_fn=_stop_with_parent,  # noqa: PLW1509  # no threads here; it also covers kill -9 of the run
            **account(),
        )
    try:
        _wait_until_ready(process, made)
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # "fast shutdown"
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop_with_parent() -> None:
    """In the child: asks the kernel for a SIGINT when the test run dies, however it dies."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _wait_until_ready(process: subprocess.Popen[bytes], made: Path) -> None:
    """The pid file's last line says `ready` once connections are taken; gives up after 30 seconds."""
    pid_file = made / "data" / "postmaster.pid"
    for _ in range(300):
        if process.poll() is not None:
            break
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.1)
    raise PostgresMissing(f"PostgreSQL did not start: {(made / 'server.log').read_text().strip()[-300:]}")
