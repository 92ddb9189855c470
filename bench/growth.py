"""How computing grows with the number of cadres, and the memory it takes, each size in a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

from bench.populations import LEAVES, Size, columns_for, rulebook_for
from bench.stopwatch import measure, milliseconds
from scoring.engine.pipeline import compute_period

SIZES = (1_000, 10_000, 100_000, 1_000_000)


def run(most: int) -> None:
    """Print a line for each size: time, time per cadre, and the peak memory of its process."""
    print(f"compute alone, × {LEAVES} leaves × 1 event, pools of 50, median of 3, peak memory of each size's process:")
    for cadres in SIZES:
        if cadres <= most:
            subprocess.run([sys.executable, "-m", "bench.growth", str(cadres)], check=True)


def peak_megabytes() -> int:
    """The most memory that this process ever held; `getrusage` would count what the one that started it held."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def one(cadres: int) -> None:
    """Measure one size."""
    size = Size.of(cadres)
    rulebook = rulebook_for(size)
    columns = columns_for(size, rulebook)
    before = peak_megabytes()
    figure = measure(f"{cadres:,} cadres", lambda: compute_period(rulebook, columns), repetitions=3)
    peak = peak_megabytes()
    per_cadre = 1000 * figure.middle // cadres
    print(
        f"  {figure.name:<18} {milliseconds(figure.middle)}  {per_cadre:>6,} ns a cadre"
        f"  peak {peak:,} MB (columns {before:,} MB)",
        flush=True,
    )


if __name__ == "__main__":
    one(int(sys.argv[1]))
