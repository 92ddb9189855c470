"""Write text files of separated values that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cadres.workbooks.cells import plain_number
from cadres.workbooks.dates import PartialDate
from cadres.workbooks.separated import shield
from cadres.workbooks.writing import Written


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    """Write UTF-8 with a mark; texts that look like formulas get an apostrophe, which the reader takes away."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([shield(text) for text in header])
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _plain(value: Written) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | Decimal():
            return plain_number(Decimal(value))
        case date():
            return value.isoformat()
        case PartialDate():
            return value.as_text()
        case str():
            return shield(value)
