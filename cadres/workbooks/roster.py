"""Read the roster workbook: people, and the optional sheets of changes, leaders in charge and departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cadres.workbooks import cleaning, faults
from cadres.workbooks.columns import Column
from cadres.workbooks.faults import Fault, Notice, RefusedFile
from cadres.workbooks.parsing import ParsedRow, ParsedTable, parse_table, read_table
from cadres.workbooks.reading import Book
from cadres.workbooks.roster_columns import (
    CHANGES,
    DEPARTMENTS,
    LEADERS,
    PEOPLE,
    change_columns,
    department_columns,
    leader_columns,
    people_columns,
)
from cadres.workbooks.roster_links import RosterSheets, check_links
from cadres.workbooks.roster_rows import ChangeRow, DepartmentRow, LeaderRow, RosterRow, roster_rows
from cadres.workbooks.roster_tree import read_departments
from cadres.workbooks.tables import Table, find_table


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster workbook that was read; nothing of it may be stored while it has a fault."""

    people: tuple[RosterRow, ...]
    changes: tuple[ChangeRow, ...]
    leaders: tuple[LeaderRow, ...]
    departments: tuple[DepartmentRow, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    table: ParsedTable
    tables: tuple[Table, ...] = ()

    @property
    def read(self) -> int:
        """Count the people found."""
        return self.table.read

    @property
    def accepted(self) -> int:
        """Count the people without a fault."""
        return len(self.people)

    @property
    def written(self) -> int:
        """Count the people who may be stored: all or nobody."""
        return 0 if self.faults else self.accepted


def read_roster(book: Book, categories: Mapping[str, str] | None) -> RosterFile:
    """Read a roster workbook and check its sheets against each other.

    categories: code → name of the scheme's categories; None when no scheme is chosen yet, then any code is taken.
    Raises: RefusedFile when no sheet, or more than one, is a roster, or a named sheet has another table.
    """
    people = read_table(book, people_columns(categories), sheet_name=PEOPLE)
    changes = _optional(book, CHANGES, change_columns(categories))
    leaders = _optional(book, LEADERS, leader_columns())
    departments, tree, tree_faults = read_departments(_optional(book, DEPARTMENTS, department_columns()))
    sheets = RosterSheets(
        people_table=people,
        people=roster_rows(people.numbers, people.values),
        changes_table=changes,
        changes=tuple(ChangeRow.from_values(row.number, row.values) for row in _rows(changes)),
        leaders_table=leaders,
        leaders=tuple(LeaderRow.from_values(row.number, row.values) for row in _rows(leaders)),
        departments_table=departments,
        departments=tree,
    )
    linked, notices = check_links(sheets)
    tables = [table for table in (people, changes, leaders, departments) if table is not None]
    found = (*(fault for table in tables for fault in table.faults), *tree_faults, *linked)
    told = (notice for table in tables for notice in table.notices if not _read_elsewhere(notice))
    refused = {fault.row for fault in linked if fault.sheet == people.table.sheet}
    kept = tuple(person for person in sheets.people if person.row not in refused)
    read = tuple(table.table for table in tables)
    return RosterFile(kept, sheets.changes, sheets.leaders, tree, found, (*told, *notices), people, read)


def _read_elsewhere(notice: Notice) -> bool:
    """Tell whether a sheet that was passed over as the roster is read as one of the others."""
    return notice.cause == faults.SHEET_PASSED_OVER and notice.sheet in (CHANGES, LEADERS, DEPARTMENTS)


def _optional(book: Book, name: str, columns: Sequence[Column]) -> ParsedTable | None:
    """Read the sheet of that name; one that holds anything but this table is refused, not passed over."""
    table = find_table(book, columns, sheet_name=name, only_named=True)
    if table is not None:
        return parse_table(table, columns)
    for sheet in book.sheets:
        if sheet.name is not None and cleaning.word(sheet.name) == name and any(any(row) for row in sheet.rows):
            expected = "、".join(column.field for column in columns if column.required)
            raise RefusedFile(faults.NO_TABLE, {"expected": expected}, sheet=sheet.name)
    return None


def _rows(parsed: ParsedTable | None) -> tuple[ParsedRow, ...]:
    return () if parsed is None else parsed.rows
