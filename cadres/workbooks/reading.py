"""Read a workbook safely: preflight here, everything else in a child process that may be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from cadres.workbooks import faults
from cadres.workbooks.cells import Value
from cadres.workbooks.child import order_line
from cadres.workbooks.counting import count
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import DEFAULT_LIMITS, Limits
from cadres.workbooks.preflight import Kind, preflight
from cadres.workbooks.transport import Grid, decoder

# How the system ends a child that asks too much; the parser aborts when memory is refused.
DEATHS: dict[int, str] = {
    signal.SIGABRT: faults.TOO_MUCH_MEMORY,
    signal.SIGKILL: faults.TOO_MUCH_MEMORY,
    signal.SIGSEGV: faults.TOO_MUCH_MEMORY,
    signal.SIGXCPU: faults.TOO_SLOW,
}
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of merged cells; rows and columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as a person sees it: row 1 is rows[0]; a text file has one sheet without a name."""

    name: str | None
    hidden: bool
    rows: Sequence[list[Value]]
    merged: tuple[Span, ...] = ()

    def column(self, place: int) -> Sequence[Value]:
        """Give a column from the first row on, nothing where a row is shorter."""
        if isinstance(self.rows, Grid):
            return self.rows.column(place)
        return [row[place] if place < len(row) else None for row in self.rows]


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read, with all its sheets, the hidden ones too.

    names: the fields that somebody named for headers, by the form in which headers are compared; empty for none.
    """

    kind: Kind
    file_name: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)


def read_book(data: bytes, file_name: str, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read a workbook by its content, whatever its name ends with.

    Raises: RefusedFile, when it cannot be read safely and surely.
    """
    kind = preflight(data, limits)
    sheets, status = _run(kind, data, limits)
    if status != 0:
        raise RefusedFile(DEATHS.get(-status, faults.DAMAGED_FILE))
    return Book(kind, file_name, sheets)


def _run(kind: Kind, data: bytes, limits: Limits) -> tuple[tuple[Sheet, ...], int]:
    """Let the child read, and take its lines as they come.

    It gets no secret of this process, neither by environment nor by argument.
    """
    command = [sys.executable, "-B", "-m", "cadres.workbooks.child"]
    environment = {"PYTHONUTF8": "1", "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        end = _Deadline(process, limits.wall_seconds)
        feeder = threading.Thread(target=_feed, args=(process.stdin, order_line(kind, limits), data), daemon=True)
        feeder.start()
        try:
            sheets = tuple(_sheets(process.stdout))
            status = process.wait()
        finally:
            end.cancel()
            process.kill()
            feeder.join()
    if end.passed:
        raise RefusedFile(faults.TOO_SLOW, {"seconds": str(limits.wall_seconds)})
    return sheets, status


class _Deadline:
    """Kills a process when its time is over, and remembers that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: int) -> None:
        self.passed = False
        self._process = process
        self._timer = threading.Timer(seconds, self._end)
        self._timer.start()

    def _end(self) -> None:
        self.passed = True
        self._process.kill()

    def cancel(self) -> None:
        """Let the process live: it was in time."""
        self._timer.cancel()


def _feed(target: IO[bytes], order: bytes, data: bytes) -> None:
    """Hand the file to the child; one that ends before it has read all has given its answer."""
    with suppress(BrokenPipeError), target:
        target.write(order)
        target.write(data)


def _sheets(output: Iterable[bytes]) -> Iterator[Sheet]:
    """Rebuild the sheets from the lines of the child; stop where a child that died left off.

    A row counts half when it was found and half when it is here, so that who watches sees the parser at work too.
    """
    rows, here, found, of = Grid(), 0, 0, 0
    decode = decoder()
    for raw in output:
        if not raw.endswith(b"\n"):
            break
        line = raw.decode()
        if line.startswith("["):
            before = len(rows)
            rows.extend(decode(line))
            here += len(rows) - before
            count(min(found + here, 2 * of) // 2, of)
            continue
        about = json.loads(line)
        if "found" in about:
            found, of = about["found"], about["of"]
            count((found + here) // 2, of)
            continue
        if "refused" in about:
            raise RefusedFile(
                about["refused"], about["details"], sheet=about["sheet"], row=about["row"], column=about["column"]
            )
        rows = Grid()
        yield Sheet(about["sheet"], about["hidden"], rows, tuple(Span(*place) for place in about["merged"]))
    if here:
        count(here, here)
