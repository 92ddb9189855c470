"""Choose the sheet that holds a table, and give its rows with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import Value, shown
from cadres.workbooks.columns import Column
from cadres.workbooks.contents import recognised
from cadres.workbooks.faults import Fault, Notice, RefusedFile
from cadres.workbooks.headers import (
    BY_CONTENT,
    BY_LIKENESS,
    BoundColumn,
    Dynamic,
    Header,
    UnknownColumn,
    find_header,
    fits,
    likely_header,
)
from cadres.workbooks.lines import is_blank, kind_of_line, says_something
from cadres.workbooks.reading import Book, Sheet

RECOGNISED = {BY_LIKENESS: faults.COLUMN_BY_LIKENESS, BY_CONTENT: faults.COLUMN_BY_CONTENT}
MOST_MERGED_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: its number as a person sees it, its cells in the order of the table's columns.

    merged are the places (in the table's columns) of cells that belong to a merged range and count for one row only.
    """

    number: int
    cells: tuple[Value, ...]
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found in a sheet; `absent` are the declared fields that no column of it holds."""

    sheet: str | None
    header_row: int
    columns: tuple[BoundColumn, ...]
    rows: tuple[TableRow, ...]
    unknown: tuple[UnknownColumn, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    absent: tuple[str, ...] = ()

    def letter_of(self, field: str) -> str | None:
        """Give the letter of a field's column, None when the table has none."""
        return next((bound.letter for bound in self.columns if bound.column.field == field), None)


def find_table(
    book: Book,
    columns: Sequence[Column],
    *,
    sheet_name: str | None = None,
    only_named: bool = False,
    dynamic: Dynamic | None = None,
) -> Table | None:
    """Find the table of these columns: in the sheet of that name, else in the one whose header fits.

    Raises: RefusedFile when several sheets fit and none has the name.
    """
    hint = None if sheet_name is None else cleaning.word(sheet_name)
    wanted = [sheet for sheet in book.sheets if not only_named or _has_name(sheet, hint)]
    headers = [(sheet, find_header(sheet, columns, dynamic, book.names)) for sheet in wanted]
    fitting = [(sheet, header) for sheet, header in headers if header is not None]
    fitting = fitting or [pair for pair in _likely(wanted, columns, dynamic, book.names) if fits(pair[1], columns)]
    if not fitting:
        return None
    sheet, header = _choose(fitting, hint)
    notices = [
        Notice(other.name, None, None, "", faults.SHEET_PASSED_OVER)
        for other, found in fitting
        if other is not sheet and not found.missing
    ]
    header = recognised(sheet, header, columns)
    found = {bound.column.field for bound in header.columns}
    absent = tuple(column.field for column in columns if column.field not in found)
    return replace(_table(sheet, header, notices), absent=absent)


class NoTable(RefusedFile):
    """No sheet has the table; `likely` is what was most likely meant for it, with its columns, but without rows."""

    def __init__(self, columns: Sequence[Column], likely: Table | None) -> None:
        absent = {column.field for column in columns} if likely is None else set(likely.absent)
        missing = "、".join(column.field for column in columns if column.required and column.field in absent)
        super().__init__(faults.NO_TABLE, {"expected": missing})
        self.likely = likely


def no_table(book: Book, columns: Sequence[Column], dynamic: Dynamic | None = None) -> NoTable:
    """Give the refusal of a book in which the table was not found, with what is most likely its header."""
    found = _likely(book.sheets, columns, dynamic, book.names)
    if not found:
        return NoTable(columns, None)
    sheet, header = max(found, key=lambda pair: pair[1].rank())
    bound = {one.column.field for one in header.columns}
    absent = tuple(column.field for column in columns if column.field not in bound)
    return NoTable(columns, Table(sheet.name, header.last_row + 1, header.columns, (), _unread(header), (), (), absent))


def _likely(
    sheets: Sequence[Sheet], columns: Sequence[Column], dynamic: Dynamic | None, names: Mapping[str, str]
) -> list[tuple[Sheet, Header]]:
    """Give each sheet's most likely header, with the columns that only their likeness or their cells tell."""
    found = [(sheet, likely_header(sheet, columns, dynamic, names)) for sheet in sheets]
    return [(sheet, recognised(sheet, header, columns)) for sheet, header in found if header is not None]


def _has_name(sheet: Sheet, hint: str | None) -> bool:
    return sheet.name is not None and cleaning.word(sheet.name) == hint


def _choose(fitting: Sequence[tuple[Sheet, Header]], hint: str | None) -> tuple[Sheet, Header]:
    named = [pair for pair in fitting if _has_name(pair[0], hint)]
    if named:
        return named[0]
    complete = [pair for pair in fitting if not pair[1].missing]
    open_ones = [pair for pair in complete if not pair[0].hidden]
    if len(complete) > 1 and len(open_ones) != 1:
        raise RefusedFile(faults.SEVERAL_SHEETS, {"sheets": "、".join(pair[0].name or "" for pair in complete)})
    if complete:
        return (open_ones or complete)[0]
    return max(fitting, key=lambda pair: pair[1].rank())


def _table(sheet: Sheet, header: Header, notices: list[Notice]) -> Table:
    notices.extend(
        Notice(sheet.name, header.last_row + 1, one.letter, one.header, faults.COLUMN_PASSED_OVER)
        for one in header.unknown
    )
    notices.extend(
        Notice(
            sheet.name,
            header.last_row + 1,
            one.letter,
            one.column.field,
            RECOGNISED[one.by],
            {"value": one.header},
        )
        for one in header.columns
        if one.by in RECOGNISED
    )
    rows = tuple(_rows(sheet, header, notices))
    return Table(
        sheet.name, header.last_row + 1, header.columns, rows, _unread(header), tuple(_header_faults(sheet, header)),
        tuple(notices),
    )  # fmt: skip


def _unread(header: Header) -> tuple[UnknownColumn, ...]:
    """The columns that are not read: unknown ones, wrong ones, and doubles."""
    doubles = (UnknownColumn(one.letter, one.header, one.by) for one in header.repeated)
    return (*header.unknown, *(one for one, _cause in header.wrong), *doubles)


def _header_faults(sheet: Sheet, header: Header) -> Iterator[Fault]:
    row = header.last_row + 1
    first = {bound.column.field: bound.letter for bound in header.columns}
    for column in header.missing:
        yield Fault(sheet.name, row, None, column.field, faults.MISSING_COLUMN)
    for bound in header.repeated:
        field = bound.column.field
        details = {"value": bound.header, "other_column": first[field]}
        yield Fault(sheet.name, row, bound.letter, field, faults.DUPLICATE_COLUMN, (), details)
    for unknown, cause in header.wrong:
        yield Fault(sheet.name, row, unknown.letter, unknown.header, cause, (), {"value": unknown.header})


def _rows(sheet: Sheet, header: Header, notices: list[Notice]) -> Iterator[TableRow]:
    """Give the rows of people; tell of each other line that says something."""
    places = [bound.index for bound in header.columns]
    keys = [bound.index for bound in header.columns if bound.column.key]
    words = [(bound.index, cleaning.header_word(bound.header)) for bound in header.columns]
    merged, widths = _merged(sheet, header)
    for number, row in enumerate(sheet.rows[header.last_row + 1 :], header.last_row + 2):
        cells = [row[place] if place < len(row) else None for place in places]
        kind: str | None = None
        if all(is_blank(value) for value in cells):
            kind = faults.NOTE_ROW if says_something(row) else ""
        elif not (keys and row_has_keys(row, keys)):
            kind = kind_of_line(row, keys, words, widths.get(number - 1, 1))
        elif isinstance(cells[0], str) and cleaning.header_word(cells[0]) == words[0][1]:
            kind = kind_of_line(row, keys, words, 1)
        if kind is None:
            yield _person_row(number, cells, merged.get(number - 1, {}), header)
        elif kind:
            value = next(shown(value) for value in row if not is_blank(value))
            notices.append(Notice(sheet.name, number, None, "", faults.ROW_PASSED_OVER, {"kind": kind, "value": value}))


def row_has_keys(row: Sequence[Value], keys: Sequence[int]) -> bool:
    """Tell whether every key cell holds a plain value without anything that notes and totals have."""
    for key in keys:
        value = row[key] if key < len(row) else None
        if not isinstance(value, str) or not value.strip().isalnum() or value[0] in "合总小共平人最汇注以":
            return False
    return True


def _person_row(number: int, cells: list[Value], merged: dict[int, Value], header: Header) -> TableRow:
    if not merged:
        return TableRow(number, tuple(cells))
    split = []
    for place, bound in enumerate(header.columns):
        if bound.index not in merged or not is_blank(cells[place]):
            continue
        if bound.column.fill_merged and merged[bound.index] is not None:
            cells[place] = merged[bound.index]
        else:
            split.append(place)
    return TableRow(number, tuple(cells), tuple(split))


def _merged(sheet: Sheet, header: Header) -> tuple[dict[int, dict[int, Value]], dict[int, int]]:
    """Give, by row, what merged cells above say (None: from the left), and how wide the first merged cell is."""
    covered: dict[int, dict[int, Value]] = {}
    widths: dict[int, int] = {}
    budget = MOST_MERGED_CELLS
    wanted = [bound.index for bound in header.columns]
    for span in sheet.merged:
        first = max(span.first_row, header.last_row + 1)
        last = min(span.last_row, len(sheet.rows) - 1)
        columns = [index for index in wanted if span.first_column <= index <= span.last_column]
        budget -= max(last - first + 1, 0) * len(columns)
        if budget < 0:
            raise RefusedFile(faults.TOO_MANY_CELLS, {"limit": str(MOST_MERGED_CELLS)}, sheet=sheet.name)
        top_row = sheet.rows[span.first_row] if span.first_row < len(sheet.rows) else []
        value = top_row[span.first_column] if span.first_column < len(top_row) else None
        if is_blank(value):
            continue
        for row in range(first, last + 1):
            widths[row] = max(widths.get(row, 1), span.last_column - span.first_column + 1)
            for index in columns:
                if (row, index) != (span.first_row, span.first_column):
                    covered.setdefault(row, {})[index] = value if index == span.first_column else None
    return covered, widths
