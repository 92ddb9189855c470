"""Scan an .xls (BIFF 5 or 8) for what the reader does not tell: errors, formulas without value, protection."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]  # the library has no types of its own

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import Limits
from cadres.workbooks.scanning import SheetScan, refuse_far_cells

BOUNDSHEET, FILEPASS, BOF, EOF = 0x0085, 0x002F, 0x0809, 0x000A
FORMULA, BOOLERR, ROW_CELLS = 0x0006, 0x0205, (0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6)
MULTIPLE_NUMBERS = 0x00BD
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def scan_xls(data: bytes, limits: Limits) -> list[SheetScan]:
    """Scan every sheet of an old workbook, in the order of the file.

    Raises: RefusedFile for a password or a stream that cannot be followed.
    """
    stream = _workbook_stream(data)
    scans = []
    for offset in _sheet_offsets(stream):
        scan = SheetScan()
        for kind, body in _records(stream, offset):
            _note(kind, body, scan)
        refuse_far_cells("", scan, limits)
        scans.append(scan)
    return scans


def _workbook_stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for name in ("Workbook", "Book"):
            if compound.exists(name):
                content: bytes = compound.openstream(name).read()
                return content
    raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": "OLE"})


def _sheet_offsets(stream: bytes) -> list[int]:
    """Give where each sheet begins; hidden ones too."""
    offsets = []
    for kind, body in _records(stream, 0):
        if kind == FILEPASS:
            raise RefusedFile(faults.PROTECTED_FILE)
        if kind == BOUNDSHEET and len(body) >= 6:
            offsets.append(struct.unpack_from("<I", body)[0])
    return offsets


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one substream, from its beginning to its end mark."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        offset += 4
        yield kind, stream[offset : offset + size]
        offset += size
        # A chart inside a sheet is a substream of its own.
        depth += 1 if kind == BOF else -1 if kind == EOF else 0
        if depth <= 0:
            return


def _note(kind: int, body: bytes, scan: SheetScan) -> None:
    if (kind not in (FORMULA, BOOLERR, MULTIPLE_NUMBERS) and kind not in ROW_CELLS) or len(body) < 6:
        return
    row, column = struct.unpack_from("<HH", body)
    scan.filled += 1
    if row > scan.last_row or column > scan.last_column:
        scan.last_row, scan.last_column = max(row, scan.last_row), max(column, scan.last_column)
    if kind == BOOLERR and len(body) >= 8 and body[7]:
        scan.errors[row, column] = ERRORS.get(body[6], "#ERROR")
    if kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        scan.errors[row, column] = ERRORS.get(body[8], "#ERROR")
