"""Answering: against a bare handler that inserts one row and commits, and with 500 people at once.

On the same database and server, in one run. `python -m bench.answers [seconds] [people]`.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, repeat
from statistics import mean, median

from sqlalchemy import create_engine, text

from bench import load, world
from bench.learner import answers, installation
from bench.serving import Server, serving
from bench.world import Learner
from scripts.postgres import cluster

ROUNDS, ROUND_SECONDS = 5, 2.0
SECONDS, PEOPLE = 60.0, 500
AIM_RATIO, AIM_SPREAD = 0.4, 10.0


@dataclass(frozen=True)
class Crowd:
    """What it was like when everybody answered at once. Times are seconds."""

    acknowledged: int
    errors: int
    lost: int
    twice: int
    p50: float
    p99: float
    seconds: float


def ratio(bare: Server, ours: Server, learners: list[Learner]) -> tuple[float, float]:
    """Answers a second, and their ratio to rows inserted by the bare handler: medians over the rounds."""
    plain = repeat(load.request("/answer", body="answer=b"))
    given = answers(learners)
    load.run(bare.port, plain, seconds=0.5, expect=303)
    rounds = []
    for _round in range(ROUNDS):
        around = [load.run(bare.port, plain, seconds=ROUND_SECONDS / 2, expect=303)]
        measured = load.run(ours.port, given, seconds=ROUND_SECONDS, expect=303)
        around.append(load.run(bare.port, plain, seconds=ROUND_SECONDS / 2, expect=303))
        rounds.append((measured.per_second, measured.per_second / mean(one.per_second for one in around)))
    return median(one for one, _ratio in rounds), median(two for _one, two in rounds)


def crowd(port: int, tested: list[Learner], url: str, seconds: float) -> Crowd:
    """Everybody changes her answers to a final test, again and again, each as soon as the last is acknowledged."""
    acknowledged: list[str] = []
    times: list[float] = []
    errors: list[bytes] = []
    load.run(port, repeat(load.request(f"/quizzes/attempts/{tested[0].attempt}/1", tested[0].cookie)), seconds=2)
    began = time.perf_counter()
    asyncio.run(_all_at_once(port, tested, began + seconds, acknowledged, times, errors))
    took = time.perf_counter() - began
    engine = create_engine(url)
    with engine.connect() as connection:
        like = text("SELECT client_key FROM answers WHERE client_key LIKE 'crowd-%'")
        stored = list(connection.execute(like).scalars())
    engine.dispose()
    times.sort()
    return Crowd(
        acknowledged=len(acknowledged),
        errors=len(errors),
        lost=len(set(acknowledged) - set(stored)),
        twice=len(stored) - len(set(stored)),
        p50=times[len(times) // 2],
        p99=times[min(len(times) - 1, len(times) * 99 // 100)],
        seconds=took,
    )


async def _all_at_once(
    port: int, tested: list[Learner], stop_at: float, acknowledged: list[str], times: list[float], errors: list[bytes]
) -> None:
    async def person(one: Learner) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for key, request in _changes(one):
            if (sent_at := time.perf_counter()) >= stop_at:
                break
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
            )
            body = await reader.readexactly(length)
            times.append(time.perf_counter() - sent_at)
            if head[9:12] == b"200" and b'"kept":true' in body:
                acknowledged.append(key)
            else:
                errors.append(head[:100] + body[:200])
        writer.close()

    await asyncio.gather(*(person(one) for one in tested))


def _changes(one: Learner) -> Iterator[tuple[str, bytes]]:
    """One question after the other, and then each again: the next revision of its answer."""
    for turn in count():
        number, revision = turn % 10 + 1, turn // 10 + 1
        key = f"crowd-{one.attempt}-{number}-{revision}"
        said = ("true", "false")[turn // 10 % 2]
        body = f"csrf_token={one.csrf}&client_key={key}&revision={revision}&answer={said}"
        sent = load.request(f"/quizzes/attempts/{one.attempt}/{number}", one.cookie, body)
        yield key, sent.replace(b"Host:", b"Accept: application/json\r\nHost:", 1)


def report(name: str, database_url: str, seconds: float = SECONDS, people: int = PEOPLE) -> bool:
    """Prints the table; says whether every aim is reached."""
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, database_url) as environment:
        from tot import config
        from tot.app import create_app

        app = create_app()
        learners = world.make(app, 1500)
        tested = world.in_final_test(app, learners[:people], datetime.now(UTC))
        url = config.load().database
        with serving("bare", environment) as bare, serving("tot", environment) as ours:
            per_second, to_bare = ratio(bare, ours, learners)
            all_at_once = crowd(ours.port, tested, url, seconds)
    spread = all_at_once.p99 / all_at_once.p50
    is_whole = not (all_at_once.errors or all_at_once.lost or all_at_once.twice)
    print(f"\nAnswers on {name}")
    print(f"  answer POST {per_second:.0f} a second, {to_bare:.2f}× a bare insert (aim ≥ {AIM_RATIO}×)")
    print(
        f"  {people} people at once for {all_at_once.seconds:.0f} s: {all_at_once.acknowledged} acknowledged, "
        f"{all_at_once.errors} errors, {all_at_once.lost} lost, {all_at_once.twice} twice; "
        f"p50 {1000 * all_at_once.p50:.0f} ms, p99 {1000 * all_at_once.p99:.0f} ms, "
        f"{spread:.1f}× (aim < {AIM_SPREAD:.0f}×)"
    )
    return to_bare >= AIM_RATIO and spread < AIM_SPREAD and is_whole


def main(arguments: list[str]) -> int:
    """On both databases; seconds and people may be given."""
    seconds, people = float((*arguments, SECONDS)[0]), int((*arguments[1:], PEOPLE)[0])
    reached = [report("SQLite", "", seconds, people)]
    with cluster() as url:
        reached.append(report("PostgreSQL", url, seconds, people))
    return int(not all(reached))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
