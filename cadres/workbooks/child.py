"""Read one workbook in a process of its own, under limits, and write its cells as lines of JSON.

Run as ``python -m cadres.workbooks.child``: the first line of standard input holds the kind and the limits, the
rest is the file. Only texts, numbers, truth values and marked objects leave the process.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from typing import BinaryIO, TextIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cadres.workbooks import faults
from cadres.workbooks.binary import scan_xls
from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import MEGABYTE, Limits
from cadres.workbooks.scanning import SheetScan, scan_xlsx
from cadres.workbooks.separated import read_separated
from cadres.workbooks.transport import BLOCK, columns_of, encoded, texts_of

LARGE = 2 * MEGABYTE
"""From here on a file is scanned while the parser, which leaves the interpreter free, reads it."""


class Writer:
    """Write sheets until the output is longer than allowed."""

    def __init__(self, stream: TextIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._written = 0
        self._waiting: list[Sequence[object]] = []
        self._rows = 0

    def found(self, rows: int, of: int) -> None:
        """Tell at once how many rows were found so far, and how many there probably are."""
        self._stream.write(encoded({"found": rows, "of": of}) + "\n")
        self._stream.flush()

    def found_more(self, rows: int) -> None:
        """Tell that so many more rows will be written."""
        self.found(self._rows + rows, self._rows + rows)

    def begin(self, sheet: str | None, *, hidden: bool = False, merged: Sequence[Sequence[int]] = ()) -> None:
        """Begin a sheet."""
        self._write({"sheet": sheet, "hidden": hidden, "merged": merged}, sheet)

    def row(self, cells: Sequence[object], sheet: str | None = None) -> None:
        """Write one row of the sheet; raise RefusedFile when a cell or the whole is too long."""
        self._waiting.append(cells)
        if len(self._waiting) == BLOCK:
            self.end(sheet)

    def end(self, sheet: str | None = None) -> None:
        """Write the rows that wait for their block to be full."""
        rows, self._waiting = self._waiting, []
        if rows:
            self._rows += len(rows)
            columns = columns_of(rows)
            if max(map(len, texts_of(columns)), default=0) > self._limits.max_text:
                raise RefusedFile(faults.TOO_MUCH_TEXT, sheet=sheet)
            self._write([len(rows), *columns], sheet)

    def _write(self, content: object, sheet: str | None) -> None:
        text = encoded(content)
        self._written += len(text)
        if self._written > self._limits.max_output:
            raise RefusedFile(faults.TOO_MUCH_TEXT, sheet=sheet)
        self._stream.write(text + "\n")


def main(source: BinaryIO, target: TextIO) -> None:
    """Read the file from source and write its sheets, or the refusal, to target.

    Whatever else a torn file provokes ends the process, and the reader outside takes that for a refusal.
    """
    order = json.loads(source.readline())
    limits = Limits(**order["limits"])
    _restrict(limits)
    writer = Writer(target, limits)
    try:
        _read(order["kind"], source.read(), limits, writer)
    except RefusedFile as refusal:
        _write_refusal(target, refusal)
    except MemoryError:
        _write_refusal(target, RefusedFile(faults.TOO_MUCH_MEMORY))
    except CalamineError:
        _write_refusal(target, RefusedFile(faults.DAMAGED_FILE))
    target.flush()


def order_line(kind: str, limits: Limits) -> bytes:
    """Write the line that tells the process what it gets."""
    return json.dumps({"kind": kind, "limits": asdict(limits)}).encode() + b"\n"


def _restrict(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write_refusal(target: TextIO, refusal: RefusedFile) -> None:
    content = {
        "refused": refusal.cause, "details": dict(refusal.details), "sheet": refusal.sheet, "row": refusal.row,
        "column": refusal.column,
    }  # fmt: skip
    target.write(json.dumps(content, ensure_ascii=False) + "\n")


def _read(kind: str, data: bytes, limits: Limits, writer: Writer) -> None:
    if kind == "csv":
        writer.begin(None)
        writer.found_more(data.count(b"\n") + 1)
        for record in read_separated(data, limits):
            writer.row(record)
        writer.end()
        return
    with ThreadPoolExecutor(1) as beside:
        scanning = beside.submit(_scan, kind, data, limits, writer)
        if len(data) < LARGE:
            # What is cheap to send and dear to read is small: it is refused before anything is parsed.
            scanning.result()
        try:
            _write_sheets(kind, data, scanning, writer)
        except CalamineError:
            scanning.result()
            raise


def _scan(kind: str, data: bytes, limits: Limits, writer: Writer) -> Callable[[int, str], SheetScan]:
    """Scan all sheets; give what finds the scan of a sheet by its place and name.

    Nothing else is written before the scan is over.
    """
    if kind == "xls":
        in_order = scan_xls(data, limits)
        return lambda place, _name: in_order[place] if place < len(in_order) else SheetScan()
    by_name = scan_xlsx(data, limits, writer.found)
    return lambda _place, name: by_name.get(name, SheetScan())


def _write_sheets(kind: str, data: bytes, scanning: Future[Callable[[int, str], SheetScan]], writer: Writer) -> None:
    with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            scan = scanning.result()(index, about.name)
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
            if kind == "xls":
                writer.found_more(sheet.height)
            writer.begin(about.name, hidden=about.visible != SheetVisibleEnum.Visible, merged=merged)
            _write_rows(sheet, scan, about.name, writer)
            writer.end(about.name)


def _write_rows(sheet: CalamineSheet, scan: SheetScan, name: str, writer: Writer) -> None:
    """Write the rows from the sheet's first on, with errors and formulas where the reader gives nothing."""
    marks = _marks_by_row(scan)
    place = 0
    for place, row in enumerate(_rows(sheet)):
        for column, mark in marks.pop(place, {}).items():
            row.extend([""] * (column + 1 - len(row)))
            if row[column] == "":
                row[column] = mark
        writer.row(row, name)
    for later in sorted(marks):
        for _ in range(place + 1, later):
            writer.row([], name)
        row = [""] * (max(marks[later]) + 1)
        for column, mark in marks[later].items():
            row[column] = mark
        writer.row(row, name)
        place = later


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    """Give the rows with the empty columns before the first filled one, which the reader leaves out."""
    missing = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*missing, *row]


def _marks_by_row(scan: SheetScan) -> dict[int, dict[int, object]]:
    marks: dict[int, dict[int, object]] = {}
    for row, column in scan.empty_formulas:
        marks.setdefault(row, {})[column] = FormulaWithoutValue()
    for (row, column), text in scan.errors.items():
        marks.setdefault(row, {})[column] = ErrorValue(text)
    return marks


if __name__ == "__main__":
    main(sys.stdin.buffer, io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n"))
