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
class Table:
    """A table that was found in a sheet; `absent` are the declared fields that no column of it holds.

    `numbers` are those of its rows as a person sees them; the n-th of `cells` holds the cells of the n-th of
    `columns`, one for each row. `merged` gives, by a row's number, the places (in `columns`) of cells that belong to a
    merged range and count for one row only.
    """

    sheet: str | None
    header_row: int
    columns: tuple[BoundColumn, ...]
    numbers: Sequence[int]
    cells: Sequence[Sequence[Value]]
    merged: Mapping[int, tuple[int, ...]]
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
    unread = _unread(header)
    empty = Table(sheet.name, header.last_row + 1, header.columns, (), (), {}, unread, (), (), absent)
    return NoTable(columns, empty)


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
    numbers, cells, merged = _rows(sheet, header, notices)
    return Table(
        sheet.name, header.last_row + 1, header.columns, numbers, cells, merged, _unread(header),
        tuple(_header_faults(sheet, header)), tuple(notices),
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


def _rows(
    sheet: Sheet, header: Header, notices: list[Notice]
) -> tuple[list[int], list[list[Value]], dict[int, tuple[int, ...]]]:
    """Give the rows of people: their numbers, their cells by columns, what is merged; tell of each other line."""
    first = header.last_row + 1
    cells = [list(sheet.column(bound.index)[first:]) for bound in header.columns]
    merged, widths = _merged(sheet, header)
    passed = set()
    for place in sorted(_doubtful(header, cells)):
        row = sheet.rows[first + place]
        kind = _kind(row, [column[place] for column in cells], header, widths.get(first + place, 1))
        if kind is not None:
            passed.add(place)
        if kind:
            value = next(shown(value) for value in row if not is_blank(value))
            details = {"kind": kind, "value": value}
            notices.append(Notice(sheet.name, first + place + 1, None, "", faults.ROW_PASSED_OVER, details))
    split = {
        row + 1: _fill(row - first, cells, covering, header)
        for row, covering in merged.items()
        if row - first not in passed
    }
    numbers = [first + place + 1 for place in range(len(sheet.rows) - first) if place not in passed]
    if passed:
        cells = [[value for place, value in enumerate(column) if place not in passed] for column in cells]
    return numbers, cells, {number: places for number, places in split.items() if places}


def _doubtful(header: Header, cells: Sequence[Sequence[Value]]) -> set[int]:
    """Give the places of rows that may be no person's: a key is no plain value, or the first cell says its header."""
    keys = [column for bound, column in zip(header.columns, cells, strict=True) if bound.column.key]
    if not keys:
        return set(range(len(cells[0])))
    found: set[int] = set()
    for column in keys:
        strange = {value for value in set(column) if not _is_plain_key(value)}
        found.update(place for place, value in enumerate(column) if value in strange) if strange else None
    word = cleaning.header_word(header.columns[0].header)
    like = {value for value in set(cells[0]) if isinstance(value, str) and _may_say(value, word)}
    found.update(place for place, value in enumerate(cells[0]) if value in like) if like else None
    return found


def _is_plain_key(value: Value) -> bool:
    """Tell whether a key cell holds a plain value without anything that notes and totals have."""
    return isinstance(value, str) and value.strip().isalnum() and value[0] not in "合总小共平人最汇注以"


def _may_say(value: str, word: str) -> bool:
    """Tell whether a cell says what a header does; signs of ASCII never stand for others."""
    return (word.isascii() or not value.isascii()) and cleaning.header_word(value) == word


def _kind(row: Sequence[Value], cells: Sequence[Value], header: Header, width: int) -> str | None:
    """Say what a row is: None for a person's, empty for nothing, else what kind of line."""
    if all(is_blank(value) for value in cells):
        return faults.NOTE_ROW if says_something(row) else ""
    keys = [bound.index for bound in header.columns if bound.column.key]
    plain = bool(keys) and all(_is_plain_key(row[key] if key < len(row) else None) for key in keys)
    words = [(bound.index, cleaning.header_word(bound.header)) for bound in header.columns]
    return kind_of_line(row, keys, words, 1 if plain else width)


def _fill(place: int, cells: Sequence[list[Value]], covering: Mapping[int, Value], header: Header) -> tuple[int, ...]:
    """Fill in what a merged cell says for all its rows; give the places of those that count for one row only."""
    split = []
    for column, bound in enumerate(header.columns):
        if bound.index not in covering or not is_blank(cells[column][place]):
            continue
        if bound.column.fill_merged and covering[bound.index] is not None:
            cells[column][place] = covering[bound.index]
        else:
            split.append(column)
    return tuple(split)


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
