"""What a newcomer gets: thin targets, a lock that pins everything, help that is there at once."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
from click.testing import CliRunner

from tot.app import COMMANDS, main

HEAVY = ("sqlalchemy", "alembic", "weasyprint", "pikepdf", "fontTools", "huey", "waitress", "tot.db")


def names(requirements):
    """The packages of requirement lines, as registries spell them."""
    return {re.split(r"[\[<>=! ;]", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_pins_everything_by_hash_and_names_no_registry(project, lock):
    text = (project / lock).read_text()
    pins = re.findall(r"^([a-z0-9].*?)\\?$\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)*)", text, re.MULTILINE)
    assert len(pins) > 50
    assert all("==" in pin and hashes for pin, hashes in pins)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_lock_holds_what_the_project_asks_for_in_one_version(project):
    wanted = tomllib.loads((project / "pyproject.toml").read_text())
    run = (project / "requirements.lock").read_text().splitlines()
    test = (project / "requirements-test.lock").read_text().splitlines()
    pins = [line for line in run if "==" in line]
    assert names(wanted["project"]["dependencies"]) <= names(pins)
    assert names(wanted["dependency-groups"]["test"]) <= names(line for line in test if "==" in line)
    assert set(pins) <= set(test), "make test and make run would install different versions"


def test_a_taken_port_is_said_before_anything_is_set_up(project, taken_port):
    done = subprocess.run(
        ["make", "run", f"PORT={taken_port}"],
        cwd=project,
        env={"PATH": os.environ["PATH"]},  # not the outer make's, under which these tests may run
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    sentence, *rest = done.stderr.splitlines()
    assert sentence.startswith(f"tot: Port {taken_port} is taken by another program. Choose another: make run PORT=")
    assert all(line.startswith("make: ***") for line in rest)


def test_help_loads_nothing_heavy(project):
    code = f"""
import sys
from tot.app import main
main(["--help"], standalone_mode=False)
sys.exit(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert "doctor" in done.stdout
    assert done.stderr.strip() == "", f"tot --help loads {done.stderr}; import it in the function that needs it"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name):
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Usage: main {name}")
    assert len(done.output.splitlines()) > 4
