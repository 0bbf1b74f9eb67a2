"""`make run` after the set-up: the world is made once, served, and everything is kept."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

LIMIT = 5  # seconds from the second start to the first page


@contextlib.contextmanager
def started(project, instance, port, stop=signal.SIGINT) -> Iterator[None]:
    """Starts the platform as `make run` does, waits for its first page, and stops it with ctrl-C afterwards.

    Stopped, the database is one whole file.
    """
    with (instance / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.start", str(port)],
            cwd=project,
            env={**os.environ, "TOT_INSTANCE": str(instance)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_page(port, process)
            yield
        finally:
            process.send_signal(stop)
            assert process.wait(timeout=20) == 0
    assert list(instance.glob("tot.sqlite*")) == [instance / "tot.sqlite"]


def wait_for_page(port, process):
    """Returns when a page comes, or fails when the process has ended or 60 seconds are over."""
    for _ in range(600):
        assert process.poll() is None, "the platform did not start"
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                assert page.status == 200
            return
        time.sleep(0.1)
    pytest.fail("no page came within a minute")


def seconds_of_children():
    """The processor's seconds, not the clock's: whoever else keeps this machine busy does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def said(instance):
    return (instance / "said.txt").read_text()


def sign_ins(instance):
    """The lines that name a role, a person, a sign-in name and a password."""
    return [line for line in said(instance).splitlines() if len(re.split(r" {2,}", line.strip())) == 4]


def test_the_second_start_is_quick_and_keeps_everything_and_real_people_get_no_demo(project, tmp_path, closed_port):
    with started(project, tmp_path, closed_port):
        first = said(tmp_path)
    world = sign_ins(tmp_path)
    assert f"http://127.0.0.1:{closed_port}" in first
    for role in ("administrator", "coordinator", "reviewer", "master trainer", "trainer", "participant"):
        assert any(line.split("  ")[1].strip() == role for line in world), role
    letters = (tmp_path / "demo.toml").read_text()
    before = seconds_of_children()
    with started(project, tmp_path, closed_port, stop=signal.SIGTERM):  # as a service manager does
        pass
    assert seconds_of_children() - before < LIMIT
    assert sign_ins(tmp_path) == world
    assert (tmp_path / "demo.toml").read_text() == letters
    # The same people, no longer marked as fictional, stand for real ones: no demo is made, and the platform starts.
    (tmp_path / "demo.toml").unlink()
    with started(project, tmp_path, closed_port):
        assert "tot demo: There are people here already" in said(tmp_path)
    assert sign_ins(tmp_path) == []
    assert not (tmp_path / "demo.toml").exists()


def test_ctrl_c_before_the_first_page_is_answered_with_how_to_go_on(project, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "scripts.start", "8000"],
        cwd=project,
        env={**os.environ, "TOT_INSTANCE": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert "database is ready" in process.stdout.readline()
        trouble = stopped_by_hand(process)
    assert process.returncode == 130
    assert trouble.strip().splitlines()[-1] == "tot: Stopped. To go on from here, type: make run"


def stopped_by_hand(process):
    """What it says on the error stream when Ctrl-C is pressed, and again: Python ignores one that meets a callback."""
    for _press in range(4):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=10)[1]
    process.kill()
    pytest.fail("it does not stop")


def test_a_setting_that_cannot_be_read_is_one_sentence(project, tmp_path):
    (tmp_path / "config.toml").write_text("languages =")
    done = subprocess.run(
        [sys.executable, "-m", "scripts.start", "8000"],
        cwd=project,
        env={**os.environ, "TOT_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "config.toml" in done.stderr
