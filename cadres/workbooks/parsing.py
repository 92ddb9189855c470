"""Read every cell of a table with its column's reader, and collect everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value, column_index
from cadres.workbooks.columns import Column, Told, Unreadable
from cadres.workbooks.counting import count
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.headers import BoundColumn, Dynamic
from cadres.workbooks.lines import is_blank
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table, find_table, no_table

AT_FAULT = object()
"""Stands for the value of a cell that cannot be read."""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row whose cells were read: values by field, the default where a cell is empty or the column absent."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table that was read: the rows without a fault, all faults and notices, in the order of the sheet."""

    table: Table
    rows: tuple[ParsedRow, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]

    @property
    def read(self) -> int:
        """Count the rows found."""
        return len(self.table.rows)

    @property
    def accepted(self) -> int:
        """Count the rows without a fault."""
        return len(self.rows)


def read_table(
    book: Book, columns: Sequence[Column], *, sheet_name: str | None = None, dynamic: Dynamic | None = None
) -> ParsedTable:
    """Find the table of these columns and read it.

    Raises: NoTable when no sheet has it, RefusedFile when more than one has.
    """
    table = find_table(book, columns, sheet_name=sheet_name, dynamic=dynamic)
    if table is None:
        raise no_table(book, columns, dynamic)
    return parse_table(table, columns)


def parse_table(table: Table, columns: Sequence[Column] = ()) -> ParsedTable:
    """Read all rows; columns that are declared but absent give their defaults.

    A row has no fault only if all its cells were read, no unique value of it stands in another row and the header
    is right.
    """
    found = list(table.faults)
    told: list[Notice] = []
    read: list[Sequence[object]] = []
    split = any(row.merged for row in table.rows)
    for place, bound in enumerate(table.columns):
        values = _read_column(table, place, split, found, told)
        if bound.column.unique is not None:
            found.extend(_duplicates(table, bound, bound.column.unique, values))
        read.append(values)
    at_fault = rows_at_fault(found)
    accepted = [] if table.faults else [place for place, row in enumerate(table.rows) if row.number not in at_fault]
    notices = (*table.notices, *sorted(told, key=lambda notice: (notice.row or 0, column_index(notice.column or ""))))
    return ParsedTable(table, tuple(_rows(table, columns, read, accepted)), ordered(found), notices)


def _rows(
    table: Table, columns: Sequence[Column], read: Sequence[Sequence[object]], accepted: Sequence[int]
) -> Iterator[ParsedRow]:
    """Give the accepted rows with their values by field."""
    fields = [bound.column.field for bound in table.columns]
    absent = {column.field: column.default for column in columns if column.field not in fields}
    if len(accepted) < len(table.rows):
        read = [[values[place] for place in accepted] for values in read]
    for place, values in zip(accepted, zip(*read, strict=True), strict=True):
        yield ParsedRow(table.rows[place].number, {**absent, **dict(zip(fields, values, strict=True))})
        count(place + 1, len(table.rows))


def ordered(found: Iterable[Fault]) -> tuple[Fault, ...]:
    """Order faults by row and column."""
    return tuple(sorted(found, key=lambda fault: (fault.row or 0, column_index(fault.column or ""), fault.cause)))


def rows_at_fault(found: Iterable[Fault]) -> frozenset[int]:
    """Give the numbers of the rows that have a fault."""
    return frozenset(fault.row for fault in found if fault.row is not None)


def fault_at(table: Table, row: int, field: str, cause: str, also_rows: tuple[int, ...] = (), **details: str) -> Fault:
    """Give a fault of one cell, for checks between rows and sheets."""
    return Fault(table.sheet, row, table.letter_of(field), field, cause, also_rows, details)


def _read_column(table: Table, place: int, split: bool, found: list[Fault], told: list[Notice]) -> list[object]:
    """Read the cells of one column; a cell at fault gives AT_FAULT. `split` tells that rows have merged cells.

    Most columns hold few texts many times: each text is read once.
    """
    bound = table.columns[place]
    cells = [row.cells[place] for row in table.rows]
    outcomes = {text: _outcome(text, bound.column) for text in {cell for cell in cells if cell.__class__ is str}}
    others = [_outcome(cell, bound.column) for cell in cells if cell.__class__ is not str]
    remaining = iter(others)
    values = [outcomes[cell] if cell.__class__ is str else next(remaining) for cell in cells]
    if split or any(isinstance(value, Unreadable | Told) for value in (*outcomes.values(), *others)):
        _tell(table, place, values, found, told)
    return values


def _tell(table: Table, place: int, values: list[object], found: list[Fault], told: list[Notice]) -> None:
    """Take what cannot be read, and what is to be told, out of the values of a column."""
    bound = table.columns[place]
    for index, row in enumerate(table.rows):
        value = Unreadable(faults.MERGED_CELL) if place in row.merged else values[index]
        where = (table.sheet, row.number, bound.letter, bound.column.field)
        if isinstance(value, Unreadable):
            found.append(Fault(*where, value.cause, (), value.details))
            values[index] = AT_FAULT
        elif isinstance(value, Told):
            told.append(Notice(*where, value.cause, value.details))
            values[index] = value.value


def _outcome(value: Value, column: Column) -> object:
    try:
        return _read_cell(value, column)
    except Unreadable as problem:
        return problem


def _read_cell(value: Value, column: Column) -> object:
    if isinstance(value, str) and value.isalnum():
        return column.read(value)
    if isinstance(value, ErrorValue):
        raise Unreadable(faults.ERROR_VALUE, value=value.text)
    if isinstance(value, FormulaWithoutValue):
        raise Unreadable(faults.FORMULA_WITHOUT_VALUE)
    if is_blank(value) or (isinstance(value, str) and not cleaning.code_text(value)):
        if column.required:
            raise Unreadable(faults.MISSING_VALUE)
        return column.default
    return column.read(value)


def _duplicates(table: Table, bound: BoundColumn, cause: str, values: Sequence[object]) -> list[Fault]:
    """Give a fault for every row whose value stands in another row too, each naming the others."""
    if len(set(values)) == len(values):
        return []
    holders: dict[object, list[int]] = {}
    for row, value in zip(table.rows, values, strict=True):
        if value is not AT_FAULT and value not in (None, ""):
            holders.setdefault(value, []).append(row.number)
    field = bound.column.field
    return [
        fault_at(table, number, field, cause, tuple(other for other in numbers if other != number), value=str(value))
        for value, numbers in holders.items()
        if len(numbers) > 1
        for number in numbers
    ]
