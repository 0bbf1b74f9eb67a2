"""Runs every check, one line for each: `make test`, or a part of the tests: `make test ARGS="tests/cohorts -k csv"`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from scripts.postgres import PostgresMissing, cluster

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "ruff check": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy"],
}


def workers() -> str:
    """Two at least, so that tests never depend on running alone; four at most, because each has its own databases."""
    return str(min(4, max(2, os.cpu_count() or 2)))


def run(name: str, module: list[str], **environment: str) -> tuple[str, float, int]:
    """Runs `python -m …` in the project; returns its name, seconds and exit code.

    What is compiled is kept, whatever the machine's own setting: the tests start the platform dozens of times.
    """
    print(f"── {name}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", *module]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}, check=False
    )
    return name, time.monotonic() - began, done.returncode


def run_pytest(arguments: list[str]) -> tuple[str, float, int]:
    """The whole suite, or what the arguments name, on SQLite and on a PostgreSQL of its own."""
    spread = [] if "-n" in arguments else ["-n", workers(), "--dist", "loadgroup"]
    command = ["pytest", *spread, *arguments]
    if os.environ.get("TOT_TEST_POSTGRES"):
        return run("pytest", command)
    with cluster() as url:
        return run("pytest", command, TOT_TEST_POSTGRES=url)


def stop(number: int, _frame: object) -> None:
    """SIGTERM unwinds like ctrl-C, so that the cluster is stopped and removed."""
    sys.exit(128 + number)


def main(arguments: list[str]) -> int:
    """Everything runs, also after a failure, so that one run tells all; exits with 1 when anything failed."""
    signal.signal(signal.SIGTERM, stop)
    results = [] if arguments else [run(name, module) for name, module in CHECKS.items()]
    try:
        results.append(run_pytest(arguments))
    except PostgresMissing as missing:
        print(f"tot: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the test database is gone.", file=sys.stderr)
        return 130
    print()
    for name, seconds, code in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name:12} {seconds:6.1f} s")
    return 1 if any(code for _, _, code in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
