"""Write workbooks: templates, exports, rows sent back and reports, with real types and without live cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cadres.workbooks.cells import column_letter, plain_number
from cadres.workbooks.dates import PartialDate

Written = None | str | int | bool | Decimal | date | datetime | PartialDate
Kind = Literal["text", "number", "date"]

LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
LONGEST_DROP_DOWN = 255
EXACT_DIGITS = 15
DATE_FORMAT = "yyyy-mm-dd"
# Rows below the written ones that a template prepares for typing.
PREPARED_ROWS = 500
LISTS_SHEET = "_lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """Describe one column of a sheet: its header, how its cells are shown and what may be chosen in them."""

    header: str
    width: float = 12
    kind: Kind = "text"
    choices: Sequence[str] = ()
    comment: str = ""
    number_format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutSheet:
    """A sheet with a table; marks: (row, column) from 0 within the rows → comment, the cell is coloured."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Written]] = ()
    title: str = ""
    notes: Sequence[str] = ()
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    landscape: bool = True
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet:
    """A sheet of lines to read, such as instructions."""

    name: str
    lines: Sequence[str]


def write_book(sheets: Sequence[OutSheet | TextSheet]) -> bytes:
    """Write the sheets as an .xlsx; the same sheets give the same bytes.

    Raises: ValueError for a text longer than a cell can hold.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "strings_to_numbers": False}) as book:
        # The time of writing would make equal workbooks differ.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        formats = _Formats(book)
        names = _sheet_names(sheets)
        lists = _LongLists()
        for sheet, name in zip(sheets, names, strict=True):
            page = book.add_worksheet(name)
            if isinstance(sheet, TextSheet):
                _write_text(page, sheet, formats)
            else:
                _TablePage(page, sheet, formats, lists).write()
        lists.write(book)
    return target.getvalue()


class _Formats:
    """The few cell formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        edge = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
        self.note = book.add_format({"font_color": "#595959", "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.header = book.add_format(
            {**edge, "bold": True, "bg_color": "#DDE7F3", "text_wrap": True, "align": "center"}
        )
        self._edge = edge

    def cell(self, number_format: str, marked: bool) -> Format:
        """Give the format of a cell, coloured when it is marked."""
        key = (number_format, marked)
        if key not in self._made:
            colour = {"bg_color": "#FFD9D9", "font_color": "#9C0006"} if marked else {}
            self._made[key] = self._book.add_format({**self._edge, **colour, "num_format": number_format})
        return self._made[key]


class _LongLists:
    """Choices too long for a drop-down of their own, kept in a hidden sheet."""

    def __init__(self) -> None:
        self._lists: list[Sequence[str]] = []

    def source(self, choices: Sequence[str]) -> list[str] | str:
        """Give what a drop-down takes its choices from."""
        # A comma inside a choice would divide it.
        if len(",".join(choices)) <= LONGEST_DROP_DOWN and not any("," in choice for choice in choices):
            return list(choices)
        self._lists.append(choices)
        letter = column_letter(len(self._lists) - 1)
        return f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"

    def write(self, book: xlsxwriter.Workbook) -> None:
        """Write the lists, row by row, where there are any."""
        if not self._lists:
            return
        page = book.add_worksheet(LISTS_SHEET)
        page.hide()
        for row in range(max(len(choices) for choices in self._lists)):
            for column, choices in enumerate(self._lists):
                if row < len(choices):
                    page.write_string(row, column, choices[row])


class _TablePage:
    """One table on its sheet: title and notes, header, rows, drop-downs and the set-up for printing."""

    def __init__(self, page: Worksheet, sheet: OutSheet, formats: _Formats, lists: _LongLists) -> None:
        self._page = page
        self._sheet = sheet
        self._formats = formats
        self._lists = lists
        self._kinds = [_number_format(column) for column in sheet.columns]

    def write(self) -> None:
        """Write the page from top to bottom, as constant memory asks."""
        page, sheet = self._page, self._sheet
        for index, (column, shown_as) in enumerate(zip(sheet.columns, self._kinds, strict=True)):
            page.set_column(index, index, column.width, self._formats.cell(shown_as, False))
        top = self._write_top()
        last = top
        for last, row in enumerate(sheet.rows, top + 1):
            self._write_row(last, last - top - 1, row)
        self._write_choices(top + 1, max(last, top + PREPARED_ROWS))
        page.freeze_panes(top + 1, min(2, len(sheet.columns)))
        page.autofilter(top, 0, max(last, top + 1), max(len(sheet.columns) - 1, 0))
        page.repeat_rows(top)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")
        if sheet.landscape:
            page.set_landscape()
        if sheet.hidden:
            page.hide()

    def _write_top(self) -> int:
        """Write title, notes and header; give the header's row."""
        row = 0
        if self._sheet.title:
            self._page.set_row(row, 28)
            self._page.write_string(row, 0, _checked(self._sheet.title), self._formats.title)
            row += 1
        for note in self._sheet.notes:
            self._page.write_string(row, 0, _checked(note), self._formats.note)
            row += 1
        for index, column in enumerate(self._sheet.columns):
            self._page.write_string(row, index, _checked(column.header), self._formats.header)
            if column.comment:
                self._page.write_comment(row, index, column.comment)
        return row

    def _write_row(self, row: int, place: int, cells: Sequence[Written]) -> None:
        for index, value in enumerate(cells):
            mark = self._sheet.marks.get((place, index))
            shown_as = self._kinds[index] if index < len(self._kinds) else ""
            _write_cell(self._page, row, index, value, self._formats.cell(_fitting(value, shown_as), mark is not None))
            if mark:
                self._page.write_comment(row, index, mark)

    def _write_choices(self, first: int, last: int) -> None:
        for index, column in enumerate(self._sheet.columns):
            if column.choices:
                source = self._lists.source(column.choices)
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                self._page.data_validation(first, index, last, index, rule)


def _number_format(column: SheetColumn) -> str:
    if column.number_format:
        return column.number_format
    return {"text": "@", "number": "General", "date": DATE_FORMAT}[column.kind]


def _fitting(value: Written, shown_as: str) -> str:
    """Show a date as a date and a number as a number even in a column of texts."""
    if isinstance(value, date) and shown_as in ("@", "General", ""):
        return DATE_FORMAT
    if isinstance(value, (int, Decimal)) and shown_as == "@":
        return "General"
    return shown_as


def _write_cell(page: Worksheet, row: int, column: int, value: Written, cell_format: Format) -> None:
    """Write a value by its type; no text becomes a formula, a link or a number."""
    match value:
        case None | "":
            page.write_blank(row, column, None, cell_format)
        case bool():
            page.write_boolean(row, column, value, cell_format)
        case int() | Decimal():
            number = Decimal(value)
            if len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
                page.write_string(row, column, plain_number(number), cell_format)
            else:
                page.write_number(row, column, number, cell_format)
        case datetime():
            page.write_datetime(row, column, value.replace(tzinfo=None), cell_format)
        case date():
            page.write_datetime(row, column, value, cell_format)
        case PartialDate():
            page.write_string(row, column, value.as_text(), cell_format)
        case str():
            page.write_string(row, column, _checked(value), cell_format)


def _write_text(page: Worksheet, sheet: TextSheet, formats: _Formats) -> None:
    page.set_column(0, 0, 100, formats.wrapped)
    for row, text in enumerate(sheet.lines):
        page.write_string(row, 0, _checked(text), formats.title if row == 0 else formats.wrapped)


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a cell holds {LONGEST_TEXT} characters, not {len(text)}")
    return text


def _sheet_names(sheets: Sequence[OutSheet | TextSheet]) -> list[str]:
    """Give each sheet a name that Excel accepts, none twice."""
    names: list[str] = []
    taken: set[str] = set()
    for sheet in sheets:
        base = re.sub(r"[\[\]:*?/\\]", "-", sheet.name).strip("'").strip()[:LONGEST_SHEET_NAME] or "Sheet"
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base[: LONGEST_SHEET_NAME - 4]} ({count})"
        taken.add(name.casefold())
        names.append(name)
    return names
