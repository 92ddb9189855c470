"""The score grid in a real browser: from the press of a key to saved, against an empty request of the same run."""

import os
import subprocess
import sys
from pathlib import Path

MEASURED = Path(__file__).with_name("grid_in_browser.py")
REPETITIONS = "BENCH_REPETITIONS"


def run(repetitions: int) -> None:
    """Measure with the means of the browser tests: a scratch database, a running server, an officer who logs in."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-qs", "--no-header", "-p", "no:logging", str(MEASURED)],
        env={**os.environ, REPETITIONS: str(repetitions), "LOG_LEVEL": "WARNING"},
        check=False,
    )
    if done.returncode:
        sys.exit(done.returncode)
