"""The rows at fault as a workbook of their own, and laying the corrected rows back over the file that they are from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value, column_index, shown
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import Book, Sheet
from cadres.workbooks.tables import Table
from cadres.workbooks.writing import OutSheet, SheetColumn, TextSheet, Written

ROW = "原行号"
NAMELESS = "数据"
SEARCHED_ROWS = 10
LONGEST_COMMENT = 2_000
WIDTH = 16
EXPLANATION = (
    "有误行修改说明",
    "1. 红色单元格有误，原因写在单元格的批注里（鼠标停在单元格上可见）；请直接在本表中改正。",
    "2. “原行号”一列请勿改动，列的位置和表头也请勿改动；其余单元格都可以修改。",
    "3. 某一行不再需要时，清空该行除“原行号”以外的内容即可；从本表删去的行仍按原文件处理。",
    "4. 改好后保存，在预览页“上传改好的有误行”处上传：系统把这些行放回原文件，再次整体检查并给出预览。",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in a file: its sheet, the row of its header (from 1) and the headers by column (from 0)."""

    sheet: str | None
    header_row: int
    headers: Mapping[int, str]

    @classmethod
    def of(cls, table: Table) -> Layout:
        """Take the layout of a table that was read."""
        headers = {bound.index: bound.header for bound in table.columns}
        headers |= {column_index(one.letter): one.header for one in table.unknown}
        return cls(table.sheet, table.header_row, headers)

    @property
    def width(self) -> int:
        """How many columns the table spans from the first of the sheet."""
        return max(self.headers, default=-1) + 1

    @property
    def name(self) -> str:
        """The name of the sheet of corrections."""
        return self.sheet or NAMELESS


Told = Mapping[tuple[str | None, int, str | None], str]
"""The sentence for a sheet, a row and a column's letter; None for a fault of the whole row."""


def faulty_book(book: Book, layouts: Sequence[Layout], told: Told) -> list[OutSheet | TextSheet]:
    """Give the sheets of the workbook that is sent back: every row at fault, the reason in the cell's comment."""
    sheets: list[OutSheet | TextSheet] = []
    for layout in layouts:
        rows = sorted({row for sheet, row, _ in told if sheet == layout.sheet and row > layout.header_row})
        source = _sheet(book, layout.sheet)
        if rows and source is not None:
            sheets.append(_faulty_sheet(source, layout, rows, told))
    return [*sheets, TextSheet(name="说明", lines=EXPLANATION)] if sheets else []


def _faulty_sheet(source: Sheet, layout: Layout, rows: Sequence[int], told: Told) -> OutSheet:
    columns = [SheetColumn(header=ROW, width=9, kind="number")]
    columns += [SheetColumn(header=layout.headers.get(index, ""), width=WIDTH) for index in range(layout.width)]
    marks: dict[tuple[int, int], str] = {}
    for (sheet, row, letter), sentence in told.items():
        if sheet == layout.sheet and row in rows:
            place = 0 if letter is None else column_index(letter) + 1
            marks[rows.index(row), place] = sentence[:LONGEST_COMMENT]
    cells = [
        [row, *(_written(value, (place, index + 1) in marks) for index, value in enumerate(_row(source, layout, row)))]
        for place, row in enumerate(rows)
    ]
    return OutSheet(name=layout.name, columns=columns, rows=cells, marks=marks)


def _row(source: Sheet, layout: Layout, number: int) -> list[Value]:
    row = source.rows[number - 1] if number <= len(source.rows) else []
    return [row[index] if index < len(row) else None for index in range(layout.width)]


def _written(value: Value, at_fault: bool) -> Written:
    """Write a cell as it stood; a number at fault as text, so that what is typed over it stays whole."""
    match value:
        case ErrorValue() | FormulaWithoutValue():
            return None
        case Decimal() if at_fault:
            return shown(value)
        case _:
            return value


def overlaid(base: Book, layouts: Sequence[Layout], correction: Book) -> Book:
    """Give the file with the corrected rows in the places that they are from.

    Raises: RefusedFile when the correction is not of this file, or its columns were moved.
    """
    sheets = list(base.sheets)
    found = False
    for layout in layouts:
        given = _sheet(correction, layout.name)
        place = next((place for place, sheet in enumerate(sheets) if sheet.name == layout.sheet), None)
        if given is not None and place is not None:
            found = True
            sheets[place] = replace(sheets[place], rows=_mended(sheets[place], layout, given))
    if not found:
        raise RefusedFile(faults.NOT_A_CORRECTION, {"column": ROW})
    return replace(base, sheets=tuple(sheets))


def _mended(source: Sheet, layout: Layout, given: Sheet) -> list[list[Value]]:
    start = _header_row(layout, given)
    rows = list(source.rows)
    for row in given.rows[start + 1 :]:
        number = _number(row[0] if row else None)
        if number is None:
            continue
        if not layout.header_row < number <= len(rows):
            raise RefusedFile(faults.NOT_A_CORRECTION, {"column": ROW}, sheet=given.name)
        cells = [row[index + 1] if index + 1 < len(row) else None for index in range(layout.width)]
        rows[number - 1] = [*cells, *rows[number - 1][layout.width :]]
    return rows


def _header_row(layout: Layout, given: Sheet) -> int:
    expected = [ROW, *(layout.headers.get(index, "") for index in range(layout.width))]
    for place, row in enumerate(given.rows[:SEARCHED_ROWS]):
        words = [value if isinstance(value, str) else "" for value in row]
        words += [""] * (len(expected) - len(words))
        if cleaning.header_word(words[0]) == ROW:
            if [cleaning.header_word(text) for text in words[: len(expected)]] == [
                cleaning.header_word(text) for text in expected
            ]:
                return place
            break
    raise RefusedFile(faults.NOT_A_CORRECTION, {"column": ROW}, sheet=given.name)


def _number(value: Value) -> int | None:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None


def _sheet(book: Book, name: str | None) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name == name), None)
