"""Recognise columns by what stands in them, where no header names them and only one column can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cadres.workbooks.cells import Value, column_index
from cadres.workbooks.columns import Column, Unreadable
from cadres.workbooks.headers import BY_CONTENT, BY_NAME, BoundColumn, Header, UnknownColumn
from cadres.workbooks.lines import is_blank
from cadres.workbooks.reading import Sheet

LOOKED_AT = 50
FEWEST = 3
PROBES: Sequence[Value] = ("甲乙丙丁", "7", Decimal(7), "1985-03", "1985-03-12", "是", "A")
"""What a column of texts, numbers, dates or yes and no takes: one that takes any of these is told by its name alone."""


def recognised(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Header:
    """Bind unknown columns whose cells only one missing column can read, each to each."""
    bound = {one.column.field for one in header.columns}
    telling = [column for column in columns if column.field not in bound and _is_telling(column)]
    fitting = {
        unknown.letter: [column for column in telling if _reads_nearly_all(column, _values(sheet, header, unknown))]
        for unknown in header.unknown
        if unknown.by == BY_NAME
    }
    found = [
        BoundColumn(fitting[one.letter][0], column_index(one.letter), one.letter, one.header, BY_CONTENT)
        for one in header.unknown
        if len(fitting.get(one.letter, ())) == 1 and _is_only_one(fitting[one.letter][0], fitting)
    ]
    if not found:
        return header
    letters = {one.letter for one in found}
    fields = {one.column.field for one in found}
    return replace(
        header,
        columns=tuple(sorted((*header.columns, *found), key=lambda one: one.index)),
        unknown=tuple(one for one in header.unknown if one.letter not in letters),
        missing=tuple(column for column in header.missing if column.field not in fields),
    )


def _is_only_one(column: Column, fitting: dict[str, list[Column]]) -> bool:
    return sum(column in columns for columns in fitting.values()) == 1


def _is_telling(column: Column) -> bool:
    return not any(_reads(column, probe) for probe in PROBES)


def _reads_nearly_all(column: Column, values: Sequence[Value]) -> bool:
    """Tell whether nine of ten cells can be read: a slip of the pen does not hide what a column is."""
    return len(values) >= FEWEST and 10 * sum(_reads(column, value) for value in values) >= 9 * len(values)


def _reads(column: Column, value: Value) -> bool:
    try:
        column.read(value)
    except Unreadable:
        return False
    return True


def _values(sheet: Sheet, header: Header, unknown: UnknownColumn) -> list[Value]:
    index = column_index(unknown.letter)
    rows = sheet.rows[header.last_row + 1 : header.last_row + 1 + LOOKED_AT]
    return [row[index] for row in rows if index < len(row) and not is_blank(row[index])]
