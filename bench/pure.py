"""The engine alone: columns in memory → results in memory."""

from bench.populations import LEAVES, Size, columns_for, rulebook_for
from bench.stopwatch import measure
from scoring.engine.pipeline import compute_period


def run(cadres: int) -> None:
    """Print what computing takes; nothing is read or written."""
    size = Size.of(cadres)
    rulebook = rulebook_for(size)
    columns = columns_for(size, rulebook)
    print(f"{cadres:,} cadres × {LEAVES} leaves × 1 event in {size.pools:,} pools, ten methods, median of 7:")
    print(measure("compute", lambda: compute_period(rulebook, columns), repetitions=7).line())
