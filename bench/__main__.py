"""Every benchmark, as tables: `make bench`. Exits with 1 when a figure misses its aim."""

import logging
import sys

from bench import answers, exchange, items, learner, packs, search, starts, weights
from scripts.postgres import cluster


def main(names: list[str]) -> int:
    """Runs the benchmarks that are named, or all."""
    logging.disable(logging.WARNING)
    reached = []
    if not names or "learner" in names:
        reached.append(learner.report("SQLite", ""))
        with cluster() as url:
            reached.append(learner.report("PostgreSQL", url))
    if not names or "answers" in names:
        reached.append(answers.report("SQLite", ""))
        with cluster() as url:
            reached.append(answers.report("PostgreSQL", url))
    if not names or "search" in names:
        reached.append(search.report("SQLite", ""))
        with cluster() as url:
            reached.append(search.report("PostgreSQL", url))
    if not names or "weights" in names:
        reached.append(weights.report())
    if not names or "packs" in names:
        reached.append(packs.report())
    if not names or "starts" in names:
        reached.append(starts.report())
    if not names or "exchange" in names:
        reached.append(exchange.report())
    if not names or "items" in names:
        reached.append(items.report("SQLite", ""))
        with cluster() as url:
            reached.append(items.report("PostgreSQL", url))
    return int(not all(reached))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
