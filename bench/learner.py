"""Learner pages and the answer POST against a bare page with one query: same database, same server, same run."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from bench import load, world
from bench.serving import cpu_seconds, serving
from bench.world import Learner

ROUNDS, SECONDS = 5, 2.0
AIM = 0.4
Item = TypeVar("Item")

# Question number → an answer to it, for the types whose answer is one field.
ANSWERS = {1: "answer=b", 2: "answer=false", 4: "answer=c", 7: "answer=18", 8: "answer=c", 10: "answer=c"}


def pages(learners: Sequence[Learner]) -> dict[str, list[bytes]]:
    """What a participant opens, for every participant."""
    return {
        "home": [load.request("/", one.cookie) for one in learners],
        "course": [load.request(f"/progress/{one.enrolment}", one.cookie) for one in learners],
        "lesson": [load.request(f"/lessons/{one.enrolment}/BRD-2/BRD-2-s3", one.cookie) for one in learners],
        "quiz page": [load.request(f"/quizzes/attempts/{one.attempt}/3", one.cookie) for one in learners],
    }


def answers(learners: Sequence[Learner]) -> Iterator[bytes]:
    """Answers that were not given before: each participant, each question, once."""
    for number, answer in ANSWERS.items():
        for one in learners:
            body = f"csrf_token={one.csrf}&client_key=bench-{one.attempt}-{number}&revision=1&{answer}"
            yield load.request(f"/quizzes/attempts/{one.attempt}/{number}", one.cookie, body)


def run(database_url: str, participants: int = 900) -> list[tuple[str, float, float, float, float]]:
    """Rows of (page, requests a second, ratio to the bare page, CPU ms a request, slowest percentile in ms)."""
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, database_url) as environment:
        from tot.app import create_app

        learners = world.make(create_app(), participants)
        with serving("bare", environment) as (bare, _pid), serving("tot", environment) as (port, pid):
            return _measure(bare, port, pid, learners)


@contextlib.contextmanager
def installation(folder: str, database_url: str) -> Iterator[dict[str, str]]:
    """A throw-away installation for this process and those it starts; yields its environment."""
    ours = {"TOT_INSTANCE": str(Path(folder)), "TOT_DATABASE_URL": database_url}
    kept = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield ours
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _measure(bare: int, port: int, pid: int, learners: list[Learner]) -> list[tuple[str, float, float, float, float]]:
    rows = []
    fresh = answers(learners)
    load.run(bare, [load.request("/")], seconds=1)
    for name in [*pages(learners), "answer POST"]:
        speeds, ratios, cpu, p99 = [], [], [], []
        for _round in range(ROUNDS):
            base = load.run(bare, [load.request("/")], seconds=SECONDS).per_second
            if name == "answer POST":
                requests, expect = _take(fresh, int(base * SECONDS * 1.2)), (303,)
                measured, used = _timed(port, pid, requests, expect, once=True)
            else:
                measured, used = _timed(port, pid, pages(learners)[name], (200,), once=False)
            if measured.failures:
                raise RuntimeError(f"{name}: {measured.failures} of {measured.requests} requests failed")
            speeds.append(measured.per_second)
            ratios.append(measured.per_second / base)
            cpu.append(1000 * used / measured.requests)
            p99.append(1000 * measured.p99)
        rows.append((name, median(speeds), median(ratios), median(cpu), median(p99)))
    return rows


def _timed(
    port: int, pid: int, requests: Sequence[bytes], expect: Sequence[int], *, once: bool
) -> tuple[load.Measured, float]:
    before = cpu_seconds(pid)
    measured = load.run(port, requests, seconds=SECONDS, expect=expect, once=once)
    return measured, cpu_seconds(pid) - before


def _take(items: Iterator[Item], count: int) -> list[Item]:
    return [item for item, _number in zip(items, range(count), strict=False)]


def report(name: str, database_url: str) -> bool:
    """Prints the table; says whether every page reaches the aim."""
    rows = run(database_url)
    print(f"\nLearner pages on {name} (8 connections, {ROUNDS} rounds of {SECONDS:.0f} s, medians; aim ≥ {AIM}× bare)")
    print(f"  {'page':<14}{'req/s':>8}{'× bare':>8}{'CPU ms':>8}{'p99 ms':>8}")
    for page, speed, ratio, cpu, p99 in rows:
        print(
            f"  {page:<14}{speed:>8.0f}{ratio:>8.2f}{cpu:>8.2f}{p99:>8.1f}{'' if ratio >= AIM else '   below the aim'}"
        )
    return all(row[2] >= AIM for row in rows)
