"""Every benchmark, as tables: `make bench`. Exits with 1 when a figure misses its aim."""

import logging
import sys

from bench import answers, exchange, items, learner, packs, search, starts, weights
from scripts.postgres import cluster

ON_BOTH = {"learner": learner, "answers": answers, "search": search, "items": items}  # databases
ONCE = {"weights": weights, "packs": packs, "starts": starts, "exchange": exchange}


def main(names: list[str]) -> int:
    """Runs the benchmarks that are named, or all."""
    if unknown := set(names) - ON_BOTH.keys() - ONCE.keys():
        print(f"No benchmark is called {', '.join(sorted(unknown))}; there are {', '.join([*ON_BOTH, *ONCE])}.")
        return 2
    logging.disable(logging.WARNING)
    reached = []
    for name, bench in ON_BOTH.items():
        if not names or name in names:
            reached.append(bench.report("SQLite", ""))
            with cluster() as url:
                reached.append(bench.report("PostgreSQL", url))
    reached += [bench.report() for name, bench in ONCE.items() if not names or name in names]
    return int(not all(reached))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
