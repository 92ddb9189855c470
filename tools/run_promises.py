"""Prove the promises at the sizes that are promised, on SQLite and on PostgreSQL, and print one table of all of them.

Each file of promises is a process of its own with a limit of time: one that fails, hangs or dies stops no other.
The databases share nothing, so both are tried beside each other.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.run_tests import SERVERS, postgres_url, redis_url

TESTS: Final = Path("tests/promises")
LINES: Final = "PROMISE_LINES"
"""Names the file to which the tests' own table goes."""
LIMIT_SECONDS: Final = 2 * 60 * 60
DONE, NOTHING_TO_TRY = 0, 5


@dataclass(frozen=True, slots=True)
class Told:
    """What a promise's line says, on which database, and how long its file took."""

    line: str
    database: str
    seconds: int

    @property
    def kept(self) -> bool:
        return self.line.endswith("PASS")

    def __str__(self) -> str:
        code, _space, rest = self.line.partition(" ")
        return f"{code:4} {self.database:10} {self.seconds:5} s  {rest}"


def files(wanted: Iterable[str]) -> list[Path]:
    """Give the files of the promises; with words, those whose names contain one of them."""
    words = tuple(wanted)
    every = sorted(TESTS.glob("test_p[0-9]*.py"))
    return [path for path in every if not words or any(word in path.name for word in words)]


def prove(file: Path, database: str, servers: Mapping[str, str], *, limit: float = LIMIT_SECONDS) -> list[Told]:
    """Prove the promises of a file on a database; what ended without a line has a line that says so.

    What the tests print comes out whole when they have ended, so that files tried beside each other do not mix.
    """
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lines, printed = Path(folder) / "lines", Path(folder) / "printed"
        clean = {name: text for name, text in os.environ.items() if name not in SERVERS}
        code = run(file, {**clean, **servers, "PROMISE_SIZE": "full", LINES: str(lines)}, printed, limit)
        print(
            f"\n=== {file.name} on {database} ===\n{printed.read_text(encoding='utf-8', errors='replace')}", flush=True
        )
        found = lines.read_text(encoding="utf-8").splitlines() if lines.exists() else []
    # what only PostgreSQL has is left out on SQLite
    if code == NOTHING_TO_TRY and database == "SQLite":
        return []
    if code != DONE and not any(line.endswith("FAIL") for line in found):
        why = f"stopped after {limit:.0f} seconds" if code is None else f"ended with {code}"
        found.append(broken_off(str(file), why))
    return [Told(line, database, round(time.monotonic() - start)) for line in found]


def one_side(database: str, servers: Mapping[str, str], chosen: Iterable[Path]) -> list[Told]:
    """Prove the promises of several files on a database, file after file."""
    return [line for file in chosen for line in prove(file, database, servers)]


def broken_off(test: str, why: str) -> str:
    """Give the line of a promise that came to no figure, under the number that its file has."""
    number = re.search(r"test_p(\d+)_", test)
    return f"{f'P{number[1]}' if number else 'P?'} {test} {why} FAIL"


def run(file: Path, environment: Mapping[str, str], printed: Path, limit: float) -> int | None:
    """Run a file's promises; give how it ended, None where it had to be stopped with all that it started."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-m", "promise", str(file)]
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def table(told: Iterable[Told]) -> str:
    """Write all lines below each other, promise by promise, both databases of each together."""
    return "\n".join(str(one) for one in sorted(told, key=lambda one: (one.line.split()[0], one.database != "SQLite")))


def main(words: list[str]) -> int:
    """Prove everything on both databases, whatever fails; the servers must be there."""
    postgres, broker = postgres_url(os.environ), redis_url(os.environ)
    if postgres is None or broker is None:
        print("PostgreSQL and Redis must both answer: what only one of the databases keeps is not promised.")
        return 1
    start, chosen = time.monotonic(), files(words)
    both: Mapping[str, Mapping[str, str]] = {
        "SQLite": {},
        "PostgreSQL": {"DATABASE_URL": postgres, "REDIS_URL": broker},
    }
    # processes, not threads: an interrupt reaches both, and each ends what it started
    with ProcessPoolExecutor(len(both)) as pool:
        sides = pool.map(one_side, both, both.values(), [chosen] * len(both))
        told = [line for side in sides for line in side]
    broken = sum(not one.kept for one in told)
    print(f"\n{table(told)}\n")
    print(f"{len(told)} lines, {broken} FAIL, {(time.monotonic() - start) / 60:.0f} minutes")
    return int(broken > 0 or not told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
