"""Read text files of separated values: UTF-8, UTF-16 with a mark, or GB18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import re

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import Limits

DELIMITERS = (",", "\t", ";")
SAMPLE_LINES = 50
# What a spreadsheet would run as a formula is written with an apostrophe before it, and one is taken away again.
SHIELDED = re.compile(r"'+[=+\-@\t\r]")
QUOTED_FORMULA = re.compile(r'="([^"]*)"')


def read_separated(data: bytes, limits: Limits) -> list[list[str | None]]:
    """Give the rows of a text file; a quoted line break does not make a new row.

    Raises: RefusedFile when it is no text, when a quotation mark is left open, or when it is too wide or too long.
    """
    text = decode(data)
    rows: list[list[str | None]] = []
    cells = 0
    csv.field_size_limit(limits.max_text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for record in reader:
            cells += len(record)
            if cells > limits.max_cells or len(record) > limits.max_columns:
                raise RefusedFile(
                    faults.TOO_MANY_CELLS, {"cells": str(cells), "limit": str(limits.max_cells)}, row=len(rows) + 1
                )
            rows.append([_cell(value) for value in record])
    except csv.Error as problem:
        raise RefusedFile(faults.BAD_QUOTES, {"problem": str(problem)}, row=len(rows) + 1) from problem
    return rows


def decode(data: bytes) -> str:
    """Decode by mark, else as UTF-8, else as GB18030.

    Raises: RefusedFile when none fits or control characters show that it is no text.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1b\x7f\ufffd]", text):
            return text
    raise RefusedFile(faults.NOT_TEXT)


def shield(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula."""
    return "'" + text if re.match(r"'*[=+\-@\t\r]", text) else text


def _cell(value: str) -> str | None:
    if SHIELDED.match(value):
        return value[1:]
    # Programs write ="0012" to keep leading zeros.
    if found := QUOTED_FORMULA.fullmatch(value):
        return found[1] or None
    return value or None


def _delimiter(text: str) -> str:
    """Choose the sign that separates most cells in the first lines, outside quotation marks."""
    sample = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:SAMPLE_LINES]))
    return max(DELIMITERS, key=sample.count)
