"""`scripts/setup` in a folder of its own: every trouble is one sentence that says what to do, and exit code 1."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the set-up reads, with a folder of stand-ins that come first on the PATH."""
    folder = tmp_path / "Менинг папкам"  # people have such folders
    (folder / "scripts").mkdir(parents=True)
    (folder / "bin").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", folder / "scripts")
    for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def stand_in(checkout, name, script):
    program = checkout / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def set_up(checkout, account=None, **environment):
    return subprocess.run(
        [checkout / "scripts" / "setup", "run"],
        env={"PATH": f"{checkout}/bin:/usr/bin:/bin", "HOME": str(checkout), **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
        start_new_session=True,
        **(account or {}),
    )


def only_sentence(done):
    """The one line on the error stream before exit code 1."""
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("tot: ")
    return lines[0]


def test_an_old_python_is_named_with_what_to_do(checkout):
    old = stand_in(checkout, "python3.9", '[ "$1" = -V ] && echo Python 3.9.2 && exit; exit 1')
    sentence = only_sentence(set_up(checkout, PYTHON=str(old)))
    assert "Python 3.11 or newer is needed" in sentence
    assert "3.9.2" in sentence
    assert "make run" in sentence


@pytest.mark.parametrize("named", ["/nowhere/python3.11", "/bin/false"])
def test_a_python_that_does_not_start_is_named(checkout, named):
    assert f"No Python starts as {named}. Leave PYTHON out" in only_sentence(set_up(checkout, PYTHON=named))


def test_without_rights_to_install_the_exact_command_is_said(checkout):
    stand_in(checkout, "ldconfig", "exit 0")  # no libraries on this machine
    stand_in(checkout, "id", "echo 1000")
    stand_in(checkout, "sudo", "exit 1")
    sentence = only_sentence(set_up(checkout, PYTHON=sys.executable))
    assert "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0" in sentence


def test_on_another_system_the_names_of_what_is_missing_are_said(checkout):
    stand_in(checkout, "ldconfig", "exit 0")
    for tool in ("sh", "cat", "cut", "dirname", "grep", "id", "ls", "mkdir", "tail"):
        (checkout / "bin" / tool).symlink_to(shutil.which(tool))
    sentence = only_sentence(set_up(checkout, PYTHON=sys.executable, PATH=str(checkout / "bin")))
    assert "libpango-1.0-0" in sentence
    assert "your own package manager" in sentence


def test_when_debian_cannot_be_reached_the_network_is_named(checkout):
    stand_in(checkout, "ldconfig", "exit 0")
    stand_in(checkout, "id", "echo 0")
    stand_in(checkout, "apt-get", "echo Temporary failure resolving; exit 100")
    assert "Is there a network?" in only_sentence(set_up(checkout, PYTHON=sys.executable))


def test_another_trouble_of_debian_is_told_in_its_own_words(checkout):
    stand_in(checkout, "ldconfig", "exit 0")
    stand_in(checkout, "id", "echo 0")
    stand_in(checkout, "apt-get", "echo E: You do not have enough free space in /var.; exit 100")
    sentence = only_sentence(set_up(checkout, PYTHON=sys.executable))
    assert "E: You do not have enough free space in /var. Mend that and type: make run" in sentence


def test_without_network_pip_gives_up_in_one_sentence(checkout, closed_port):
    # With the pip of the machine: to unpack one into each environment takes as long as thirty other tests.
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", checkout / ".venv"], check=True
    )
    done = set_up(
        checkout,
        PYTHON=sys.executable,
        PIP_INDEX_URL=f"http://127.0.0.1:{closed_port}/",
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_CACHE_DIR="1",
    )
    assert "no network" in only_sentence(done)
    assert not (checkout / ".venv" / "installed-for-run").exists()


def test_a_venv_that_cannot_be_made_is_one_sentence(checkout):
    broken = stand_in(
        checkout, "python", f'[ "$1$2" = -mvenv ] && echo No space left && exit 1; exec {sys.executable} "$@"'
    )
    sentence = only_sentence(set_up(checkout, PYTHON=str(broken)))
    assert "No space left" in sentence
    assert "Free disk space" in sentence


def test_a_venv_that_holds_half_of_pip_is_made_again(checkout):
    half = checkout / ".venv" / "bin" / "python"
    half.parent.mkdir(parents=True)
    half.write_text(f'#!/bin/sh\n[ "$1$2" = -mpip ] && exit 1; exec "{sys.executable}" "$@"\n')
    half.chmod(0o755)
    broken = stand_in(
        checkout, "python", f'[ "$1$2" = -mvenv ] && echo Made again && exit 1; exec {sys.executable} "$@"'
    )
    assert "Made again" in only_sentence(set_up(checkout, PYTHON=str(broken)))


def test_ctrl_c_is_answered_with_how_to_go_on(checkout):
    interrupted = stand_in(checkout, "python", f'[ "$1$2" = -mvenv ] && kill -INT 0; exec {sys.executable} "$@"')
    done = set_up(checkout, PYTHON=str(interrupted))
    assert done.returncode == 130
    assert done.stderr.strip() == "tot: Stopped. To go on from here, type: make run"


def test_a_folder_of_somebody_else_is_refused(checkout):
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        somewhere = Path(shutil.copytree(checkout, Path(folder) / "tot"))
        Path(folder).chmod(0o755)
        somewhere.chmod(0o555)
        nobody = {"user": 65534, "extra_groups": []} if os.geteuid() == 0 else {}  # root may write everywhere
        assert "You may not write in" in only_sentence(set_up(somewhere, nobody))


def test_what_another_user_made_here_is_named_with_how_to_take_it_over(checkout):
    with tempfile.TemporaryDirectory() as folder:
        somewhere = Path(shutil.copytree(checkout, Path(folder) / "tot"))
        for open_to_all in (Path(folder), somewhere):
            open_to_all.chmod(0o777)
        (somewhere / "build").mkdir(mode=0o555)
        nobody = {"user": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        sentence = only_sentence(set_up(somewhere, nobody))
    assert f"{somewhere}/build belongs to another user" in sentence
    assert "sudo chown -R" in sentence
