"""Bytes over the wire, compressed, headers included: the first visit to a course page and the pages after it."""

import re
import tempfile

from bench import load, world
from bench.learner import installation
from bench.serving import serving

FIRST_AIM, LATER_AIM = 60_000, 10_000


def report() -> bool:
    """Prints the table; says whether both aims are reached."""
    with tempfile.TemporaryDirectory(prefix="tot-bench-") as folder, installation(folder, "") as environment:
        from tot.app import create_app

        one = world.make(create_app(), 1)[0]
        with serving("tot", environment) as server:
            course, html = load.weight(server.port, f"/progress/{one.enrolment}", one.cookie)
            parts = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)))
            assets = {part: load.weight(server.port, part)[0] for part in parts}
            later = {
                "lesson section": load.weight(server.port, f"/lessons/{one.enrolment}/BRD-2/BRD-2-s3", one.cookie)[0],
                "question": load.weight(server.port, f"/quizzes/attempts/{one.attempt}/3", one.cookie)[0],
                "home": load.weight(server.port, "/", one.cookie)[0],
            }
    first = course + sum(assets.values())
    print("\nBytes over the wire (brotli, headers included)")
    print(f"  {'first visit to the course page':<34}{first:>8}   aim ≤ {FIRST_AIM}")
    for name, size in {"the page itself": course, **assets}.items():
        print(f"    {name:<32}{size:>8}")
    for name, size in later.items():
        print(f"  {'later: ' + name:<34}{size:>8}   aim ≤ {LATER_AIM}")
    return first <= FIRST_AIM and max(later.values()) <= LATER_AIM
