"""Learner pages and the answer POST against a bare page with one query: same database, same server, same run."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import mean, median

from bench import load, world
from bench.serving import Server, cpu_seconds, serving
from bench.world import Learner

ROUNDS, SECONDS = 5, 2.0
AIM = 0.4

# Question number → an answer to it, for the types whose answer is one kind of field.
ANSWERS = {
    1: "answer=b",
    2: "answer=false",
    3: "answer=a&answer=b",
    4: "answer=c",
    7: "answer=18",
    8: "answer=c",
    9: "answer=I+cannot+promise",
    10: "answer=c",
}


def pages(learners: Sequence[Learner]) -> dict[str, Iterator[bytes]]:
    """What a participant opens, by every participant in turn and again; and answers, each of them given once."""
    paths = {
        "home": lambda one: "/",
        "course": lambda one: f"/progress/{one.enrolment}",
        "lesson": lambda one: f"/lessons/{one.enrolment}/BRD-2/BRD-2-s3",
        "quiz page": lambda one: f"/quizzes/attempts/{one.attempt}/3",
    }
    opened = {name: cycle([load.request(path(one), one.cookie) for one in learners]) for name, path in paths.items()}
    return {**opened, "answer POST": answers(learners)}


def answers(learners: Sequence[Learner]) -> Iterator[bytes]:
    """Answers that were not given before: each participant, each question, once."""
    for number, answer in ANSWERS.items():
        for one in learners:
            body = f"csrf_token={one.csrf}&client_key=bench-{one.attempt}-{number}&revision=1&{answer}"
            yield load.request(f"/quizzes/attempts/{one.attempt}/{number}", one.cookie, body)


@dataclass(frozen=True)
class Row:
    """What one page gave: medians over the rounds."""

    page: str
    per_second: float
    ratio: float  # to the bare page in the same round
    cpu_ms: float  # of the server, a request
    p99_ms: float


def run(database_url: str, participants: int = 1500) -> list[Row]:
    """One row for the bare page and for each page of ours."""
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, database_url) as environment:
        from tot.app import create_app

        learners = world.make(create_app(), participants)
        with serving("bare", environment) as bare, serving("tot", environment) as ours:
            return _measure(bare, ours, learners)


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


def _measure(bare: Server, ours: Server, learners: list[Learner]) -> list[Row]:
    measure = cycle([load.request("/")])
    _timed(bare, measure, 1)
    rows, base = [], []
    for name, requests in pages(learners).items():
        rounds = []
        for _round in range(ROUNDS):
            around = [_timed(bare, measure, SECONDS / 2)]
            page = _timed(ours, requests, SECONDS, 303 if name == "answer POST" else 200)
            around.append(_timed(bare, measure, SECONDS / 2))
            base += around
            rounds.append((page, page.per_second / mean(one.per_second for one in around)))
        rows.append(_row(name, rounds))
    return [_row("bare page", [(one, 1.0) for one in base]), *rows]


def _timed(server: Server, requests: Iterator[bytes], seconds: float, status: int = 200) -> load.Measured:
    before = cpu_seconds(server.pid)
    measured = load.run(server.port, requests, seconds=seconds, expect=status)
    return replace(measured, cpu=cpu_seconds(server.pid) - before)


def _row(name: str, rounds: Sequence[tuple[load.Measured, float]]) -> Row:
    return Row(
        page=name,
        per_second=median(one.per_second for one, _ratio in rounds),
        ratio=median(ratio for _one, ratio in rounds),
        cpu_ms=median(1000 * one.cpu / one.requests for one, _ratio in rounds),
        p99_ms=median(1000 * one.p99 for one, _ratio in rounds),
    )


def report(name: str, database_url: str) -> bool:
    """Prints the table; says whether every page reaches the aim."""
    rows = run(database_url)
    print(f"\nLearner pages on {name} (8 connections, {ROUNDS} rounds of {SECONDS:.0f} s, medians; aim ≥ {AIM}× bare)")
    print(f"  {'page':<14}{'req/s':>8}{'× bare':>8}{'CPU ms':>8}{'p99 ms':>8}")
    for row in rows:
        missed = "" if row.ratio >= AIM else "   below the aim"
        print(f"  {row.page:<14}{row.per_second:>8.0f}{row.ratio:>8.2f}{row.cpu_ms:>8.2f}{row.p99_ms:>8.1f}{missed}")
    return all(row.ratio >= AIM for row in rows)
