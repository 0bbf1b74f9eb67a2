"""How long people wait at the terminal: `tot --help`, and from the start of the server to its first page."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from statistics import median
from urllib.error import URLError

from bench import world
from bench.learner import installation
from bench.serving import free_port

ROUNDS = 5
HELP_AIM, START_AIM = 0.3, 2.0


def report() -> bool:
    """Prints the table; says whether both aims are reached."""
    helped = median(_seconds_of_help() for _round in range(ROUNDS))
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, "") as environment:
        from tot.app import create_app

        world.make(create_app(), 1)
        started = median(_seconds_to_first_page(environment) for _round in range(3))
    print("\nWaiting at the terminal (medians, seconds)")
    print(f"  {'tot --help':<34}{helped:>8.2f}   aim < {HELP_AIM}")
    print(f"  {'tot run, start to first page':<34}{started:>8.2f}   aim < {START_AIM}")
    return helped < HELP_AIM and started < START_AIM


def _seconds_of_help() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tot", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _seconds_to_first_page(environment: dict[str, str]) -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tot", "run", "--port", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and time.perf_counter() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/sign-in", timeout=10) as answer:
                    answer.read()
                return time.perf_counter() - began
            except URLError:
                time.sleep(0.02)
        raise RuntimeError("the server did not answer within a minute")
    finally:
        process.terminate()
        process.wait(timeout=20)
