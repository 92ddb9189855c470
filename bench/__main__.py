"""Print the figures of this machine: `make bench`, or `make bench ARGS="pure growth --most 100000"`."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from bench import grid, growth, pure, scratch, year

CORES = 2

MEASUREMENTS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "pure": lambda asked: pure.run(asked.cadres),
    "growth": lambda asked: growth.run(asked.most),
    "path": lambda asked: scratch.on_postgresql("path", asked.cadres),
    "cell": lambda asked: scratch.on_both("cell", asked.house),
    "pages": lambda asked: scratch.on_both("pages", asked.house),
    "year": lambda asked: year.run(),
    "rosters": lambda asked: scratch.on_both("rosters", asked.people),
    "grid": lambda asked: grid.run(asked.repetitions),
}


def main(arguments: list[str]) -> None:
    """Measure all or the named ones, held to two cores so that figures of different machines compare."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--cadres", type=int, default=100_000, help="size of the computation, pure and from rows")
    parser.add_argument("--most", type=int, default=1_000_000, help="largest size of the table of growth")
    parser.add_argument("--people", type=int, default=100_000, help="size of the roster that is imported")
    parser.add_argument("--house", type=int, default=5_000, help="size of the house for one cell and for the pages")
    parser.add_argument("--repetitions", type=int, default=30, help="so many cells are typed into the grid")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
        print(f"held to {CORES} cores")
    for name, work in MEASUREMENTS.items():
        if not asked.names or name in asked.names:
            print(f"\n[{name}]", flush=True)
            work(asked)


if __name__ == "__main__":
    main(sys.argv[1:])
