"""A district's whole year by the command line: from an empty database to the exported annual results."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.scratch import NO_POSTGRESQL, ROOT, Environment, inside, postgresql, surroundings
from bench.stopwatch import measure, milliseconds

YEAR = "2026"
PERIODS = (*(f"{YEAR}Q{number}" for number in (1, 2, 3, 4)), YEAR)
METHOD = """\
  372 cadres, four quarters and the year, by the commands of the README, each a process of its own, one after the other
  as a person types them; the exported results are compared with those expected."""


def run() -> None:
    """Print the time on SQLite, and on PostgreSQL where it answers."""
    shared = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
    if not shared.is_dir():
        print(f"  the shared material is missing: put it at {shared} or name it by SHARED_DIR; this is left out.")
        return
    print(METHOD, flush=True)
    with surroundings() as environment:
        _measure("SQLite", environment, shared)
    with postgresql() as other:
        if other is None:
            print(NO_POSTGRESQL, flush=True)
        else:
            _measure("PostgreSQL", other, shared)


def _measure(database: str, environment: Environment, shared: Path) -> None:
    """Run the commands; computing is measured once more in one process, without the start of five."""
    taken: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for command, *arguments in _commands(shared, Path(folder)):
            figure = measure(command, partial(_manage, environment, command, *arguments), repetitions=1)
            taken[command] = taken.get(command, 0) + figure.middle
        right = all(_results(Path(folder) / f"{period}.json") == _expected(shared, period) for period in PERIODS)
    print(f"  {database}: {milliseconds(sum(taken.values()))} in all; results {'as expected' if right else 'WRONG'}")
    for command, middle in taken.items():
        print(f"    {command:<24} {milliseconds(middle)}")
    start = measure("", lambda: _manage(environment, "version"), repetitions=3)
    print(f"    the start of one command {milliseconds(start.middle)}, contained in each above", flush=True)
    inside(environment, "computing")


def _commands(shared: Path, out: Path) -> Iterator[tuple[str, ...]]:
    data = shared / "data" / "district"
    yield "migrate", "--verbosity", "0"
    yield "load_scheme", str(shared / "schemes" / "district-4-2-2.yaml")
    yield "import_roster", str(data / "roster.xlsx"), "--commit"
    yield "open_periods", "A-4P2P2", str(data / "periods.yaml")
    for kind in ("participants", "scores"):
        for period in PERIODS:
            yield f"import_{kind}", str(data / f"{kind}-{period}.xlsx"), "--period", period, "--commit"
    for kind in ("votes", "adjustments", "vetoes"):
        yield f"import_{kind}", str(data / f"{kind}-{YEAR}.xlsx"), "--period", YEAR, "--commit"
    for period in PERIODS:
        yield "compute_period", period
    for period in PERIODS:
        yield "export_results", period, "--format", "json", "--out", str(out / f"{period}.json")


def _manage(environment: Environment, *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.DEVNULL)


def _results(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))["results"]


def _expected(shared: Path, period: str) -> object:
    return _results(shared / "data" / "district" / f"expected-{period}.json")
