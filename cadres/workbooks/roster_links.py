"""Check the sheets of a roster workbook against each other, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cadres.workbooks import faults
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import ParsedTable, fault_at, ordered
from cadres.workbooks.roster_rows import ChangeRow, DepartmentRow, LeaderRow, RosterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSheets:
    """The rows without a fault of all sheets, with the tables that they stand in."""

    people_table: ParsedTable
    people: tuple[RosterRow, ...]
    changes_table: ParsedTable | None
    changes: tuple[ChangeRow, ...]
    leaders_table: ParsedTable | None
    leaders: tuple[LeaderRow, ...]
    departments_table: ParsedTable | None
    departments: tuple[DepartmentRow, ...]


def check_links(sheets: RosterSheets) -> tuple[tuple[Fault, ...], tuple[Notice, ...]]:
    """Give the faults between the sheets, and the departments that 部门 does not list.

    Rule: FORMATS.md 1. A sheet with faults of its own is not held against the others: nothing is told twice.
    """
    found = [*ordered(_leader_faults(sheets)), *ordered(_change_faults(sheets))]
    return tuple(found), tuple(_new_departments(sheets))


def same_department(one: str, other: str) -> bool:
    """Tell whether two ways to write a department can mean the same: a path and its last parts."""
    return one == other or one.endswith("/" + other) or other.endswith("/" + one)


def _leader_faults(sheets: RosterSheets) -> Iterator[Fault]:
    """Find leaders in charge whom neither 领导 nor 花名册 knows, or whose name two people have."""
    if sheets.leaders_table is None or sheets.leaders_table.faults:
        return
    holders: dict[str, set[str]] = {}
    for leader in sheets.leaders:
        for word in (leader.number, leader.name):
            holders.setdefault(word, set()).add(leader.number)
    named = list(_named_leaders(sheets))
    wanted = {written for _parsed, _row, _field, written in named} - set(holders)
    for person in sheets.people if wanted else ():
        for word in (person.name, person.number):
            if word in wanted:
                holders.setdefault(word, {person.number})
    for parsed, row, field, written in named:
        count = len(holders.get(written, ()))
        if count != 1:
            cause = faults.AMBIGUOUS_LEADER if count else faults.UNKNOWN_LEADER
            yield fault_at(parsed.table, row, field, cause, value=written)


def _named_leaders(sheets: RosterSheets) -> Iterator[tuple[ParsedTable, int, str, str]]:
    for person in sheets.people:
        if person.leader:
            yield sheets.people_table, person.row, "分管领导", person.leader
    for change in sheets.changes:
        if change.new_leader and sheets.changes_table is not None:
            yield sheets.changes_table, change.row, "新分管领导", change.new_leader
    for department in sheets.departments:
        if department.leader and sheets.departments_table is not None:
            yield sheets.departments_table, department.row, "分管领导", department.leader


def _change_faults(sheets: RosterSheets) -> Iterator[Fault]:
    """Follow every cadre through his changes, in the order of their days."""
    if sheets.changes_table is None or sheets.people_table.faults:
        return
    table = sheets.changes_table.table
    people = {person.number: person for person in sheets.people}
    where = {person.number: person.department for person in sheets.people}
    for change in sorted(sheets.changes, key=lambda one: (one.day, one.row)):
        person = people.get(change.number)
        if person is None:
            yield fault_at(table, change.row, "工号", faults.UNKNOWN_NUMBER, value=change.number)
            continue
        if change.name and change.name != person.name:
            yield fault_at(table, change.row, "姓名", faults.NAME_MISMATCH, (), value=change.name, expected=person.name)
        current = where[change.number]
        if not same_department(change.old_department, current):
            yield fault_at(
                table, change.row, "原部门", faults.WRONG_DEPARTMENT, (), value=change.old_department, expected=current
            )
        where[change.number] = change.new_department or current


def _new_departments(sheets: RosterSheets) -> Iterator[Notice]:
    """Tell of departments in use that the sheet 部门 does not have."""
    if sheets.departments_table is None or sheets.departments_table.faults:
        return
    listed = {department.path for department in sheets.departments}
    endings = {"/".join(path.split("/")[start:]) for path in listed for start in range(path.count("/") + 1)}
    letter = sheets.people_table.table.letter_of("部门")
    told: set[str] = set()
    for person in sheets.people:
        if person.department not in endings and person.department not in told:
            told.add(person.department)
            yield Notice(
                sheets.people_table.table.sheet, person.row, letter, "部门", faults.NEW_DEPARTMENT,
                {"value": person.department},
            )  # fmt: skip
