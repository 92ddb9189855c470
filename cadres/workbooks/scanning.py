"""Scan the sheets of an .xlsx for what the reader does not tell: errors, formulas without value, far cells."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cadres.workbooks import faults
from cadres.workbooks.cells import column_index, column_letter
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import MEGABYTE, Limits

CHUNK = 1 * MEGABYTE
MAX_SMALL_PART = 5 * MEGABYTE

_NAME = rb"(?:[A-Za-z_][\w.-]*:)?"


def _pattern(text: bytes) -> re.Pattern[bytes]:
    """Compile a pattern in which ~c stands for the start of an element c, with or without a prefix."""
    return re.compile(re.sub(rb"~(\w+)", lambda found: rb"<" + _NAME + found[1], text))


_SIX_DIGITS = re.compile(rb"[\"'][A-Z]{0,3}\d{6,7}[\"']")
# Where every row and cell is written as programs write them, these find the same much quicker.
_USUAL_FAR_ROW = re.compile(rb'<row r="\d{6}')
_USUAL_FAR_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{6}')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
# Rows from 100,000 on and columns from BA on are rare: only those are looked at one by one.
_FAR_ROW = _pattern(
    rb"~row\s[^>]*?\br\s*=\s*[\"'](\d{6,7})[\"'][^>]*[^/]>(?:\s*~c\s[^>]*/>)*\s*~c\b[^>]*[^/]>\s*<(?!/)"
)
_FAR_COLUMN = _pattern(rb"~c\s[^>]*?\br\s*=\s*[\"'](?:[A-Z]{3}|[B-Z][A-Z])\d+[\"'](?:[^>]*[^/])?>\s*<(?!/)")
_STRAY_CELL = _pattern(rb"~c\s[^>]*?\br\s*=\s*[\"'][A-Z]+\d{6,7}[\"'](?:[^>]*[^/])?>\s*<(?!/)")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FORMULA = rb"~f(?:\s[^>]*)?(?:/>|>[^<]*</[^>]*>)"
_ERROR_CELL = _pattern(rb"~c\s([^>]*?\bt\s*=\s*[\"']e[\"'][^>]*)>(?:\s*" + _FORMULA + rb")?\s*~v[^>]*>([^<]*)<")
_FORMULA_CELL = _pattern(rb"~c\s([^>]*)>\s*" + _FORMULA + rb"\s*(~v\s*/>|~v\b[^>]*>\s*<|~v\b|</)")
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


@dataclass(slots=True)
class SheetScan:
    """What stands in a sheet besides its values; places are (row, column) from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    far_cell: str = ""
    filled: int = 0


Found = Callable[[int, int], None]
"""Told how many rows were found so far, and how many there probably are in all."""


def scan_xlsx(data: bytes, limits: Limits, found: Found = lambda _rows, _of: None) -> dict[str, SheetScan]:
    """Scan every sheet of a workbook, by name, telling `found` after each piece.

    Raises: RefusedFile for entities, for a file whose parts do not fit together, and for cells absurdly far away.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        scans: dict[str, SheetScan] = {}
        parts = list(_sheet_parts(archive))
        size, seen, rows = sum(archive.getinfo(part).file_size for _name, part in parts), 0, 0
        for name, part in parts:
            if name in scans:
                raise RefusedFile(faults.DAMAGED_FILE)
            scan = SheetScan()
            for chunk in _chunks(archive, part):
                _scan_chunk(chunk, scan)
                seen += len(chunk)
                found(rows + scan.rows, (rows + scan.rows) * size // seen)
            rows += scan.rows
            refuse_far_cells(name, scan, limits)
            scans[name] = scan
        return scans


def refuse_far_cells(name: str, scan: SheetScan, limits: Limits) -> None:
    """Refuse a sheet whose filled cells span an area out of proportion to their number."""
    area = (scan.last_row + 1) * (scan.last_column + 1)
    sparse = area > limits.sparse_from and area > limits.sparse_factor * max(scan.filled, 1)
    if scan.last_column >= limits.max_columns or sparse:
        raise RefusedFile(faults.FAR_CELL, {"cell": scan.far_cell}, sheet=name)
    if area > limits.max_cells:
        raise RefusedFile(faults.TOO_MANY_CELLS, {"cells": str(area), "limit": str(limits.max_cells)}, sheet=name)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give each sheet's name and the part that holds it."""
    names = {name.lower(): name for name in archive.namelist()}
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in _small_part(archive, names, "xl/_rels/workbook.xml.rels").iter()
        if element.tag.rpartition("}")[2] == "Relationship"
    }
    for element in _small_part(archive, names, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        identity = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "id"), "")
        target = targets.get(identity, "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        part = names.get(path.lower())
        if part is not None and "chartsheet" not in path.lower():
            yield element.get("name", ""), part


def _small_part(archive: zipfile.ZipFile, names: dict[str, str], path: str) -> ElementTree.Element:
    part = names.get(path)
    if part is None or archive.getinfo(part).file_size > MAX_SMALL_PART:
        raise RefusedFile(faults.DAMAGED_FILE)
    content = archive.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedFile(faults.ENTITIES)
    return ElementTree.fromstring(content)


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Give the part in pieces that end with a row."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise RefusedFile(faults.ENTITIES)
            rest += piece
            cut = rest.rfind(b"row>") + 4
            if cut >= 4:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 16 * CHUNK:
                raise RefusedFile(faults.TOO_MUCH_TEXT)
    if rest:
        yield rest


def _scan_chunk(chunk: bytes, scan: SheetScan) -> None:
    _measure(chunk, scan)
    if b"<f" in chunk or b":f" in chunk:
        for found in _FORMULA_CELL.finditer(chunk):
            place = _place(found[1])
            if place is not None and _without_value(found):
                scan.empty_formulas.add(place)
    if b'"e"' in chunk or b"'e'" in chunk:
        for found in _ERROR_CELL.finditer(chunk):
            place = _place(found[1])
            if place is not None:
                scan.errors[place] = found[2].decode("utf-8", "replace")


def _measure(chunk: bytes, scan: SheetScan) -> None:
    """Take the extent of the filled cells; that of the usual ones by counting, which is quick."""
    scan.filled += (chunk.count(b"v>") + chunk.count(b"is>")) // 2
    scan.rows += chunk.count(b"row>")
    scan.last_row = max(scan.last_row, min(scan.rows, 99_999))
    references = _COLUMN.findall(chunk)
    columns = {column_index(letters.decode()) for letters in set(references)}
    scan.last_column = max(scan.last_column, min(max(columns, default=0), 51))
    usual = len(references) == chunk.count(b"<c ") and b":c " not in chunk
    usual_rows = usual and chunk.count(b'<row r="') == chunk.count(b"<row ") and b":row" not in chunk
    if not usual or max(columns, default=0) > 51:
        for found in _FAR_COLUMN.finditer(chunk):
            _reach_cell(scan, found[0])
    if (_USUAL_FAR_ROW.search(chunk) or _USUAL_FAR_CELL.search(chunk)) if usual_rows else _SIX_DIGITS.search(chunk):
        _measure_far_rows(chunk, scan)


def _measure_far_rows(chunk: bytes, scan: SheetScan) -> None:
    far_rows = False
    for found in _FAR_ROW.finditer(chunk):
        far_rows = True
        _reach(scan, int(found[1]) - 1, 0)
    # A cell may name a row other than the one it stands in.
    if not far_rows:
        for found in _STRAY_CELL.finditer(chunk):
            _reach_cell(scan, found[0])


def _reach_cell(scan: SheetScan, tag: bytes) -> None:
    place = _place(tag)
    if place is not None:
        _reach(scan, *place)


def _without_value(found: re.Match[bytes]) -> bool:
    """Tell a formula that was never computed from one whose result is the empty text."""
    value = found[2]
    if value == b"</":
        return True
    closed = value.endswith((b"/>", b"<"))
    return closed and not _TEXT_RESULT.search(found[1])


def _reach(scan: SheetScan, row: int, column: int) -> None:
    if row > scan.last_row or column > scan.last_column:
        scan.far_cell = f"{column_letter(column)}{row + 1}"
    scan.last_row = max(scan.last_row, row)
    scan.last_column = max(scan.last_column, column)


def _place(attributes: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(attributes)
    return None if reference is None else (int(reference[2]) - 1, column_index(reference[1].decode()))
