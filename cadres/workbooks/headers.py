"""Find the header of a table in a sheet: below titles, in one to three rows, in any order, under other names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cadres.workbooks import cleaning
from cadres.workbooks.cells import Value, column_letter
from cadres.workbooks.columns import Column
from cadres.workbooks.reading import Sheet

Dynamic = Callable[[str], Column | str | None]

BY_NAME, BY_PERSON, BY_LIKENESS, BY_CONTENT = "name", "person", "likeness", "content"
"""How a column was recognised: by its header, as somebody said once, by a header like its own, or by its cells."""
SEARCHED_ROWS = 40
DEEPEST_HEADER = 3


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A declared column at its place in a sheet."""

    column: Column
    index: int
    letter: str
    header: str
    by: str = BY_NAME


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that is passed over, perhaps because somebody said so."""

    letter: str
    header: str
    by: str = BY_NAME


@dataclass(frozen=True, slots=True)
class Header:
    """What the rows of a header say; row and last_row from 0."""

    row: int
    last_row: int
    columns: tuple[BoundColumn, ...]
    repeated: tuple[BoundColumn, ...] = ()
    wrong: tuple[tuple[UnknownColumn, str], ...] = ()
    unknown: tuple[UnknownColumn, ...] = ()
    missing: tuple[Column, ...] = ()

    def rank(self) -> tuple[int, int, int, int]:
        """Order headers: fewest required columns missing, most columns found, fewest rows, highest up."""
        return (-len(self.missing), len(self.columns) + len(self.wrong), self.row - self.last_row, -self.row)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What headers mean: what somebody said of one counts before its own word."""

    words: Mapping[str, Column]
    dynamic: Dynamic | None
    names: Mapping[str, str]

    def said(self, labels: Sequence[str]) -> str | None:
        """Give the field that somebody named for a header, empty for none; None where nobody said anything."""
        return next((self.names[word] for text in labels if (word := cleaning.header_word(text)) in self.names), None)

    def of(self, written: str) -> Column | str | None:
        """Give the column that a header means, a cause where it may not stand here, None for others."""
        match = self.words.get(cleaning.header_word(written)) or self.words.get(cleaning.bare_header(written))
        return self.dynamic(written) if match is None and self.dynamic is not None else match


@dataclass(slots=True)
class _Binding:
    columns: dict[str, BoundColumn] = field(default_factory=dict)
    repeated: list[BoundColumn] = field(default_factory=list)
    wrong: list[tuple[UnknownColumn, str]] = field(default_factory=list)
    unknown: list[UnknownColumn] = field(default_factory=list)


def find_header(
    sheet: Sheet, columns: Sequence[Column], dynamic: Dynamic | None, names: Mapping[str, str]
) -> Header | None:
    """Give the best header of a sheet, or None when too little of it is there to be sure.

    names: the fields that somebody named for headers, by the form in which headers are compared.
    """
    found = _headers(sheet, columns, _Meanings(_words(columns), dynamic, names))
    return max((one for one in found if fits(one, columns)), key=Header.rank, default=None)


def likely_header(
    sheet: Sheet, columns: Sequence[Column], dynamic: Dynamic | None, names: Mapping[str, str]
) -> Header | None:
    """Give what is most likely the header of a sheet without a sure one: the row in which most columns are known.

    Where none is known: the row with the most texts.
    """
    found = list(_headers(sheet, columns, _Meanings(_words(columns), dynamic, names)))
    wide = (one for one in found if len(one.columns) + len(one.unknown) > 1)
    return max(wide, key=lambda one: (len(one.columns), one.row == one.last_row, len(one.unknown)), default=None)


def _headers(sheet: Sheet, columns: Sequence[Column], meanings: _Meanings) -> Iterator[Header]:
    """Read as a header each row, and each with those below it, that could be one."""
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        if not any(isinstance(value, str) for value in sheet.rows[row]):
            continue
        for last_row in range(row, min(row + DEEPEST_HEADER, len(sheet.rows))):
            yield _read_header(sheet.rows, (row, last_row), columns, meanings)


def fits(header: Header, columns: Sequence[Column]) -> bool:
    """Tell whether more than half of the required columns, and at least two columns, were found."""
    required = sum(column.required for column in columns)
    return len(header.columns) >= min(2, len(columns)) and 2 * (required - len(header.missing)) > required


def _words(columns: Sequence[Column]) -> dict[str, Column]:
    return {cleaning.header_word(written): column for column in columns for written in (*column.synonyms, column.field)}


def _read_header(
    rows: Sequence[Sequence[Value]],
    extent: tuple[int, int],
    columns: Sequence[Column],
    meanings: _Meanings,
) -> Header:
    first, last = extent
    found = _Binding()
    width = max(len(row) for row in rows[first : last + 1])
    for index in range(width):
        labels = [text for row in rows[first : last + 1] if (text := _label(row, index))]
        if labels:
            _bind(index, labels, meanings, found)
    missing = tuple(column for column in columns if column.required and column.field not in found.columns)
    bound = tuple(sorted(found.columns.values(), key=lambda one: one.index))
    return Header(first, last, bound, tuple(found.repeated), tuple(found.wrong), tuple(found.unknown), missing)


def _label(row: Sequence[Value], index: int) -> str:
    value = row[index] if index < len(row) else None
    return cleaning.line(value) if isinstance(value, str) else ""


def _bind(index: int, labels: Sequence[str], meanings: _Meanings, found: _Binding) -> None:
    """Bind a column as somebody said, else by the lowest of its labels, else by all of them joined."""
    letter = column_letter(index)
    lowest = labels[-1]
    tried = list(dict.fromkeys((lowest, "".join(labels))))
    said = meanings.said(tried)
    by = BY_NAME if said is None else BY_PERSON
    if said is not None:
        tried = [said] if said else []
    match = next((meant for written in tried if (meant := meanings.of(written)) is not None), None)
    if isinstance(match, Column):
        bound = BoundColumn(match, index, letter, lowest, by)
        if found.columns.setdefault(match.field, bound) is not bound:
            found.repeated.append(bound)
    elif match is not None:
        found.wrong.append((UnknownColumn(letter, lowest, by), match))
    else:
        found.unknown.append(UnknownColumn(letter, lowest, by))
