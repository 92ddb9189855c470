"""Recognise columns that no header names, where only one can be meant: by a header like theirs or by their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cadres.workbooks import cleaning
from cadres.workbooks.cells import Value, column_index
from cadres.workbooks.columns import Column, Unreadable
from cadres.workbooks.headers import BY_CONTENT, BY_LIKENESS, BY_NAME, BoundColumn, Header, UnknownColumn
from cadres.workbooks.lines import is_blank
from cadres.workbooks.reading import Sheet

LOOKED_AT = 50
FEWEST = 3
PROBES: Sequence[Value] = ("甲乙丙丁", "7", Decimal(7), "1985-03", "1985-03-12", "是", "A")
"""What a column of texts, numbers, dates or yes and no takes: one that takes any of these is told by its name alone."""


ENDINGS = ("名称", "情况", "信息")
"""What a header may end with beyond the column's own word."""
OTHERS = ("原", "前", "新", "拟", "配偶", "父", "母", "子女", "联系人", "家庭")
"""What a header begins with when it speaks of another post or another person."""


def recognised(sheet: Sheet, header: Header, columns: Sequence[Column]) -> Header:
    """Bind unknown columns to missing ones, each to each: first by headers like theirs, then by their cells alone."""
    alike = _bind(sheet, header, columns, BY_LIKENESS)
    return _bind(sheet, alike, [column for column in columns if _is_telling(column)], BY_CONTENT)


def _bind(sheet: Sheet, header: Header, columns: Sequence[Column], by: str) -> Header:
    bound = {one.column.field for one in header.columns}
    free = [column for column in columns if column.field not in bound]
    fitting = {
        unknown.letter: [column for column in free if _fits(column, unknown, _values(sheet, header, unknown), by)]
        for unknown in header.unknown
        if unknown.by == BY_NAME
    }
    found = [
        BoundColumn(fitting[one.letter][0], column_index(one.letter), one.letter, one.header, by)
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


def _fits(column: Column, unknown: UnknownColumn, values: Sequence[Value], by: str) -> bool:
    """Tell whether a column may be meant; one that must be there is better read with its faults than missed."""
    if by == BY_CONTENT:
        return len(values) >= FEWEST and _can_hold(column, values)
    must_read = not column.required or column.unique
    return _is_alike(unknown.header, column) and (not must_read or _can_hold(column, values))


def _is_alike(written: str, column: Column) -> bool:
    """Tell whether a header ends with a column's word (干部姓名), or is the beginning of one (出生)."""
    header = cleaning.header_word(written)
    if len(header) < 2 or header.startswith(OTHERS):
        return False
    for ending in ENDINGS:
        header = header.removesuffix(ending) or header
    words = [cleaning.header_word(word) for word in (column.field, *column.synonyms)]
    return any(len(word) > 1 and (header.endswith(word) or word.startswith(header)) for word in words)


def _is_only_one(column: Column, fitting: dict[str, list[Column]]) -> bool:
    return sum(column in columns for columns in fitting.values()) == 1


def _is_telling(column: Column) -> bool:
    return not any(_reads(column, probe) for probe in PROBES)


def _can_hold(column: Column, values: Sequence[Value]) -> bool:
    """Tell whether nine of ten cells can be read, and are different where that is due.

    A slip of the pen does not hide what a column is.
    """
    read = sum(_reads(column, value) for value in values)
    distinct = len(set(values)) if column.unique else len(values)
    return bool(values) and 10 * min(read, distinct) >= 9 * len(values)


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
