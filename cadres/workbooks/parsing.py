"""Read every cell of a table with its column's reader, and collect everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value, column_index
from cadres.workbooks.columns import Column, Told, Unreadable
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.headers import BoundColumn, Dynamic
from cadres.workbooks.lines import is_blank
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table, find_table, no_table
from cadres.workbooks.transport import WORDS

AT_FAULT = object()
"""Stands for the value of a cell that cannot be read."""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row whose cells were read: values by field, the default where a cell is empty or the column absent."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class ParsedTable:
    """A table that was read: the rows without a fault, all faults and notices, in the order of the sheet.

    `numbers` are those of its rows; `values` gives, by field, a value for each, the default for an absent column.
    """

    table: Table
    numbers: Sequence[int]
    values: Mapping[str, Sequence[object]]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]

    @property
    def read(self) -> int:
        """Count the rows found."""
        return len(self.table.numbers)

    @property
    def accepted(self) -> int:
        """Count the rows without a fault."""
        return len(self.numbers)

    @cached_property
    def rows(self) -> tuple[ParsedRow, ...]:
        """The rows one by one."""
        each = zip(self.numbers, *self.values.values(), strict=True)
        return tuple(ParsedRow(number, dict(zip(self.values, values, strict=True))) for number, *values in each)

    def refusing(self, found: Iterable[Fault]) -> ParsedTable:
        """Give the table with more faults, without the rows that have them."""
        more = tuple(found)
        at_fault = rows_at_fault(more)
        kept = [place for place, number in enumerate(self.numbers) if number not in at_fault]
        values = {field: [column[place] for place in kept] for field, column in self.values.items()}
        numbers = [self.numbers[place] for place in kept]
        return ParsedTable(self.table, numbers, values, ordered((*self.faults, *more)), self.notices)


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
    values: dict[str, Sequence[object]] = {}
    for place, bound in enumerate(table.columns):
        read = _read_column(table, place, found, told)
        if bound.column.unique is not None:
            found.extend(_duplicates(table, bound, bound.column.unique, read))
        values[bound.column.field] = read
    height = len(table.numbers)
    values |= {column.field: [column.default] * height for column in columns if column.field not in values}
    notices = (*table.notices, *sorted(told, key=lambda notice: (notice.row or 0, column_index(notice.column or ""))))
    parsed = ParsedTable(table, table.numbers, values, (), notices)
    if table.faults:
        parsed = replace(parsed, numbers=(), values=dict.fromkeys(values, ()))
    return parsed.refusing(found) if found else parsed


def ordered(found: Iterable[Fault]) -> tuple[Fault, ...]:
    """Order faults by row and column."""
    return tuple(sorted(found, key=lambda fault: (fault.row or 0, column_index(fault.column or ""), fault.cause)))


def rows_at_fault(found: Iterable[Fault]) -> frozenset[int]:
    """Give the numbers of the rows that have a fault."""
    return frozenset(fault.row for fault in found if fault.row is not None)


def fault_at(table: Table, row: int, field: str, cause: str, also_rows: tuple[int, ...] = (), **details: str) -> Fault:
    """Give a fault of one cell, for checks between rows and sheets."""
    return Fault(table.sheet, row, table.letter_of(field), field, cause, also_rows, details)


def _read_column(table: Table, place: int, found: list[Fault], told: list[Notice]) -> list[object]:
    """Read the cells of one column; a cell at fault gives AT_FAULT.

    Most columns hold few texts and days many times: each is read once.
    """
    column, cells = table.columns[place].column, table.cells[place]
    if WORDS.issuperset(map(type, cells)):
        outcomes = {cell: _outcome(cell, column) for cell in set(cells)}
        values = list(map(outcomes.__getitem__, cells))
    else:
        outcomes = {}
        values = [_outcome(cell, column) for cell in cells]
    if table.merged or any(isinstance(value, Unreadable | Told) for value in outcomes.values() or values):
        _tell(table, place, values, found, told)
    return values


def _tell(table: Table, place: int, values: list[object], found: list[Fault], told: list[Notice]) -> None:
    """Take what cannot be read, and what is to be told, out of the values of a column."""
    bound = table.columns[place]
    for index, number in enumerate(table.numbers):
        value = Unreadable(faults.MERGED_CELL) if place in table.merged.get(number, ()) else values[index]
        where = (table.sheet, number, bound.letter, bound.column.field)
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
    for number, value in zip(table.numbers, values, strict=True):
        if value is not AT_FAULT and value not in (None, ""):
            holders.setdefault(value, []).append(number)
    field = bound.column.field
    return [
        fault_at(table, number, field, cause, tuple(other for other in numbers if other != number), value=str(value))
        for value, numbers in holders.items()
        if len(numbers) > 1
        for number in numbers
    ]
