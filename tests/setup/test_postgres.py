"""The cluster of a test run: usable while it is there, gone when the run ends, however it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from scripts import postgres


def folder_of(url):
    return Path(make_url(url).query["host"])


def is_running(pid):
    """Whether the process works; one that has ended and waits to be collected does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_databases_can_be_made_and_everything_is_gone_afterwards():
    with postgres.cluster() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE one"))
            assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
        engine.dispose()
        folder = folder_of(url)
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert is_running(pid)
    assert not folder.exists()
    assert not is_running(pid)


def test_a_failing_run_leaves_nothing():
    folders = []
    with contextlib.suppress(ZeroDivisionError), postgres.cluster() as url:
        folders.append(folder_of(url))
        raise ZeroDivisionError
    assert not folders[0].exists()


def test_a_killed_run_takes_its_server_along(project):
    code = "from scripts.postgres import cluster\nwith cluster() as url:\n print(url, flush=True)\n input()"
    run = subprocess.Popen(
        [sys.executable, "-c", code], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with run:
        folder = folder_of(run.stdout.readline().strip())
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert is_running(pid)
        os.kill(run.pid, signal.SIGKILL)
    for _ in range(100):
        if not is_running(pid):
            break
        time.sleep(0.1)
    assert not is_running(pid)
    subprocess.run(["rm", "-r", folder], check=True)


def test_without_postgresql_the_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.PostgresMissing, match="apt-get install postgresql"):
        postgres.programs()
